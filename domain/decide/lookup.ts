/** Finding what a command names, or saying why it cannot be meant. */
import { dateAt, formatMinute } from '../calendar.ts'
import type { Context, Refusal } from '../decide-types.ts'
import type { Application, Contract, Fob, Issuance, State, User } from '../model.ts'
import { refuse } from '../refuse.ts'
import { normaliseSerial } from '../serial.ts'
import type { ApplicationStatus } from '../vocabulary.ts'

export function findFob(state: State, typed: string): Fob | Refusal {
  const serial = normaliseSerial(typed)
  if (serial === null) return refuse('SERIAL_FORM')
  return state.get('fob', serial) ?? refuse('FOB_UNKNOWN', { serial })
}

/** Every fob of a list, each once, or the first refusal. */
export function findFobs(state: State, typed: readonly string[]): readonly Fob[] | Refusal {
  const fobs = new Map<string, Fob>()
  for (const one of typed) {
    const fob = findFob(state, one)
    if ('ok' in fob) return fob
    fobs.set(fob.serial, fob)
  }
  return [...fobs.values()]
}

export function findApplication(
  state: State,
  applicationId: string,
  context: Context,
  allowed: readonly ApplicationStatus[],
): Application | Refusal {
  const application = state.get('application', applicationId)
  if (application === undefined) return refuse('APPLICATION_UNKNOWN')
  if (application.branchNo !== context.branchNo) {
    return refuse('CONTRACT_OTHER_BRANCH', { branchNo: application.branchNo })
  }
  if (!allowed.includes(application.status)) {
    return refuse('APPLICATION_STATE', { status: application.status })
  }
  return application
}

export function findContract(state: State, contractNo: string, context: Context): Contract | Refusal {
  const contract = state.get('contract', contractNo)
  if (contract === undefined) return refuse('CONTRACT_UNKNOWN', { contractNo })
  if (contract.branchNo !== context.branchNo) {
    return refuse('CONTRACT_OTHER_BRANCH', { branchNo: contract.branchNo })
  }
  return contract
}

export function findUsers(state: State, loginIds: readonly string[]): readonly User[] | Refusal {
  if (loginIds.length === 0) return refuse('NOBODY_CHOSEN')
  const users: User[] = []
  for (const loginId of new Set(loginIds)) {
    const user = state.get('user', loginId)
    if (user === undefined) return refuse('USER_UNKNOWN', { loginId })
    users.push(user)
  }
  return users
}

export function findIssuance(state: State, issuanceId: string): Issuance | Refusal {
  const issuance = state.get('issuance', issuanceId)
  return issuance?.status === 'started' ? issuance : refuse('ISSUANCE_UNKNOWN')
}

/** Why a fob cannot serve from now on, whoever holds it. */
export function fobUseObstacle(fob: Fob, now: number): Refusal | null {
  if (fob.incident !== null) return refuse('FOB_INCIDENT')
  if (fob.expiresAt <= now) return refuse('FOB_EXPIRED', { expires: formatMinute(fob.expiresAt) })
  return null
}

export function todayOf(context: Context): string {
  return dateAt(context.now)
}
