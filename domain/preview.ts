/** Who else is concerned, named *before* the button is pressed (rules 4, 5). */
import { takesLastAdministrator } from './decide/application-rules.ts'
import type { Refusal } from './decide-types.ts'
import type { State, Tie, User } from './model.ts'
import { revocationObstacle, unlockObstacle, type UnlockBy } from './status.ts'
import { heldSerials, tieAt } from './ties.ts'
import type { RevocationReason, StopCause } from './vocabulary.ts'
import { waitingUntil } from './waiting.ts'

export interface UnlockPreview {
  /** Everyone whose stop ends: those chosen, and every stopped user on the same serial. */
  readonly affected: readonly {
    readonly loginId: string
    readonly serial: string | null
    readonly causes: readonly StopCause[]
    readonly chosen: boolean
  }[]
  readonly serials: readonly string[]
  /** Why some of those chosen cannot be unlocked by this person. */
  readonly obstacles: readonly Refusal[]
}

/** Unknown login IDs are left out; `decide` refuses them. */
export function previewUnlock(
  state: State,
  loginIds: readonly string[],
  by: UnlockBy = 'teller',
): UnlockPreview {
  const chosen = known(state, loginIds)
  const serials = new Set(chosen.flatMap((user) => [...serialsOf(user)]))
  const contractUsers = new Set(
    chosen.flatMap((user) => state.get('contract', user.contractNo)?.loginIds ?? [user.loginId]),
  )
  const companions = known(state, [...contractUsers]).filter(
    (user) =>
      !loginIds.includes(user.loginId) &&
      user.stops.some(({ cause }) => cause === 'failures') &&
      [...serialsOf(user)].some((serial) => serials.has(serial)),
  )
  const affected = [...chosen.filter((user) => user.stops.length > 0), ...companions]
  return {
    affected: affected.map((user) => ({
      loginId: user.loginId,
      serial: [...serialsOf(user)][0] ?? null,
      causes: user.stops.map(({ cause }) => cause),
      chosen: loginIds.includes(user.loginId),
    })),
    serials: [...serials],
    obstacles: chosen.flatMap((user) => unlockObstacle(user, by) ?? []),
  }
}

/** Fobs that a user is on: by tie, or by the fob that caused the stop. */
function serialsOf(user: User): ReadonlySet<string> {
  const stopped = user.stops.flatMap(({ serial }) => (serial === null ? [] : [serial]))
  return new Set([...stopped, ...heldSerials(user.otp)])
}

export interface RevocationPreview {
  readonly revoked: readonly { readonly loginId: string; readonly tie: Tie }[]
  /** Others on the same fobs: they keep it, except after 紛失/盗難, where they are preselected. */
  readonly sharers: readonly {
    readonly loginId: string
    readonly serial: string
    readonly preselected: boolean
  }[]
  /** Contracts that would lose their last master or administrator. */
  readonly lastAdministratorOf: readonly string[]
  /** Rule 7, for a revocation at `now`. */
  readonly waitingUntil: number
  readonly obstacles: readonly Refusal[]
}

export function previewRevocation(
  state: State,
  loginIds: readonly string[],
  reason: RevocationReason,
  now: number,
): RevocationPreview {
  const chosen = known(state, loginIds)
  const revoked = chosen.flatMap((user) => {
    const tie = tieAt(user, now)
    return tie === null ? [] : [{ loginId: user.loginId, tie }]
  })
  const serials = new Set(revoked.flatMap(({ tie }) => (tie.serial === null ? [] : [tie.serial])))
  const preselected = reason === 'loss' || reason === 'theft'
  return {
    revoked,
    sharers: [...serials].flatMap((serial) =>
      (state.get('fob', serial)?.loginIds ?? [])
        .filter((loginId) => !loginIds.includes(loginId))
        .map((loginId) => ({ loginId, serial, preselected })),
    ),
    lastAdministratorOf: [...new Set(chosen.map(({ contractNo }) => contractNo))].filter((contractNo) =>
      takesLastAdministrator(state, contractNo, loginIds),
    ),
    waitingUntil: waitingUntil(now),
    obstacles: chosen.flatMap((user) => revocationObstacle(user, now) ?? []),
  }
}

function known(state: State, loginIds: readonly string[]): readonly User[] {
  return [...new Set(loginIds)].flatMap((loginId) => state.get('user', loginId) ?? [])
}
