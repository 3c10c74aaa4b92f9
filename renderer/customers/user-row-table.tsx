/**
 * 利用者一覧 of 利用停止解除 (manual p. 4) and トークン失効 (p. 6), with the manual's columns. Rows that cannot
 * be chosen stay, disabled, with the reason. ↑↓ move between the boxes, Space chooses.
 */
import { Checkbox, Table } from '@mantine/core'
import { Fragment, type KeyboardEvent } from 'react'
import type { UserRow } from '../../preload/contract/views.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useRefusalSentence } from '../ui/refusal-sentence.ts'
import { AuthStatusBadge, OtpStatusBadge } from '../ui/status-badge.tsx'
import { DateTimeText, SerialText } from '../ui/text.tsx'
import type { SortKey } from '../../domain/user-order.ts'
import { PersonName } from '../ui/person-name.tsx'
import classes from './user-row-table.module.css'
import { words } from './words.ts'

/** The two lists' columns, in the manual's order. */
export const unlockColumns = ['loginId', 'name', 'role', 'serial', 'authStatus'] as const
export const revocationColumns = ['loginId', 'name', 'role', 'serial', 'otpStatus', 'expiresAt'] as const

export interface Choosing {
  readonly chosen: ReadonlySet<string>
  readonly onToggle: (loginId: string) => void
}

export function UserRowTable({
  rows,
  columns,
  choosing,
  label,
}: {
  readonly rows: readonly UserRow[]
  readonly columns: readonly SortKey[]
  /** Absent on result pages. */
  readonly choosing?: Choosing
  readonly label: string
}) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const firstOpen = rows.find((row) => row.refusal === null)
  return (
    <div className={classes.frame}>
      <Table aria-label={label} stickyHeader withRowBorders verticalSpacing={4} onKeyDown={moveBetweenBoxes}>
        <Table.Thead>
          <Table.Tr>
            {choosing !== undefined && <Table.Th w={56}>{t('choose')}</Table.Th>}
            {columns.map((column) => (
              <Table.Th key={column}>{t(column)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Fragment key={row.loginId}>
              <Table.Tr
                className={choosing !== undefined && row.refusal !== null ? classes.closed : undefined}
                data-chosen={choosing?.chosen.has(row.loginId)}
              >
                {choosing !== undefined && (
                  <Table.Td>
                    <Checkbox
                      aria-label={`${row.loginId} ${row.name}`}
                      aria-describedby={row.refusal === null ? undefined : `why-${row.loginId}`}
                      checked={choosing.chosen.has(row.loginId)}
                      disabled={row.refusal !== null}
                      {...(row === firstOpen ? { 'data-first-focus': true } : {})}
                      onChange={() => choosing.onToggle(row.loginId)}
                    />
                  </Table.Td>
                )}
                {columns.map((column) => (
                  <Table.Td key={column}>
                    <Cell row={row} column={column} />
                  </Table.Td>
                ))}
              </Table.Tr>
              {choosing !== undefined && row.refusal !== null && (
                <Table.Tr className={classes.closed}>
                  <Table.Td />
                  <Table.Td colSpan={columns.length} id={`why-${row.loginId}`} className={classes.why}>
                    {say(row.refusal)}
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
          {rows.length === 0 && (
            <Table.Tr>
              <Table.Td colSpan={columns.length + 2}>{t('noUsers')}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Cell({ row, column }: { readonly row: UserRow; readonly column: SortKey }) {
  const word = useVocabulary()
  switch (column) {
    case 'loginId':
      return <span className="tabular">{row.loginId}</span>
    case 'name':
      return <PersonName name={row.name} />
    case 'role':
      return word('userRole', row.role)
    case 'serial':
      return row.serial === null ? '-' : <SerialText serial={row.serial} />
    case 'otpStatus':
      return <OtpStatusBadge status={row.otpStatus} />
    case 'authStatus':
      return <AuthStatusBadge status={row.authStatus} causes={row.causes} />
    case 'expiresAt':
      return row.expiresAt === null ? '-' : <DateTimeText at={row.expiresAt} style="expiry" />
    default:
      return assertNever(column)
  }
}

function moveBetweenBoxes(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type=checkbox]:enabled')]
  const at = boxes.findIndex((box) => box === document.activeElement)
  if (at < 0) return
  event.preventDefault()
  boxes[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
