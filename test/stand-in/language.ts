/** Fobdesk is used in Japan; `STANDIN_LANG` shows the app in another locale. */
export const language = process.env.STANDIN_LANG ?? 'ja'
