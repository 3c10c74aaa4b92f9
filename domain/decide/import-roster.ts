/** 名簿: only differences become facts; a missing row deletes nothing, 解約 makes a task. */
import type { InnerCommand, RosterRow } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { EventDraft } from '../events.ts'
import type { Contract, State, User } from '../model.ts'
import { refuse } from '../refuse.ts'
import { done } from './answer.ts'

/** One master and up to 19 others (ours). */
const USERS_PER_CONTRACT = 20

type ContractRow = RosterRow['contract']
type UserRow = RosterRow['user'] & { readonly contractNo: string }

export function importRoster(
  command: Extract<InnerCommand, { type: 'importRoster' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { fileName, rows } = command
  if (rows.length === 0) return refuse('FILE_EMPTY')
  const contracts = new Map(rows.map(({ contract }) => [contract.contractNo, contract]))
  const users = new Map(
    rows.map(({ contract, user }) => [user.loginId, { ...user, contractNo: contract.contractNo }]),
  )
  const obstacle = rosterObstacle(state, contracts, [...users.values()])
  if (obstacle !== null) return obstacle
  const tally = { added: 0, changed: 0, unchanged: 0 }
  const events: EventDraft[] = []
  const tasks: EventDraft[] = []
  const task = (code: string, kind: 'contract' | 'user', id: string) => {
    const taskId = `${context.id}-k${tasks.length}`
    tasks.push({ type: 'TaskRaised', v: 1, data: { taskId, code, subject: { kind, id } } })
  }
  const changedContracts = new Set<string>()
  for (const row of contracts.values()) {
    const before = state.get('contract', row.contractNo)
    if (before !== undefined && sameContract(before, row)) continue
    changedContracts.add(row.contractNo)
    events.push(contractRecorded(row))
    if (before?.status === 'active' && row.status === 'closed') {
      task('CONTRACT_CLOSED_IN_ROSTER', 'contract', row.contractNo)
    }
  }
  for (const row of users.values()) {
    const before = state.get('user', row.loginId)
    if (before !== undefined && sameUser(before, row)) {
      tally[changedContracts.has(row.contractNo) ? 'changed' : 'unchanged'] += 1
      continue
    }
    tally[before === undefined ? 'added' : 'changed'] += 1
    events.push(userRecorded(row, before))
    if (before?.rosterStatus === 'active' && row.rosterStatus === 'closed') {
      task('USER_CLOSED_IN_ROSTER', 'user', row.loginId)
    }
  }
  const imported = { fileName, rows: rows.length, ...tally }
  return done([...events, ...tasks, { type: 'RosterImported', v: 1, data: imported }])
}

function rosterObstacle(
  state: State,
  contracts: ReadonlyMap<string, ContractRow>,
  users: readonly UserRow[],
): Refusal | null {
  for (const { loginId, contractNo } of users) {
    const before = state.get('user', loginId)
    if (before !== undefined && before.contractNo !== contractNo) {
      return refuse('ROW_USER_MOVED', { loginId, contractNo: before.contractNo })
    }
  }
  const byContract = Map.groupBy(users, ({ contractNo }) => contractNo)
  for (const contractNo of contracts.keys()) {
    const rows = byContract.get(contractNo) ?? []
    const inFile = new Set(rows.map(({ loginId }) => loginId))
    const stays = (state.get('contract', contractNo)?.loginIds ?? []).flatMap((loginId) =>
      inFile.has(loginId) ? [] : (state.get('user', loginId) ?? []),
    )
    const all = [...stays, ...rows].filter(({ rosterStatus }) => rosterStatus === 'active')
    const masters = all.filter(({ role }) => role === 'master')
    const [known, second] = masters
    if (known !== undefined && second !== undefined) {
      return refuse('ROW_SECOND_MASTER', { contractNo, known: known.loginId, loginId: second.loginId })
    }
    if (all.length > USERS_PER_CONTRACT) return refuse('ROW_TOO_MANY_USERS', { contractNo })
  }
  return null
}

function sameContract(before: Contract, row: ContractRow): boolean {
  return (Object.keys(row) as (keyof ContractRow)[]).every((field) => before[field] === row[field])
}

function sameUser(before: User, row: UserRow): boolean {
  return (Object.keys(row) as (keyof UserRow)[]).every((field) => before[field] === row[field])
}

function contractRecorded(row: ContractRow): EventDraft {
  const { contractNo, branchNo, kind, status, ...personal } = row
  return { type: 'ContractRecorded', v: 1, data: { contractNo, branchNo, kind, status }, personal }
}

function userRecorded(row: UserRow, before: User | undefined): EventDraft {
  const { loginId, contractNo, role, rosterStatus, name, kana } = row
  // The roster does not know トークン種別; what the desk knows stays.
  const tokenKind = before?.tokenKind ?? 'none'
  return {
    type: 'UserRecorded',
    v: 1,
    data: { loginId, contractNo, role, rosterStatus, tokenKind },
    personal: { name, kana },
  }
}
