/** Pages that say why something cannot be done, and help. */
import type { Refusal } from '../../../domain/decide-types.ts'
import { html, type Content, type Html } from '../html.ts'
import { sayInstant, type Both } from '../language.ts'
import { loginSentence } from '../sentences.ts'
import { common } from '../words/common.ts'
import { management } from '../words/management.ts'
import { notices as words } from '../words/notices.ts'
import type { Frame, Page } from './layout.ts'
import { linkButton, notice } from './parts.ts'
import { sharing, whereOnTheFob } from './registration.ts'

export interface Waiting {
  readonly now: number
  /** null: no waiting time runs. */
  readonly until: number | null
}

/** The password was right and the bank refuses; null: it does not refuse any more. */
export function refusedPage(frame: Frame, refusal: Refusal | null, waiting: Waiting): Page {
  const { t } = frame
  const again = linkButton(frame, '/login', t(common.toLogin))
  if (refusal === null) {
    const body = html`<div class="narrow">
      ${notice('good', html`<p>${t(words.loginAgain)}</p>`)}
      <p class="buttons">${again}</p>
    </div>`
    return { title: t(words.refusedButOpen), body }
  }
  const body = html`<div class="narrow">
    ${notice('bad', html`<p>${t(loginSentence(refusal), refusal.detail)}</p>`)} ${clock(frame, waiting)}
    <p class="buttons">
      ${waiting.until !== null && linkButton(frame, '/refused', t(words.lookAgain))} ${again}
    </p>
  </div>`
  return { title: t(words.refusedTitle), body }
}

/** The waiting time and its clock; `countdown.js` counts it down where scripts run. */
function clock({ t, language }: Frame, { now, until }: Waiting): Content {
  if (until === null) return null
  const minutes = Math.max(1, Math.ceil((until - now) / 60_000))
  return html`<section class="card">
    <h2>${t(words.waitingTitle)}</h2>
    <dl class="facts">
      <dt>${t(words.now)}</dt>
      <dd class="number">${sayInstant(language, now)}</dd>
      <dt>${t(words.until)}</dt>
      <dd class="number">${sayInstant(language, until)}</dd>
      <dt>${t(words.remaining)}</dt>
      <dd class="number" data-left-ms="${until - now}">${t(words.minutesLeft, { minutes })}</dd>
    </dl>
  </section>`
}

export type NoticeKind = 'notFound' | 'forbidden' | 'stale' | 'tooMany' | 'failed'

const kinds: Readonly<Record<Exclude<NoticeKind, 'tooMany'>, readonly [title: Both, text: Both]>> = {
  notFound: [words.notFoundTitle, words.notFound],
  forbidden: [words.forbiddenTitle, management.notAdministrator],
  stale: [words.staleTitle, words.stale],
  failed: [words.failedTitle, words.failed],
}

export function noticePage(frame: Frame, kind: Exclude<NoticeKind, 'tooMany'>): Page {
  const [title, text] = kinds[kind]
  return plain(frame, frame.t(title), frame.t(text))
}

export function tooManyPage(frame: Frame, text: string): Page {
  return plain(frame, frame.t(words.tooManyTitle), text)
}

function plain(frame: Frame, title: string, text: string): Page {
  const { t, user } = frame
  const onward =
    user === null
      ? linkButton(frame, '/login', t(common.toLogin))
      : linkButton(frame, '/top', t(common.toTop))
  return {
    title,
    body: html`<div class="narrow">
      ${notice('bad', html`<p>${text}</p>`)}
      <p class="buttons">${onward}</p>
    </div>`,
  }
}

export function helpPage(frame: Frame): Page {
  const { t } = frame
  const section = (id: string, title: Both, texts: readonly Both[]): Html =>
    html`<section class="card" id="${id}">
      <h2>${t(title)}</h2>
      ${texts.map((text) => html`<p>${t(text)}</p>`)}
    </section>`
  const body = html`
    ${section('token', words.helpToken, [words.helpOtpText, words.helpMinuteText, words.helpTokenText])}
    <section class="card">
      <h2>${t(words.helpSteps)}</h2>
      <ol class="numbered">
        ${[words.helpStep1, words.helpStep2, words.helpStep3, words.helpStep4].map(
          (step) => html`<li>${t(step)}</li>`,
        )}
      </ol>
    </section>
    ${whereOnTheFob(frame)} ${sharing(frame)}
    ${section('unlock', words.helpUnlock, [words.helpUnlockText, words.helpUnlockSelf])}
    ${section('revocation', words.helpRevocation, [
      words.helpRevocationText,
      management.revocationText2,
      management.revocationText3,
      management.revocationText4,
      management.reuseText,
    ])}
  `
  return { title: t(words.helpTitle), body }
}
