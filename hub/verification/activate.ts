import { activationEvents, planActivation } from '../../domain/activation.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { normaliseSerial } from '../../domain/serial.ts'
import { hex } from '../../protocol/bytes.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { callerOf } from '../acting-staff.ts'
import { freshState, lookUp, type Hub } from '../hub.ts'
import { attemptOtp } from './attempt.ts'
import { subjectOfBranch, type FindSubject } from './subject.ts'

/** 利用開始登録 at the counter (rule 11). The refusal is the exact one, for staff. */
export async function activate(
  hub: Hub,
  input: HeadOfficeInput<'activate'>,
): Promise<HeadOfficeOutput<'activate'>> {
  const { loginId, serial, code, staffNo } = input
  if (normaliseSerial(serial) === null) return refuse('SERIAL_FORM')
  const caller = await lookUp(hub, (work) => callerOf(work, input))
  if (isRefusal(caller)) return caller
  return registerFob(hub, { find: subjectOfBranch(caller.branchNo), loginId, serial, code, staffNo })
}

export interface Registration {
  readonly find: FindSubject
  readonly loginId: string
  /** As typed, like the code. */
  readonly serial: string
  readonly code: string
  /** Who helped at the counter; null: the customer alone, in internet banking. */
  readonly staffNo: string | null
}

/**
 * STEP 3, BLG3020: rule 11, then the one-time password. A wrong one counts for the fob that was named, like one
 * at a login.
 */
export async function registerFob(
  hub: Hub,
  { find, loginId, staffNo, ...typed }: Registration,
): Promise<{ readonly ok: true; readonly loginId: string; readonly serial: string } | Refusal> {
  const serial = normaliseSerial(typed.serial)
  if (serial === null) return refuse('SERIAL_FORM')
  const subject = find(await freshState(hub), loginId)
  if (isRefusal(subject)) return subject
  const { branchNo } = subject
  const newTieId = hex(hub.random(16))
  const taskId = hex(hub.random(16))
  const refusal = await attemptOtp(hub, {
    loginId,
    branchNo,
    serial,
    code: typed.code,
    check: (state) => {
      const found = find(state, loginId)
      return isRefusal(found) ? found : planActivation(state, { loginId, serial, now: hub.now(), newTieId })
    },
    accepted: async (work, plan, step) => {
      for (const draft of activationEvents(plan, { step, atCounter: staffNo !== null, taskId })) {
        await work.record(branchNo, draft, staffNo)
      }
    },
  })
  return refusal ?? { ok: true, loginId, serial }
}
