/** The roster CSV of internet banking (DOMAIN.md, Files from other systems): one row a user. */
import type { RosterRow } from '../../domain/commands.ts'
import { cellsOf, type Cells } from './cells.ts'
import { readTable, type RowError } from './table.ts'
import { foldWidth } from './width.ts'

export const rosterColumns = [
  '店番',
  '契約番号',
  '契約者区分',
  '契約者名',
  '契約者名カナ',
  '顧客番号',
  '口座番号',
  '郵便番号',
  '住所1',
  '住所2',
  '電話番号',
  '契約状態',
  'ログインID',
  '利用者名',
  '利用者名カナ',
  '利用者区分',
  '利用者状態',
] as const
type Column = (typeof rosterColumns)[number]

const kinds = { 法人: 'corporate', 個人: 'individual' } as const
const statuses = { 契約中: 'active', 解約: 'closed' } as const
const userStatuses = { 利用中: 'active', 契約中: 'active', 解約: 'closed' } as const
const roles = { マスターユーザ: 'master', 管理者ユーザ: 'administrator', 一般ユーザ: 'general' } as const

/** One master and up to 19 others (DOMAIN.md, 利用者区分). */
const usersPerContract = 20

export interface ParsedRows<R> {
  readonly ok: true
  readonly rows: readonly R[]
  /** Line in the file of each row. */
  readonly lines: readonly number[]
  readonly errors: readonly RowError[]
}

export async function parseRoster(text: string, pause: (rowsDone: number) => Promise<void>) {
  const table = await readTable(text, rosterColumns, pause)
  if (!table.ok) return table
  const errors: RowError[] = [...table.errors]
  const rows: RosterRow[] = []
  const lines: number[] = []
  const within = new WithinFile()
  for (const row of table.rows) {
    const before = errors.length
    const cells = cellsOf(row, errors)
    const parsed = rosterRow(cells)
    if (parsed === undefined || errors.length > before) continue
    within.check(parsed, row.line, cells)
    if (errors.length > before) continue
    rows.push(parsed)
    lines.push(row.line)
  }
  errors.sort((a, b) => a.line - b.line)
  return { ok: true, rows, lines, errors } satisfies ParsedRows<RosterRow>
}

function rosterRow(cells: Cells<Column>): RosterRow | undefined {
  const kind = cells.word('契約者区分', kinds)
  const status = cells.word('契約状態', statuses)
  const role = cells.word('利用者区分', roles)
  const rosterStatus = cells.word('利用者状態', userStatuses)
  const contract = {
    contractNo: cells.digits('契約番号', 4, 16),
    branchNo: cells.digits('店番', 3, 4),
    name: cells.text('契約者名', 80),
    kana: cells.text('契約者名カナ', 80),
    customerNo: cells.digits('顧客番号', 1, 16),
    accountNo: cells.digits('口座番号', 4, 16),
    postalCode: postalCode(cells),
    address1: cells.text('住所1', 100),
    address2: cells.optional('住所2', 100),
    phone: phone(cells),
  }
  const loginId = cells.text('ログインID', 64)
  if (loginId !== '' && !/^[0-9A-Za-z._@-]{4,64}$/.test(loginId)) {
    cells.wrong('ログインID', 'ROW_VALUE', { column: 'ログインID', value: loginId })
  }
  const name = cells.text('利用者名', 60)
  const kana = cells.text('利用者名カナ', 60)
  if (!kind || !status || !role || !rosterStatus) return undefined
  return { contract: { ...contract, kind, status }, user: { loginId, name, kana, role, rosterStatus } }
}

function postalCode(cells: Cells<Column>): string {
  const digits = cells.digits('郵便番号', 7, 7)
  return digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : digits
}

function phone(cells: Cells<Column>): string {
  const value = foldWidth(cells.text('電話番号', 20))
  if (value !== '' && !/^0[0-9-]{8,14}$/.test(value)) {
    cells.wrong('電話番号', 'ROW_VALUE', { column: '電話番号', value })
  }
  return value
}

interface SeenContract {
  readonly line: number
  readonly text: string
  /** Users in use; closed ones may stay listed for ever. */
  users: number
  masterLine: number | undefined
}

/** What one row says must agree with what the file said before. */
class WithinFile {
  readonly #contracts = new Map<string, SeenContract>()
  readonly #loginIds = new Map<string, number>()

  check({ contract, user }: RosterRow, line: number, cells: Cells<Column>): void {
    const seenLogin = this.#loginIds.get(user.loginId)
    if (seenLogin !== undefined) {
      cells.wrong('ログインID', 'ROW_DUPLICATE', {
        column: 'ログインID',
        value: user.loginId,
        line: seenLogin,
      })
      return
    }
    this.#loginIds.set(user.loginId, line)
    const text = JSON.stringify(contract)
    const { contractNo } = contract
    const seen = this.#contracts.get(contractNo) ?? { line, text, users: 0, masterLine: undefined }
    this.#contracts.set(contractNo, seen)
    if (seen.text !== text) {
      cells.wrong('契約番号', 'ROW_CONTRACT_DIFFERS', { contractNo, line: seen.line })
    }
    if (user.rosterStatus === 'closed') return
    if (user.role === 'master') {
      if (seen.masterLine !== undefined) {
        cells.wrong('利用者区分', 'ROW_TWO_MASTERS', { contractNo, line: seen.masterLine })
      }
      seen.masterLine = line
    }
    seen.users += 1
    if (seen.users > usersPerContract) cells.wrong('', 'ROW_TOO_MANY_USERS', { contractNo })
  }
}
