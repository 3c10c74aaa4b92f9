/**
 * The application form as it is typed, before it is a command: what may be empty is empty here. What the
 * teller must enter consciously (届出印照合, kind of identity document, 受付番号) has no default.
 */
import type { ApplicationDefaults, ApplicationView, ContractView } from '../../preload/contract/views.ts'
import type { ChannelInput } from '../../preload/contract/channels.ts'
import { parseDate } from '../../domain/calendar.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import type {
  ApplicationKind,
  DeliveryMethod,
  FeePayment,
  IdentityDocument,
  Visitor,
} from '../../domain/vocabulary.ts'

export interface ApplicationFormState {
  /** The draft or sent-back application that is edited; null for a new one. */
  readonly applicationId: string | null
  readonly kind: ApplicationKind
  readonly loginIds: readonly string[]
  readonly relatedSerial: string | null
  readonly delivery: DeliveryMethod
  /** As typed; '' = the earliest date of the delivery method, whichever that is. */
  readonly startDate: string
  readonly visitor: Visitor
  readonly powerOfAttorney: boolean
  readonly sealVerified: boolean
  /** null: not chosen yet. */
  readonly identityDocument: IdentityDocument | null
  readonly receiptNo: string
  readonly fee: FeePayment
  readonly memo: string
}

/** An untouched form. `loginIds`: whom the search or the contract's list pointed at. */
export function emptyForm(kind: ApplicationKind, loginIds: readonly string[] = []): ApplicationFormState {
  return {
    applicationId: null,
    kind,
    loginIds,
    relatedSerial: null,
    delivery: 'mail',
    startDate: '',
    visitor: 'self',
    powerOfAttorney: false,
    sealVerified: false,
    identityDocument: null,
    receiptNo: '',
    fee: 'cash',
    memo: '',
  }
}

/**
 * A saved draft, or an application that was sent back, put into the form again. A draft cannot be stored
 * without a kind of identity document, so `saveDraftInput` writes 'other' for "not chosen": it is asked again.
 */
export function formOfApplication(application: ApplicationView): ApplicationFormState {
  const { evidence } = application
  const undecided = application.status === 'draft' && evidence.identityDocument === 'other'
  return {
    applicationId: application.applicationId,
    kind: application.kind,
    loginIds: application.loginIds,
    relatedSerial: application.relatedSerial,
    delivery: application.delivery,
    startDate: application.startDate ?? '',
    visitor: evidence.visitor,
    powerOfAttorney: evidence.powerOfAttorney,
    sealVerified: evidence.sealVerified,
    identityDocument: undecided ? null : evidence.identityDocument,
    receiptNo: evidence.receiptNo,
    fee: evidence.fee,
    memo: application.memo,
  }
}

/** What kind of application the state of the contract's users suggests; the teller may choose another. */
export function suggestedKind(contract: ContractView, loginIds: readonly string[]): ApplicationKind {
  const active = contract.userList.filter((user) => user.rosterStatus === 'active')
  const about = active.filter((user) => loginIds.length === 0 || loginIds.includes(user.loginId))
  if (about.some((user) => user.tokenKind === 'software')) return 'switch'
  if (active.every((user) => user.otpStatus === 'unregistered')) return 'new'
  if (about.some((user) => user.otpStatus === 'expired')) return 'renewal'
  if (about.some((user) => user.otpStatus === 'revoked')) return 'reissue'
  if (about.some((user) => user.otpStatus === 'unregistered')) return 'additional'
  return 'reissue'
}

/** Whether an application of this kind ends with a fob in somebody's hands. */
export function deliversFob(kind: ApplicationKind): boolean {
  switch (kind) {
    case 'new':
    case 'additional':
    case 'reissue':
    case 'renewal':
    case 'switch':
      return true
    case 'sharing':
    case 'reuse':
    case 'cancellation':
      return false
    default:
      return assertNever(kind)
  }
}

