import { planActivation } from '../../domain/activation.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { State } from '../../domain/model.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { loginStep } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import { hex } from '../../protocol/bytes.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { callerOf } from '../acting-staff.ts'
import { freshState, lookUp, type Hub } from '../hub.ts'
import { attemptOtp } from './attempt.ts'
import { anySubject, subjectOfBranch, type FindSubject } from './subject.ts'

/**
 * Finds a fob's clock again by two codes shown one directly after the other, the second still on the display
 * (rule 1). Counts as one attempt; both codes are used up by it, and the drift is remembered. Also before the
 * registration, for the fob that was issued to the user: its clock may have run away in the drawer.
 */
export function resynchronise(
  hub: Hub,
  loginId: string,
  code1: string,
  code2: string,
): Promise<{ readonly ok: true } | Refusal> {
  return resynchroniseFob(hub, anySubject, loginId, [code1, code2])
}

/** The same at the counter, with the customer there who reads the codes: an act of staff, and on record as one. */
export async function resynchroniseAtCounter(
  hub: Hub,
  input: HeadOfficeInput<'resynchronise'>,
): Promise<HeadOfficeOutput<'resynchronise'>> {
  const caller = await lookUp(hub, (look) => callerOf(look, input))
  if (isRefusal(caller)) return caller
  const { loginId, first, second } = input
  return resynchroniseFob(
    hub,
    subjectOfBranch(caller.branchNo),
    loginId,
    [first, second],
    caller.actor.staffNo,
  )
}

/** @param by who did it at the counter; left out: the customer alone, whose attempts are not in the chain */
async function resynchroniseFob(
  hub: Hub,
  speakOf: FindSubject,
  loginId: string,
  code: readonly [string, string],
  by?: string,
): Promise<{ readonly ok: true } | Refusal> {
  const newTieId = hex(hub.random(16))
  const find = (state: State) => subjectWithFob(state, speakOf, loginId, { now: hub.now(), newTieId })
  const found = find(await freshState(hub))
  if (isRefusal(found)) return found
  const { branchNo, serial } = found
  const refusal = await attemptOtp(hub, {
    loginId,
    branchNo,
    serial,
    code,
    check: (state) => {
      const now = find(state)
      return isRefusal(now) || now.serial === serial ? now : refuse('USER_REVOKED', { loginId })
    },
    ...(by !== undefined && {
      accepted: (work) =>
        work.record(branchNo, { type: 'FobResynchronised', v: 1, data: { loginId, serial } }, by),
    }),
  })
  return refusal ?? { ok: true }
}

/** The fob whose code the user would give next, at a login or at BLG3020. */
function subjectWithFob(
  state: State,
  speakOf: FindSubject,
  loginId: string,
  { now, newTieId }: { readonly now: number; readonly newTieId: string },
): { readonly branchNo: string; readonly serial: string } | Refusal {
  const subject = speakOf(state, loginId)
  if (isRefusal(subject)) return subject
  const { user, branchNo } = subject
  const serial = servingSerial(user, now)
  const step = loginStep(user, serial === null ? undefined : state.get('fob', serial), now)
  if (typeof step !== 'string') return step
  if (step === 'password' || serial === null) return refuse('NO_TIE', { loginId })
  if (step === 'passwordAndOtp') return { branchNo, serial }
  const plan = planActivation(state, { loginId, serial, now, newTieId })
  return plan.ok ? { branchNo, serial } : plan
}
