/**
 * Retention of personal data (ARCHITECTURE.md, detachable parts): when the contract is closed and its last fob's
 * time is over by the policy's years, what names its people goes. The facts themselves stay for ever.
 */
import { Temporal } from 'temporal-polyfill/full'
import type { Application, Contract, State } from './model.ts'
import type { Policy } from './policy.ts'

/** Ours: the statutory period for the papers of a customer's contract, where head office sets nothing else. */
const DEFAULT_RETENTION_YEARS = 7

/** A contract's personal texts once they are gone, or stand elsewhere. */
export const noContractTexts = {
  name: '',
  kana: '',
  customerNo: '',
  accountNo: '',
  postalCode: '',
  address1: '',
  address2: '',
  phone: '',
} as const

/** Whose personal data may go. */
export interface ErasureSubject {
  /** And only what was recorded before this, ms since 1970: nothing younger than the retention time ever goes. */
  readonly before: number
  readonly contracts: ReadonlySet<string>
  readonly users: ReadonlySet<string>
  readonly applications: ReadonlySet<string>
}

/** What was recorded before this has had its retention time; ms since 1970. */
export function retentionLimit(policy: Policy, now: number): number {
  return Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO('Asia/Tokyo')
    .subtract({ years: policy.retentionYears ?? DEFAULT_RETENTION_YEARS }).epochMilliseconds
}

/** Contracts that are over, with their users and applications. */
export function erasureSubject(
  contracts: Iterable<Contract>,
  applications: Iterable<Application>,
  state: State,
  before: number,
): ErasureSubject {
  const over = new Set<string>()
  const users = new Set<string>()
  for (const { contractNo, status, loginIds } of contracts) {
    if (status !== 'closed' || !loginIds.every((loginId) => isOver(state, loginId, before))) continue
    over.add(contractNo)
    for (const loginId of loginIds) users.add(loginId)
  }
  const ended = [...applications].filter(({ contractNo }) => over.has(contractNo))
  return {
    before,
    contracts: over,
    users,
    applications: new Set(ended.map(({ applicationId }) => applicationId)),
  }
}

/** No fob, or none since `before`. */
function isOver(state: State, loginId: string, before: number): boolean {
  const otp = state.get('user', loginId)?.otp
  if (otp === undefined || otp.status === 'unregistered') return true
  return otp.status === 'revoked' && otp.next === null && otp.at < before
}

/**
 * Whether an event may lose its personal part. What names a contract, user or application goes with its contract;
 * a memo on anything else (a fob, a request, a stocktake) when its own time is over.
 */
export function isErasable(
  { at, data }: { readonly at: number; readonly data: unknown },
  { before, contracts, users, applications }: ErasureSubject,
): boolean {
  if (at >= before || typeof data !== 'object' || data === null) return false
  return [data, ...recordsIn(data)].every(
    (record) =>
      named(record, 'contractNo').every((id) => contracts.has(id)) &&
      [...named(record, 'loginId'), ...named(record, 'loginIds')].every((id) => users.has(id)) &&
      named(record, 'applicationId').every((id) => applications.has(id)),
  )
}

function named(record: object, field: string): string[] {
  const value: unknown = Reflect.get(record, field)
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((id) => typeof id === 'string')
}

/** What an event lists: the users of a revocation, the records that come to a branch (`ScopeEntered`). */
function recordsIn(data: object): object[] {
  return Object.values(data)
    .flatMap((value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []))
    .filter((value) => typeof value === 'object' && value !== null)
}