/** Whether the form names an existing fob: the one to share, to register again or to replace. */
export function needsRelatedFob(kind: ApplicationKind): boolean {
  return kind === 'sharing' || kind === 'reissue' || kind === 'renewal' || kind === 'reuse'
}

/** The earliest 利用開始日 (rule 10); nothing has to arrive where no fob is delivered. */
export function earliestDate(form: ApplicationFormState, defaults: ApplicationDefaults): string {
  return deliversFob(form.kind) && form.delivery === 'mail'
    ? defaults.earliestByMail
    : defaults.earliestAtCounter
}

/** The 利用開始日 that will be sent; null when what is typed is no date. */
export function startDateOf(form: ApplicationFormState, defaults: ApplicationDefaults): string | null {
  return form.startDate.trim() === '' ? earliestDate(form, defaults) : parseDate(form.startDate)
}

/**
 * Fills in what has only one answer once the defaults of a kind have come: the only possible user (新規: the
 * master), and the fob that these users have. Users of whom this kind may not be are dropped.
 */
export function withDefaults(
  form: ApplicationFormState,
  defaults: ApplicationDefaults,
  contract: ContractView,
): ApplicationFormState {
  const possible = defaults.users.filter((user) => user.refusal === null).map((user) => user.loginId)
  const kept = form.loginIds.filter((loginId) => possible.includes(loginId))
  const loginIds = kept.length > 0 ? kept : onlyAnswer(form.kind, possible, contract)
  return withRelatedFob({ ...form, loginIds }, defaults)
}

/** Keeps the chosen fob while it may be chosen; otherwise the users' own, or the only one there is. */
export function withRelatedFob(
  form: ApplicationFormState,
  defaults: ApplicationDefaults,
): ApplicationFormState {
  if (!needsRelatedFob(form.kind)) return { ...form, relatedSerial: null }
  const fobs = defaults.relatedFobs
  const own = fobs.find((fob) => fob.loginIds.some((loginId) => form.loginIds.includes(loginId)))
  const kept = fobs.find((fob) => fob.serial === form.relatedSerial)
  const only = fobs.length === 1 ? fobs[0] : undefined
  return { ...form, relatedSerial: (kept ?? own ?? only)?.serial ?? null }
}

function onlyAnswer(
  kind: ApplicationKind,
  possible: readonly string[],
  contract: ContractView,
): readonly string[] {
  if (possible.length === 1) return possible
  const master = contract.userList.find((user) => user.role === 'master')?.loginId
  return kind === 'new' && master !== undefined && possible.includes(master) ? [master] : []
}

type FormInput = ChannelInput<'command.submitApplication'>['command']

/** The command for 登録. Call it only when `problems` finds none. */
export function submitInput(
  form: ApplicationFormState,
  contractNo: string,
  defaults: ApplicationDefaults,
): FormInput {
  return { ...formInput(form, contractNo), startDate: startDateOf(form, defaults) }
}

/** The command for 一時保存: whatever is there, the date only if one was typed. */
export function saveDraftInput(form: ApplicationFormState, contractNo: string): FormInput {
  return { ...formInput(form, contractNo), startDate: parseDate(form.startDate) }
}

function formInput(form: ApplicationFormState, contractNo: string): Omit<FormInput, 'startDate'> {
  return {
    ...(form.applicationId === null ? {} : { applicationId: form.applicationId }),
    kind: form.kind,
    contractNo,
    loginIds: [...form.loginIds],
    delivery: deliversFob(form.kind) ? form.delivery : 'counter',
    evidence: {
      visitor: form.visitor,
      powerOfAttorney: form.visitor === 'agent' && form.powerOfAttorney,
      sealVerified: form.sealVerified,
      identityDocument: form.identityDocument ?? 'other',
      receiptNo: form.receiptNo.normalize('NFKC').trim(),
      fee: form.fee,
    },
    relatedSerial: form.relatedSerial,
    memo: form.memo.trim(),
  }
}
