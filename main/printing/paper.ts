/** A paper: its sheet, its content, its layout; and the whole document that a hidden window prints. */
import { html, type Html } from './html.ts'

export interface Paper {
  readonly title: string
  /** Sheet in millimetres, upright. */
  readonly sheet: { readonly width: number; readonly height: number }
  readonly body: Html
  /** Rules of this paper; only constants of this folder, never data. */
  readonly css: string
}

export const a4 = { width: 210, height: 297 } as const

/**
 * The document of a paper. Its font comes with the program (`/fonts/`): a bare PC may have no Japanese font,
 * and a letter with boxes for a name must not leave the branch. `%CSP_NONCE%` is filled when it is served.
 */
export function documentOf({ title, sheet, body, css }: Paper): string {
  const style: Html = { html: `${pageRules(sheet)}${css}` }
  return html`<!doctype html>
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <link rel="stylesheet" href="/fonts/400.css" />
        <link rel="stylesheet" href="/fonts/700.css" />
        <style nonce="%CSP_NONCE%">
          ${style}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.html
}

function pageRules({ width, height }: Paper['sheet']): string {
  return `
@page { size: ${width}mm ${height}mm; margin: 0; }
* { box-sizing: border-box; margin: 0; padding: 0; }
html { -webkit-print-color-adjust: exact; }
body { width: ${width}mm; min-height: ${height}mm; background: #fff; color: #111;
  font: 10.5pt/1.7 'BIZ UDGothic', 'Noto Sans CJK JP', sans-serif; font-feature-settings: 'tnum'; }
`
}
