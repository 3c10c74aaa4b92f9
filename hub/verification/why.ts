import type { Refusal } from '../../domain/decide-types.ts'
import { isRefusal } from '../../domain/refuse.ts'
import { authStatus, shownOtpStatus } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import type { AuthStatus, OtpStatus, StopCause } from '../../domain/vocabulary.ts'
import { explainAttempts, type Finding } from '../../domain/why.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { lookUp, type Hub, type HubLook } from '../hub.ts'
import type { AttemptOutcome } from '../store/rows.ts'
import { anySubject, subjectOfDevice, type FindSubject } from './subject.ts'

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
  return lookUp(hub, (look) => explained(look, anySubject, loginId, hub.now()))
}

/** The same for a branch's own customer, at its counter. */
export function whyAtCounter(hub: Hub, input: HeadOfficeInput<'why'>): Promise<HeadOfficeOutput<'why'>> {
  return lookUp(hub, async (look) => {
    const find = await subjectOfDevice(look.tx, input.device)
    if (typeof find !== 'function') return find
    const found = await explained(look, find, input.loginId, hub.now())
    if (isRefusal(found)) return found
    const { causes, attempts, findings } = found
    return {
      ...found,
      causes: [...causes],
      attempts: [...attempts],
      findings: findings.map(({ code, detail }) => ({ code, detail: { ...detail } })),
    }
  })
}

async function explained(
  { tx, state }: HubLook,
  find: FindSubject,
  loginId: string,
  now: number,
): Promise<Why | Refusal> {
  const subject = find(state, loginId)
  if (isRefusal(subject)) return subject
  const { user } = subject
  const serial = servingSerial(user, now)
  const row = serial === null ? undefined : await tx.fob(serial)
  const recent = row?.recent ?? []
  return {
    ok: true,
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
}
