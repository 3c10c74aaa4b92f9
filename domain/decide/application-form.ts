/** The filled-in form of STEP 1 checked as a whole (rules 2, 8, 10, 14). */
import { parseDate } from '../calendar.ts'
import type { ScreenCommand } from '../commands.ts'
import type { Context, Refusal } from '../decide-types.ts'
import type { ApplicationFlag } from '../flags.ts'
import type { ApplicationForm, Evidence, State, User } from '../model.ts'
import { refuse } from '../refuse.ts'
import { servingSerial } from '../ties.ts'
import {
  givesOutFob,
  isInUse,
  kindObstacle,
  reuseObstacle,
  startDateObstacle,
  takesLastAdministrator,
} from './application-rules.ts'
import { findContract, findFob, findUsers, fobUseObstacle } from './lookup.ts'

export type FormCommand = Extract<ScreenCommand, { type: 'saveDraft' | 'submitApplication' }>

/** A form fit to be submitted, and what its approver must see. */
export interface CheckedForm {
  readonly form: ApplicationForm & { readonly startDate: string }
  readonly flags: readonly ApplicationFlag[]
}

export function checkForm(command: FormCommand, state: State, context: Context): CheckedForm | Refusal {
  const { kind, contractNo, delivery, evidence, memo } = command
  const contract = findContract(state, contractNo, context)
  if ('ok' in contract) return contract
  if (contract.status === 'closed' && kind !== 'cancellation') return refuse('CONTRACT_CLOSED')
  if (command.loginIds.length === 0) return refuse('APPLICATION_NO_USERS')
  const users = findUsers(state, command.loginIds)
  if ('ok' in users) return users
  const loginIds = users.map(({ loginId }) => loginId)
  const relatedSerial = relatedFob(command, users, state, context)
  if (relatedSerial !== null && typeof relatedSerial === 'object') return relatedSerial
  const startDate = parseStartDate(command.startDate)
  if (typeof startDate === 'object') return startDate
  const givesOut = givesOutFob(state, { kind, relatedSerial })
  const obstacle =
    firstObstacle(users, (user) => userObstacle(command, user, context.now)) ??
    evidenceObstacle(evidence) ??
    startDateObstacle(startDate, givesOut, delivery, context) ??
    duplicateObstacle(command, loginIds, state)
  if (obstacle !== null) return obstacle
  const form = { kind, contractNo, loginIds, startDate, delivery, evidence, relatedSerial, memo }
  return { form, flags: flagsOf(command, loginIds, state) }
}

function firstObstacle<T>(values: readonly T[], obstacle: (value: T) => Refusal | null): Refusal | null {
  for (const value of values) {
    const found = obstacle(value)
    if (found !== null) return found
  }
  return null
}

function userObstacle({ kind, contractNo }: FormCommand, user: User, now: number): Refusal | null {
  const { loginId } = user
  if (user.contractNo !== contractNo) return refuse('USER_NOT_OF_CONTRACT', { loginId })
  if (user.rosterStatus === 'closed' && kind !== 'cancellation') return refuse('USER_CLOSED', { loginId })
  return kindObstacle(kind, user, now)
}

/** Rule 14. */
function evidenceObstacle(evidence: Evidence): Refusal | null {
  if (!evidence.sealVerified) return refuse('EVIDENCE_SEAL')
  if (evidence.visitor === 'agent' && !evidence.powerOfAttorney) return refuse('EVIDENCE_ATTORNEY')
  return evidence.receiptNo.trim() === '' ? refuse('EVIDENCE_RECEIPT') : null
}

function parseStartDate(typed: string | null): string | Refusal {
  if (typed === null || typed.trim() === '') return refuse('START_DATE_REQUIRED')
  return parseDate(typed) ?? refuse('DATE_FORM', { value: typed })
}

/** The fob that is shared, registered again or replaced; null where the kind names none. */
function relatedFob(
  command: FormCommand,
  users: readonly User[],
  state: State,
  context: Context,
): string | null | Refusal {
  switch (command.kind) {
    case 'new':
    case 'additional':
    case 'switch':
    case 'cancellation':
      return null
    case 'sharing':
      return sharedFob(command, state, context)
    case 'reissue':
    case 'renewal':
    case 'reuse':
      return replacedFob(command, users, state, context)
  }
}

/** Rule 2. Without a serial the user registers any fob that a colleague uses by then. */
function sharedFob(command: FormCommand, state: State, context: Context): string | null | Refusal {
  const { contractNo } = command
  if (command.relatedSerial === null) {
    const loginIds = state.get('contract', contractNo)?.loginIds ?? []
    const somebody = loginIds.some((loginId) => state.get('user', loginId)?.otp.status === 'inService')
    return somebody ? null : refuse('SHARE_NOBODY_IN_USE')
  }
  const fob = findFob(state, command.relatedSerial)
  if ('ok' in fob) return fob
  if (fob.contractNo !== contractNo) return refuse('SHARE_OTHER_CONTRACT')
  if (!isInUse(state, fob)) return refuse('SHARE_NOT_IN_USE', { serial: fob.serial })
  return fobUseObstacle(fob, context.now) ?? fob.serial
}

/** Unless typed, the one fob that all the users have or had. */
function replacedFob(
  command: FormCommand,
  users: readonly User[],
  state: State,
  context: Context,
): string | Refusal {
  const had = new Set(users.map((user) => servingSerial(user, context.now)))
  const [only] = had
  const typed = command.relatedSerial ?? (had.size === 1 ? only : null)
  if (typed === null || typed === undefined) return refuse('RELATED_SERIAL_REQUIRED')
  const fob = findFob(state, typed)
  if ('ok' in fob) return fob
  if (fob.contractNo !== command.contractNo) return refuse('FOB_OTHER_CONTRACT')
  if (command.kind !== 'reuse') return fob.serial
  if (fob.reseedNeeded && fob.seed.state === 'factory') return refuse('FOB_FACTORY_SEEDED')
  return fobUseObstacle(fob, context.now) ?? reuseObstacle(fob, users, context.now) ?? fob.serial
}

function otherApplications(command: FormCommand, loginIds: readonly string[], state: State) {
  return state
    .openApplications(command.contractNo)
    .filter(
      (other) =>
        other.status !== 'draft' &&
        other.applicationId !== command.applicationId &&
        other.loginIds.some((loginId) => loginIds.includes(loginId)),
    )
}

function duplicateObstacle(command: FormCommand, loginIds: readonly string[], state: State): Refusal | null {
  const same = otherApplications(command, loginIds, state).find((other) => other.kind === command.kind)
  if (same === undefined) return null
  const loginId = same.loginIds.find((id) => loginIds.includes(id)) ?? ''
  return refuse('APPLICATION_DUPLICATE', { loginId, receiptNo: same.evidence.receiptNo })
}

function flagsOf(command: FormCommand, loginIds: readonly string[], state: State): ApplicationFlag[] {
  const flags: ApplicationFlag[] = []
  if (otherApplications(command, loginIds, state).length > 0) flags.push('FLAG_DUPLICATE')
  if (command.evidence.fee === 'exempt') flags.push('FLAG_FEE_EXEMPT')
  if (command.kind === 'cancellation' && takesLastAdministrator(state, command.contractNo, loginIds)) {
    flags.push('FLAG_LAST_ADMINISTRATOR')
  }
  return flags
}
