/** What customers themselves may do on their own screens (manual pp. 4–7); head office calls these. */
import { takesLastAdministrator } from './decide/application-rules.ts'
import { revocationEvents } from './decide/revoking.ts'
import { unlockEvents } from './decide/unlocking.ts'
import type { Refusal } from './decide-types.ts'
import type { EventDraft } from './events.ts'
import type { State, User } from './model.ts'
import { previewUnlock } from './preview.ts'
import { refuse } from './refuse.ts'
import { loginStep, revocationObstacle, unlockObstacle } from './status.ts'
import { heldSerials, servingSerial } from './ties.ts'
import { waitingUntil } from './waiting.ts'

export type CustomerDecision = { readonly ok: true; readonly events: readonly EventDraft[] } | Refusal

/** When, and what the customer wrote beside it. */
export interface CustomerContext {
  /** Head office's time, ms since 1970. */
  readonly now: number
  readonly memo: string
}

/**
 * Rule 4: a master or administrator unlocks others of the contract, cause `failures` only; nobody unlocks
 * themselves or a user of their own fob. 確認用パスワード is checked by the caller.
 */
export function customerUnlock(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
  { now, memo }: CustomerContext,
): CustomerDecision {
  const chosen = chosenByAdministrator(state, byLoginId, loginIds, now)
  if ('ok' in chosen) return chosen
  for (const user of chosen.users) {
    const obstacle = customerUnlockObstacle(state, chosen.by, user)
    if (obstacle !== null) return obstacle
  }
  const preview = previewUnlock(state, loginIds, 'customer')
  return { ok: true, events: unlockEvents(preview, byLoginId, memo) }
}

/**
 * Why an administrator cannot choose this row of 利用停止解除; null: it can be chosen. What only the bank lifts
 * reads alike, whatever its cause.
 */
export function customerUnlockObstacle(state: State, by: User, user: User): Refusal | null {
  const { loginId } = user
  const preview = previewUnlock(state, [loginId], 'customer')
  const own = heldSerials(by.otp)
  const ownStop = preview.affected.some((affected) => affected.loginId === by.loginId)
  if (loginId === by.loginId || ownStop || preview.serials.some((serial) => own.has(serial))) {
    return refuse('UNLOCK_SELF')
  }
  const obstacle = unlockObstacle(user, 'customer')
  return obstacle === null || obstacle.code === 'NOT_STOPPED'
    ? obstacle
    : refuse('UNLOCK_AT_BRANCH', { loginId })
}

/** Rule 5, reason 利用者操作. A master may revoke themselves too: the manual's own sample does. */
export function customerRevocation(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
  now: number,
): CustomerDecision {
  const chosen = chosenByAdministrator(state, byLoginId, loginIds, now)
  if ('ok' in chosen) return chosen
  for (const user of chosen.users) {
    const obstacle = revocationObstacle(user, now)
    if (obstacle !== null) return obstacle
  }
  const revoking = {
    loginIds: chosen.users.map(({ loginId }) => loginId),
    reason: 'byCustomer',
    memo: '',
    requestId: null,
    actorLoginId: byLoginId,
  } as const
  return { ok: true, events: revocationEvents(state, revoking, { now }) }
}

export interface CustomerRevocationPreview {
  readonly ok: true
  /** Rule 5: nobody would be left who can unlock and revoke; to be warned of, never refused. */
  readonly lastAdministrator: boolean
  /** Rule 7, for a revocation at `now`. */
  readonly waitingUntil: number
}

/** What an administrator is told before the button 失効, or why it would be refused. */
export function previewCustomerRevocation(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
  now: number,
): CustomerRevocationPreview | Refusal {
  const decision = customerRevocation(state, byLoginId, loginIds, now)
  if (!decision.ok) return decision
  const contractNo = state.get('user', byLoginId)?.contractNo ?? ''
  return {
    ok: true,
    lastAdministrator: takesLastAdministrator(state, contractNo, loginIds),
    waitingUntil: waitingUntil(now),
  }
}

/**
 * The master or administrator who acts, if they could log in at `now` as far as the top page: a session that
 * outlives the user's stop or revocation must not act.
 */
export function actingAdministrator(state: State, byLoginId: string, now: number): User | Refusal {
  const by = state.get('user', byLoginId)
  if (by === undefined) return refuse('USER_UNKNOWN', { loginId: byLoginId })
  if (by.role === 'general') return refuse('CUSTOMER_NOT_ADMINISTRATOR')
  if (state.get('contract', by.contractNo)?.status === 'closed') return refuse('CONTRACT_CLOSED')
  const step = loginStep(by, state.get('fob', servingSerial(by, now) ?? ''), now)
  if (typeof step !== 'string') return step
  return step === 'passwordThenRegistration' ? refuse('REGISTRATION_FIRST') : by
}

interface Chosen {
  readonly by: User
  readonly users: readonly User[]
}

function chosenByAdministrator(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
  now: number,
): Chosen | Refusal {
  const by = actingAdministrator(state, byLoginId, now)
  if ('ok' in by) return by
  if (loginIds.length === 0) return refuse('NOBODY_CHOSEN')
  const users: User[] = []
  for (const loginId of new Set(loginIds)) {
    const user = state.get('user', loginId)
    // Another contract's user must look like one that does not exist.
    if (user?.contractNo !== by.contractNo) return refuse('USER_NOT_OF_CONTRACT', { loginId })
    users.push(user)
  }
  return { by, users }
}
