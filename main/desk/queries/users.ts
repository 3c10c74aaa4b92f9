import type { Refusal } from '../../../domain/decide-types.ts'
import { isOpen } from '../../../domain/memory-state.ts'
import type { Fob, User } from '../../../domain/model.ts'
import { authStatus, shownOtpStatus } from '../../../domain/status.ts'
import { otpAt, servingSerial } from '../../../domain/ties.ts'
import type { UserRow, UserView } from '../../../preload/contract/views.ts'
import { refusalView, type ViewContext } from './view-context.ts'

interface Shown {
  readonly serial: string | null
  readonly fob: Fob | undefined
  readonly waitingUntil: number | null
}

function shown({ state, now }: ViewContext, user: User): Shown {
  const serial = servingSerial(user, now)
  const { otp } = user
  return {
    serial,
    fob: serial === null ? undefined : state.get('fob', serial),
    waitingUntil: otp.status === 'revoked' && otp.waitingUntil > now ? otp.waitingUntil : null,
  }
}

/** A user as the desk always shows it: everything known. */
export function userView(context: ViewContext, user: User): UserView {
  const { state, now } = context
  const { loginId, contractNo } = user
  const { serial, fob, waitingUntil } = shown(context, user)
  const otp = otpAt(user, now)
  const open = state
    .openApplications(contractNo)
    .find((application) => isOpen(application) && application.loginIds.includes(loginId))
  return {
    loginId,
    contractNo,
    name: user.name,
    kana: user.kana,
    role: user.role,
    rosterStatus: user.rosterStatus,
    tokenKind: user.tokenKind,
    otpStatus: shownOtpStatus(user, fob, now),
    authStatus: authStatus(user),
    stops: user.stops.map((stop) => ({ ...stop })),
    serial,
    expiresAt: fob?.expiresAt ?? null,
    startDate: otp.status === 'unregistered' ? null : otp.tie.startDate,
    waitingUntil,
    sharedWith: (fob?.loginIds ?? []).filter((other) => other !== loginId),
    openApplicationId: open?.applicationId ?? null,
  }
}

/** A row of 利用停止解除 or トークンの失効; `refusal`: why it cannot be chosen. */
export function userRow(context: ViewContext, user: User, refusal: Refusal | null): UserRow {
  const { serial, fob, waitingUntil } = shown(context, user)
  return {
    loginId: user.loginId,
    name: user.name,
    role: user.role,
    serial,
    otpStatus: shownOtpStatus(user, fob, context.now),
    authStatus: authStatus(user),
    causes: user.stops.map(({ cause }) => cause),
    expiresAt: fob?.expiresAt ?? null,
    waitingUntil,
    refusal: refusal === null ? null : refusalView(refusal),
  }
}

/** The users of a contract in roster order. */
export function usersOf({ state }: ViewContext, contractNo: string): readonly User[] {
  return (state.get('contract', contractNo)?.loginIds ?? []).flatMap(
    (loginId) => state.get('user', loginId) ?? [],
  )
}
