/** The services' answers as the API gives them: only what docs/verification-api.md names. */
import type { CustomerUserRow } from '../../../domain/customer-rows.ts'
import type { Refusal } from '../../../domain/decide-types.ts'
import { isRefusal, refuse } from '../../../domain/refuse.ts'
import type { z } from 'zod'
import type { Hub } from '../../hub.ts'
import * as service from '../../verification/service.ts'
import { spoken } from './outcome.ts'
import type { acceptedAnswer, statusAnswer, usersAnswer, whyAnswer } from './schemas.ts'

/**
 * Accepted means that a code was right. Where the login asks for none (未登録, トークン発行済み) none was looked at,
 * and a caller who takes that for a yes would let anybody in.
 */
export function verified(
  answer: { readonly ok: true; readonly next?: string } | Refusal,
): z.infer<typeof acceptedAnswer> | Refusal {
  if (isRefusal(answer)) return answer
  return answer.next === undefined || answer.next === 'topPage' ? { accepted: true } : refuse('OTP_NOT_ASKED')
}

export function resultRow(
  answer: { readonly ok: true; readonly users: readonly CustomerUserRow[] } | Refusal,
): z.infer<typeof usersAnswer> | Refusal {
  if (isRefusal(answer)) return answer
  const users = answer.users.map(
    ({ loginId, name, role, serial, expiry, otpStatus, authStatus, waitingUntil }) => {
      return { loginId, name, role, serial, expiry, otpStatus, authStatus, waitingUntil }
    },
  )
  return { users }
}

export async function statusOf(hub: Hub, loginId: string): Promise<z.infer<typeof statusAnswer> | Refusal> {
  const status = await service.status(hub, loginId)
  if (isRefusal(status)) return status
  const step = await service.loginStep(hub, loginId)
  const { contractNo, serial, expiry, otpStatus, authStatus, waitingUntil } = status
  const login = isRefusal(step) || step.next === 'topPage' ? 'refused' : step.next
  return { loginId, contractNo, login, serial, expiry, otpStatus, authStatus, waitingUntil }
}

export async function whyOf(hub: Hub, loginId: string): Promise<z.infer<typeof whyAnswer> | Refusal> {
  const why = await service.why(hub, loginId)
  if (isRefusal(why)) return why
  const { ok: _, causes, attempts, findings, ...rest } = why
  return {
    ...rest,
    causes: [...causes],
    attempts: attempts.map(({ at, outcome, offSteps }) => ({ at, outcome, offSteps })),
    findings: findings.map(spoken),
  }
}
