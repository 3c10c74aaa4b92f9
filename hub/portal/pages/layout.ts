/** The frame of every page. */
import { html, type Content, type Html } from '../html.ts'
import { languages, type Language, type Say } from '../language.ts'
import { common } from '../words/common.ts'

/** Where the pages are mounted, and what every one of them needs. */
export interface Frame {
  /** '' or the prefix under which the portal is registered; every address on a page starts with it. */
  readonly base: string
  /** Of this page, below `base`: the language links lead back to it. */
  readonly path: string
  readonly language: Language
  readonly t: Say
  /** Of the forms on this page. */
  readonly token: string
  /** Whoever is logged in; null before that. */
  readonly user: { readonly name: string; readonly administrator: boolean } | null
}

export interface Page {
  readonly title: string
  /** The manual's number of the screen, if it has one. */
  readonly screen?: string
  /** Entries were refused: the title says so first (WCAG G199). */
  readonly refused?: boolean
  /** Which menu the page belongs to. */
  readonly menu?: 'top' | 'management'
  readonly body: Content
}

const languageNames: Readonly<Record<Language, string>> = { ja: '日本語', en: 'English' }

export function layout(frame: Frame, page: Page): Html {
  const { base, language, t } = frame
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.refused === true && t(common.errorTitle)}${page.title} | ${t(common.bank)}</title>
        <link rel="stylesheet" href="${base}/assets/portal.css" />
        <link rel="icon" href="${base}/assets/mark.svg" type="image/svg+xml" />
        <script src="${base}/assets/countdown.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">${t(common.skip)}</a>
        <header class="site">
          <p class="bank">${t(common.bank)}</p>
          ${languageSwitch(frame)} ${signedIn(frame)}
        </header>
        ${navigation(frame, page)}
        <main id="main" tabindex="-1">
          <div class="title">
            <h1>${page.title}</h1>
            ${page.screen !== undefined && html`<span class="screen">${page.screen}</span>`}
          </div>
          ${page.body}
        </main>
        <footer class="site"><p>${t(common.contact)}</p></footer>
      </body>
    </html>`
}

function languageSwitch({ base, path, language, t }: Frame): Html {
  return html`<ul class="languages" aria-label="${t(common.language)}">
    ${languages.map(
      (other) =>
        html`<li>
          <a
            href="${base}${path}?lang=${other}"
            lang="${other}"
            hreflang="${other}"
            ${other === language && html`aria-current="true"`}
            >${languageNames[other]}</a
          >
        </li>`,
    )}
  </ul>`
}

function signedIn({ base, user, t, token }: Frame): Content {
  if (user === null) return null
  return html`<form class="person" method="post" action="${base}/logout">
    <span>${t(common.signedInAs, { name: user.name })}</span>
    <input type="hidden" name="token" value="${token}" />
    <button type="submit" class="quiet">${t(common.logout)}</button>
  </form>`
}

function navigation({ base, user, t }: Frame, { menu }: Page): Content {
  if (user === null) return null
  const item = (name: string, path: string, current: boolean) =>
    html`<li><a href="${base}${path}" ${current && html`aria-current="true"`}>${name}</a></li>`
  return html`<nav class="global" aria-label="${t(common.navigation)}">
    <ul>
      ${item(t(common.top), '/top', menu === 'top')}
      ${user.administrator && item(t(common.management), '/management', menu === 'management')}
    </ul>
  </nav>`
}
