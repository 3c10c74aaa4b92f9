/** 利用者一覧 with the manual's columns (pp. 4 to 7), to choose from or as a result. */
import { authStatusWords, otpStatusWords, userRoleWords } from '../../../domain/customer-vocabulary.ts'
import type { SortKey } from '../../../domain/user-order.ts'
import { assertNever } from '../../../domain/vocabulary.ts'
import type { ListedUser, PortalUser } from '../bank.ts'
import { html, type Content, type Html } from '../html.ts'
import { sayInstant } from '../language.ts'
import { management as words } from '../words/management.ts'
import type { Frame } from './layout.ts'

export type Column = SortKey

/** The two lists' columns, in the manual's order. */
export const unlockColumns = ['loginId', 'name', 'role', 'serial', 'authStatus'] as const satisfies Column[]
export const revocationColumns = [
  'loginId',
  'name',
  'role',
  'serial',
  'otpStatus',
  'expiresAt',
] as const satisfies Column[]

export interface Sorting {
  readonly by: Column
  readonly descending: boolean
}

export function resultList(
  frame: Frame,
  columns: readonly Column[],
  users: readonly PortalUser[],
  label: string,
): Html {
  const rows = users.map(
    (user) =>
      html`<tr role="row">
        ${columns.map((column) => cell(frame, user, column))}
      </tr>`,
  )
  return table(frame, columns, false, label, rows)
}

export interface Choice {
  readonly chosen: ReadonlySet<string>
  /** Why the row cannot be chosen; null: it can. */
  readonly obstacle: (user: ListedUser) => string | null
  /** What choosing the row means for others; null: nothing. */
  readonly consequence: (user: ListedUser) => string | null
}

export function choiceList(
  frame: Frame,
  columns: readonly Column[],
  users: readonly ListedUser[],
  choice: Choice,
): Html {
  const rows = users.map((user) => {
    const { loginId, name } = user
    const obstacle = choice.obstacle(user)
    const remark = obstacle === null ? choice.consequence(user) : null
    const id = `user-${loginId}`
    return html`<tr role="row" ${obstacle !== null && html`class="closed"`}>
        <td role="cell" class="box" data-label="${frame.t(words.choose)}">
          <input
            type="checkbox"
            id="${id}"
            name="user"
            value="${loginId}"
            aria-label="${frame.t(words.chooseUser, { loginId, name })}"
            ${choice.chosen.has(loginId) && obstacle === null && html`checked`}
            ${obstacle !== null && html`disabled`}
            ${(remark ?? obstacle) !== null && html`aria-describedby="${id}-remark"`}
          />
        </td>
        ${columns.map((column) => cell(frame, user, column, { id, obstacle }))}
      </tr>
      ${
        remark !== null &&
        html`<tr role="row" class="remark">
          <td role="cell" colspan="${columns.length + 1}" id="${id}-remark">${remark}</td>
        </tr>`
      }`
  })
  return table(frame, columns, true, frame.t(words.users), rows)
}

/** Roles are said once more: on a phone the rows are drawn as cards, which takes a table's own roles away. */
function table(
  { t }: Frame,
  columns: readonly Column[],
  choosing: boolean,
  label: string,
  rows: readonly Html[],
): Html {
  return html`<div class="list" role="region" aria-label="${label}" tabindex="0">
    <table role="table" aria-label="${label}">
      <thead role="rowgroup">
        <tr role="row">
          ${choosing && html`<th role="columnheader" scope="col" class="box">${t(words.choose)}</th>`}
          ${columns.map((column) => html`<th role="columnheader" scope="col">${t(words[column])}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows}
      </tbody>
    </table>
  </div>`
}

/** `choosing`: in a list to choose from, the row's checkbox and why it is closed. */
function cell(
  frame: Frame,
  user: PortalUser,
  column: Column,
  choosing?: { readonly id: string; readonly obstacle: string | null },
): Html {
  const content = contentOf(frame, user, column)
  const label = frame.t(words[column])
  if (choosing === undefined) return html`<td role="cell" data-label="${label}">${content}</td>`
  const { id, obstacle } = choosing
  const status = column === 'authStatus' || column === 'otpStatus'
  const reason = status && obstacle !== null && html`<span class="why" id="${id}-remark">${obstacle}</span>`
  const shown =
    column === 'loginId' ? html`<label for="${id}">${content}</label>` : html`${content} ${reason}`
  return html`<td role="cell" data-label="${label}"><div>${shown}</div></td>`
}

function contentOf({ t, language }: Frame, user: PortalUser, column: Column): Content {
  switch (column) {
    case 'loginId':
      return user.loginId
    case 'name':
      return user.name
    case 'role':
      return t(userRoleWords[user.role])
    case 'serial':
      return html`<span class="number">${user.serial ?? '-'}</span>`
    case 'authStatus':
      return html`<span class="status" data-status="${user.authStatus}"
        >${t(authStatusWords[user.authStatus])}</span
      >`
    case 'otpStatus':
      return html`<span class="status" data-status="${user.otpStatus}"
        >${t(otpStatusWords[user.otpStatus])}</span
      >`
    case 'expiresAt':
      return html`<span class="number"
        >${user.expiresAt === null ? '-' : sayInstant(language, user.expiresAt)}</span
      >`
    default:
      return assertNever(column)
  }
}

/** 並び順, 昇順, 再表示. The button sends the whole form, so that what is chosen stays chosen. */
export function sortControl({ t }: Frame, columns: readonly Column[], { by, descending }: Sorting): Html {
  const option = (value: string, name: string, selected: boolean) =>
    html`<option value="${value}" ${selected && html`selected`}>${name}</option>`
  return html`<div class="sorting" role="group" aria-label="${t(words.sortBy)}">
    <label for="sort-by">${t(words.sortBy)}</label>
    <select id="sort-by" name="sortBy">
      ${columns.map((column) => option(column, t(words[column]), column === by))}
    </select>
    <select name="order" aria-label="${t(words.sortOrder)}">
      ${option('ascending', t(words.ascending), !descending)}
      ${option('descending', t(words.descending), descending)}
    </select>
    <button type="submit" name="act" value="redisplay" class="quiet">${t(words.redisplay)}</button>
  </div>`
}
