/** トークンの失効, 手順4 and 5 (manual pp. 6, 7). */
import { waitingUntil } from '../../../domain/waiting.ts'
import type { ListedUser } from '../bank.ts'
import { html, type Content } from '../html.ts'
import { sayInstant } from '../language.ts'
import { actSentence } from '../sentences.ts'
import type { ActResult } from '../rows.ts'
import { management as words } from '../words/management.ts'
import { actForm, actFrame, names, resultFrame, type ActState } from './act.ts'
import type { Frame, Page } from './layout.ts'
import { notice } from './parts.ts'
import { resultList, revocationColumns } from './user-list.ts'

export interface RevocationState extends ActState {
  readonly now: number
  /** Nobody could administer the contract after it: said, and to be confirmed. */
  readonly lastAdministrator: boolean
}

export function revocationPage(frame: Frame, users: readonly ListedUser[], state: RevocationState): Page {
  const { t, language } = frame
  const body = actForm(frame, users, state, {
    columns: revocationColumns,
    button: words.revocationButton,
    obstacle: (user) => obstacle(frame, user, state.now),
    consequence: ({ sharers }) =>
      sharers.length === 0 ? null : t(words.sharersKeep, { names: names(frame, sharers) }),
    before: lastAdministrator(frame, state),
  })
  const until = sayInstant(language, waitingUntil(state.now))
  const lines = [
    t(words.revocationText1),
    html`<strong>${t(words.revocationText2)}</strong>`,
    t(words.revocationText3),
    t(words.revocationText4),
    `${t(words.ifRevokedNow, { until })} ${t(words.revocationIrreversible)}`,
  ]
  const texts = { title: words.revocationTitle, step: words.revocationStep, lines }
  return actFrame(frame, state, { ...texts, help: 'revocation' }, body)
}

function obstacle({ t, language }: Frame, user: ListedUser, now: number): string | null {
  if (user.revocationObstacle === null) return null
  const said = t(actSentence(user.revocationObstacle))
  if (user.waitingUntil === null || user.waitingUntil <= now) return said
  return `${said} ${t(words.waitingFrom, { until: sayInstant(language, user.waitingUntil) })}`
}

function lastAdministrator({ t }: Frame, { lastAdministrator: last, problems }: RevocationState): Content {
  if (!last) return null
  return notice(
    'warn',
    html`<p>${t(words.lastAdministrator)}</p>
      ${
        problems.understood !== undefined &&
        html`<p class="problem" id="understood-problem">${problems.understood}</p>`
      }
      <p>
        <label class="tick">
          <input
            type="checkbox"
            id="understood"
            name="understood"
            value="yes"
            ${problems.understood !== undefined && html`aria-describedby="understood-problem"`}
          />
          ${t(words.lastAdministratorYes)}
        </label>
      </p>`,
  )
}

export function revocationResultPage(frame: Frame, result: ActResult): Page {
  const { t, language, user } = frame
  const body = html`${resultList(frame, revocationColumns, result.users, t(words.resultUsers))}
    ${
      result.waitingUntil !== null &&
      notice(
        'info',
        html`<p>${t(words.waitingFrom, { until: sayInstant(language, result.waitingUntil) })}</p>`,
      )
    }
    ${user === null && notice('warn', html`<p>${t(words.selfRevoked)}</p>`)}
    <section class="card">
      <h2>${t(words.reuseNote)}</h2>
      <p>${t(words.reuseText)}</p>
    </section>`
  const texts = { title: words.revocationResultTitle, step: words.revocationStep }
  return resultFrame(frame, { ...texts, lines: [t(words.revocationResult)], help: 'revocation' }, body)
}
