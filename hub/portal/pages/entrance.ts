/** Login, one-time password, 時刻合わせ and the top page. */
import { html } from '../html.ts'
import type { OwnPage } from '../bank.ts'
import { sayInstant } from '../language.ts'
import { authStatusWords, otpStatusWords } from '../../../domain/customer-vocabulary.ts'
import { common } from '../words/common.ts'
import { entrance } from '../words/entrance.ts'
import { management } from '../words/management.ts'
import { registration } from '../words/registration.ts'
import type { Frame, Page } from './layout.ts'
import { explanation, field, form, linkButton, notice, problemSummary, type Problems } from './parts.ts'

/** Fobs that end within this time are on the bank's replacement list (rule 9). */
const ENDING_MS = 90 * 86_400_000

export function loginPage(
  frame: Frame,
  { loginId, problems, ended }: { loginId: string; problems: Problems; ended: keyof typeof endings | null },
): Page {
  const { t } = frame
  const body = html`<div class="narrow">
    ${ended !== null && notice('info', html`<p>${t(endings[ended])}</p>`)} ${problemSummary(frame, problems)}
    ${explanation([t(entrance.loginIntro), t(common.required)])}
    ${form(
      frame,
      html`${field(
          {
            name: 'loginId',
            label: t(entrance.loginId),
            value: loginId,
            autocomplete: 'username',
            maxlength: 64,
          },
          problems,
        )}
        ${field(
          {
            name: 'password',
            label: t(entrance.password),
            type: 'password',
            autocomplete: 'current-password',
            maxlength: 128,
          },
          problems,
        )}
        <p class="buttons"><button type="submit">${t(entrance.login)}</button></p>`,
    )}
  </div>`
  return { title: t(entrance.loginTitle), refused: Object.keys(problems).length > 0, body }
}

/** Why somebody who was logged in sees the login again. */
export const endings = {
  idle: entrance.endedIdle,
  logout: entrance.endedLogout,
  confirmation: entrance.endedConfirmation,
} as const

export function otpPage(frame: Frame, problems: Problems, adjusted: boolean): Page {
  const { t } = frame
  const body = html`<div class="narrow">
    ${adjusted && notice('good', html`<p>${t(entrance.resyncDone)}</p>`)} ${problemSummary(frame, problems)}
    ${explanation([t(entrance.otpIntro), t(entrance.otpMinute), t(common.required)])}
    ${form(
      frame,
      html`<fieldset>
          <legend>${t(registration.codeSection)}</legend>
          ${codeField('code', t(registration.code), problems)}
        </fieldset>
        <p class="buttons"><button type="submit">${t(registration.confirm)}</button></p>`,
    )}
    <p class="quiet">${t(entrance.otpWarning)}</p>
    <p><a href="${frame.base}/otp/clock">${t(entrance.otpNotRight)}</a></p>
  </div>`
  return { title: t(entrance.otpTitle), refused: Object.keys(problems).length > 0, body }
}

export function clockPage(frame: Frame, problems: Problems): Page {
  const { t } = frame
  const body = html`<div class="narrow">
    ${problemSummary(frame, problems)} ${explanation([t(entrance.resyncIntro), t(common.required)])}
    ${form(
      frame,
      html`<fieldset>
          <legend>${t(registration.codeSection)}</legend>
          ${codeField('code', t(entrance.firstCode), problems)}
          ${codeField('nextCode', t(entrance.secondCode), problems)}
        </fieldset>
        <p class="buttons">
          ${linkButton(frame, '/otp', t(common.back))}
          <button type="submit">${t(entrance.resyncButton)}</button>
        </p>`,
    )}
    <p class="quiet">${t(entrance.otpWarning)}</p>
  </div>`
  return { title: t(entrance.resyncTitle), refused: Object.keys(problems).length > 0, body }
}

export function codeField(name: string, label: string, problems: Problems) {
  return field({ name, label, autocomplete: 'one-time-code', numeric: true, maxlength: 12 }, problems)
}

export function topPage(frame: Frame, own: OwnPage, now: number, registered: boolean): Page {
  const { t, language } = frame
  const { serial, expiresAt } = own
  const ending = expiresAt !== null && expiresAt - now < ENDING_MS
  const body = html`
    ${registered && notice('good', html`<p>${t(entrance.registered)}</p>`)}
    <p class="welcome">${t(entrance.welcome, { name: own.name })}</p>
    <section class="card">
      <h2>${t(entrance.ownFob)}</h2>
      <dl class="facts">
        <dt>${t(entrance.contract)}</dt>
        <dd>${own.contractName}</dd>
        <dt>${t(management.loginId)}</dt>
        <dd>${own.loginId}</dd>
        <dt>${t(management.otpStatus)}</dt>
        <dd>${t(otpStatusWords[own.otpStatus])}</dd>
        <dt>${t(management.authStatus)}</dt>
        <dd>${t(authStatusWords[own.authStatus])}</dd>
        <dt>${t(management.serial)}</dt>
        <dd class="number">${serial ?? '-'}</dd>
        <dt>${t(management.expiresAt)}</dt>
        <dd class="number">${expiresAt === null ? '-' : sayInstant(language, expiresAt)}</dd>
      </dl>
      ${ending && notice('warn', html`<p>${t(entrance.endingSoon)}</p>`)}
      <p><a href="${frame.base}/help">${t(common.help)}</a></p>
    </section>
  `
  return { title: t(entrance.topTitle), menu: 'top', body }
}
