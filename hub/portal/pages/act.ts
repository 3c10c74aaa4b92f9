/** What 停止解除 and 失効 have in common: breadcrumb, step tabs, texts, list, 並び順, 認証項目, buttons. */
import { sortRows } from '../../../domain/user-order.ts'
import type { ListedUser } from '../bank.ts'
import { html, type Content, type Html } from '../html.ts'
import type { Both } from '../language.ts'
import { common } from '../words/common.ts'
import { management as words } from '../words/management.ts'
import type { Frame, Page } from './layout.ts'
import { breadcrumb, explanation, field, form, linkButton, problemSummary, steps } from './parts.ts'
import type { Problems } from './parts.ts'
import { choiceList, sortControl, type Choice, type Column, type Sorting } from './user-list.ts'

/** What the customer has entered so far. */
export interface ActState {
  readonly sorting: Sorting
  readonly chosen: ReadonlySet<string>
  readonly problems: Problems
  /** Sent twice, the form does its work once. */
  readonly formId: string
}

export interface ActTexts {
  readonly title: Both
  /** The first tab; the second is 変更完了. */
  readonly step: Both
  readonly lines: readonly Content[]
  readonly help: 'unlock' | 'revocation'
}

export function actFrame(frame: Frame, { problems }: ActState, texts: ActTexts, content: Content): Page {
  const { t } = frame
  const lines = [...texts.lines, t(common.required)]
  const body = html`${head(frame, texts, 0)} ${problemSummary(frame, problems)}
    <div class="helped">${explanation(lines)} ${help(frame, texts)}</div>
    ${content}`
  return { title: t(texts.title), menu: 'management', refused: Object.keys(problems).length > 0, body }
}

export function resultFrame(frame: Frame, texts: ActTexts, content: Content): Page {
  const { t, user } = frame
  const body = html`${head(frame, texts, 1)}
    <div class="helped">
      <div role="status">${explanation(texts.lines)}</div>
      ${help(frame, texts)}
    </div>
    ${content}
    ${
      user !== null &&
      html`<p class="buttons">
        ${linkButton(frame, '/top', t(common.toTop))}
        ${linkButton(frame, '/management/users', t(common.toUserManagement))}
      </p>`
    }`
  return { title: t(texts.title), menu: 'management', body }
}

function head(frame: Frame, { title, step }: ActTexts, at: 0 | 1): Html {
  const { t } = frame
  const trail = [{ name: t(words.userManagement), path: '/management/users' }, { name: t(title) }]
  return html`${breadcrumb(frame, trail)} ${steps(frame, [t(step), t(words.done)], at)}`
}

function help({ base, t }: Frame, texts: ActTexts): Html {
  return html`<a class="help" href="${base}/help#${texts.help}" target="_blank" rel="noopener"
    >${t(common.help)}</a
  >`
}

export interface ActForm extends Omit<Choice, 'chosen'> {
  readonly columns: readonly Column[]
  readonly button: Both
  /** Between list and 認証項目. */
  readonly before?: Content
}

export function actForm(frame: Frame, users: readonly ListedUser[], state: ActState, act: ActForm): Html {
  const { t } = frame
  const { sorting, chosen, problems } = state
  const sorted = sortRows(users, sorting.by, sorting.descending)
  const content = html`
    ${/* Enter in the password field presses the form's first button, which must not be 再表示. */ ''}
    <button type="submit" name="act" value="carryOut" class="first-button" tabindex="-1" aria-hidden="true">
      ${t(act.button)}
    </button>
    <h2>${t(words.users)}</h2>
    <div id="user" class="group">${choiceList(frame, act.columns, sorted, { ...act, chosen })}</div>
    ${sortControl(frame, act.columns, sorting)} ${act.before}
    <fieldset class="confirmation">
      <legend>${t(words.confirmation)}</legend>
      ${field(
        {
          name: 'confirmation',
          label: t(words.confirmationPassword),
          type: 'password',
          autocomplete: 'off',
          maxlength: 128,
        },
        problems,
      )}
    </fieldset>
    <p class="buttons">
      ${linkButton(frame, '/management/users', t(common.back))}
      <button type="submit" name="act" value="carryOut">${t(act.button)}</button>
    </p>
  `
  return form(frame, content, { formId: state.formId })
}

/** 「データ花子、データ二郎」 */
export function names({ language }: Frame, people: readonly string[]): string {
  return people.join(language === 'ja' ? '、' : ', ')
}
