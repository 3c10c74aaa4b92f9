/** What customers themselves may do on their own screens (manual pp. 4–7); head office calls these. */
import { revocationEvents } from './decide/revoking.ts'
import { unlockEvents } from './decide/unlocking.ts'
import type { Refusal } from './decide-types.ts'
import type { EventDraft } from './events.ts'
import type { State, User } from './model.ts'
import { previewUnlock } from './preview.ts'
import { refuse } from './refuse.ts'
import { revocationObstacle } from './status.ts'
import { heldSerials } from './ties.ts'

export type CustomerDecision = { readonly ok: true; readonly events: readonly EventDraft[] } | Refusal

/**
 * Rule 4: a master or administrator unlocks others of the contract, cause `failures` only; nobody unlocks
 * themselves or a user of their own fob. 確認用パスワード is checked by the caller.
 */
export function customerUnlock(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
): CustomerDecision {
  const chosen = chosenByAdministrator(state, byLoginId, loginIds)
  if ('ok' in chosen) return chosen
  const own = heldSerials(chosen.by.otp)
  const preview = previewUnlock(state, loginIds, 'customer')
  if (
    preview.affected.some(({ loginId }) => loginId === byLoginId) ||
    loginIds.includes(byLoginId) ||
    preview.serials.some((serial) => own.has(serial))
  ) {
    return refuse('UNLOCK_SELF')
  }
  return preview.obstacles[0] ?? { ok: true, events: unlockEvents(preview, 'customer', '') }
}

/** Rule 5, reason 利用者操作. A master may revoke themselves too: the manual's own sample does. */
export function customerRevocation(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
  now: number,
): CustomerDecision {
  const chosen = chosenByAdministrator(state, byLoginId, loginIds)
  if ('ok' in chosen) return chosen
  for (const user of chosen.users) {
    const obstacle = revocationObstacle(user, now)
    if (obstacle !== null) return obstacle
  }
  const revoking = { loginIds: chosen.users.map(({ loginId }) => loginId), reason: 'byCustomer' } as const
  return { ok: true, events: revocationEvents(state, { ...revoking, memo: '', requestId: null }, { now }) }
}

interface Chosen {
  readonly by: User
  readonly users: readonly User[]
}

function chosenByAdministrator(
  state: State,
  byLoginId: string,
  loginIds: readonly string[],
): Chosen | Refusal {
  const by = state.get('user', byLoginId)
  if (by === undefined) return refuse('USER_UNKNOWN', { loginId: byLoginId })
  if (by.role === 'general') return refuse('CUSTOMER_NOT_ADMINISTRATOR')
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
