/** What internet banking asks of a user at a login, and the check of the one-time password (DOMAIN.md table). */
import type { Refusal } from '../../domain/decide-types.ts'
import type { State } from '../../domain/model.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { loginStep, type LoginStep } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { freshState, lookUp, type Hub } from '../hub.ts'
import { attemptOtp } from './attempt.ts'
import { subjectOfDevice, type FindSubject } from './subject.ts'

/** Without a code, or where no code is asked for: the step. With one where it is asked for: `topPage` or why not. */
export async function login(hub: Hub, input: HeadOfficeInput<'login'>): Promise<HeadOfficeOutput<'login'>> {
  const { loginId, code } = input
  const find = await lookUp(hub, ({ tx }) => subjectOfDevice(tx, input.device))
  return typeof find === 'function' ? checkLogin(hub, find, loginId, code) : find
}

/** See `login`; `find` says of whom the caller may ask. */
export async function checkLogin(
  hub: Hub,
  find: FindSubject,
  loginId: string,
  code: string | null,
): Promise<{ readonly ok: true; readonly next: LoginStep | 'topPage' } | Refusal> {
  const asked = stepOf(await freshState(hub), find, loginId, hub.now())
  if (isRefusal(asked)) return asked
  const { step, serial, branchNo } = asked
  if (code === null || step !== 'passwordAndOtp') return { ok: true, next: step }
  if (serial === null) throw new Error(`${loginId} is in service without a fob`)
  const refusal = await attemptOtp(hub, {
    loginId,
    branchNo,
    serial,
    code,
    check: (state) => {
      const now = stepOf(state, find, loginId, hub.now())
      if (isRefusal(now)) return now
      // Meanwhile revoked, or registered with another fob: the code belongs to the past.
      return now.step === 'passwordAndOtp' && now.serial === serial
        ? now
        : refuse('USER_REVOKED', { loginId })
    },
  })
  return refusal ?? { ok: true, next: 'topPage' }
}

interface Step {
  readonly step: LoginStep
  readonly serial: string | null
  readonly branchNo: string
}

function stepOf(state: State, find: FindSubject, loginId: string, now: number): Step | Refusal {
  const subject = find(state, loginId)
  if (isRefusal(subject)) return subject
  const { user, branchNo } = subject
  const serial = servingSerial(user, now)
  const fob = serial === null ? undefined : state.get('fob', serial)
  const step = loginStep(user, fob, now)
  return typeof step === 'string' ? { step, serial, branchNo } : step
}
