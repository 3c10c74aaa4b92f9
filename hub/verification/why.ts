import type { Refusal } from '../../domain/decide-types.ts'
import { isRefusal } from '../../domain/refuse.ts'
import { authStatus, shownOtpStatus } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import type { AuthStatus, OtpStatus, StopCause } from '../../domain/vocabulary.ts'
import { explainAttempts, type Finding } from '../../domain/why.ts'
import { lookUp, type Hub } from '../hub.ts'
import type { AttemptOutcome } from '../store/rows.ts'
import { anySubject } from './subject.ts'

export interface Why {
  readonly ok: true
  readonly loginId: string
  /** Of the fob that decides how the user logs in; null: none. */
  readonly serial: string | null
  readonly otpStatus: OtpStatus
  readonly authStatus: AuthStatus
  readonly causes: readonly StopCause[]
  /** Rule 3's two counts, of the fob; every user of it adds to them. */
  readonly wrongInRow: number
  readonly wrongInLongRun: number
  /** Newest first; of the fob, whoever of its users tried. */
  readonly attempts: readonly AttemptOutcome[]
  /** The advice to follow first in front. */
  readonly findings: readonly Finding[]
}

/** What staff are told of a user's last attempts. Never for outsiders. */
export function why(hub: Hub, loginId: string): Promise<Why | Refusal> {
  return lookUp(hub, async ({ tx, state }) => {
    const subject = anySubject(state, loginId)
    if (isRefusal(subject)) return subject
    const { user } = subject
    const now = hub.now()
    const serial = servingSerial(user, now)
    const row = serial === null ? undefined : await tx.fob(serial)
    const recent = row?.recent ?? []
    return {
      ok: true as const,
      loginId,
      serial,
      otpStatus: shownOtpStatus(user, serial === null ? undefined : state.get('fob', serial), now),
      authStatus: authStatus(user),
      causes: user.stops.map(({ cause }) => cause),
      wrongInRow: row?.wrongInRow ?? 0,
      wrongInLongRun: row?.longRun.length ?? 0,
      attempts: recent.toReversed(),
      findings: explainAttempts(recent, row?.driftSteps ?? 0, now),
    }
  })
}
