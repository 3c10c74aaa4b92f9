/** 申込: draft, submission, withdrawal, change of the first day of use. */
import { parseDate } from '../calendar.ts'
import type { ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { Application, ApprovalRequest, State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { normaliseSerial } from '../serial.ts'
import { answer, done, Sheet } from './answer.ts'
import { checkForm, type FormCommand } from './application-form.ts'
import { givesOutFob, startDateObstacle } from './application-rules.ts'
import { findApplication, findContract } from './lookup.ts'
import { request, requestIdOf } from './requests.ts'

type CommandOf<T extends ScreenCommand['type']> = Extract<ScreenCommand, { type: T }>

/** The application a form belongs to: a new identifier, or a draft or sent-back one. */
function applicationIdOf(command: FormCommand, state: State, context: Context): string | Refusal {
  if (command.applicationId === undefined) return context.id
  const before = findApplication(state, command.applicationId, context, ['draft', 'returned'])
  return 'ok' in before ? before : before.applicationId
}

export function saveDraft(command: FormCommand, state: State, context: Context): Decision | Refusal {
  const { kind, contractNo, loginIds, delivery, evidence, memo } = command
  const contract = findContract(state, contractNo, context)
  if ('ok' in contract) return contract
  if (loginIds.length === 0) return refuse('APPLICATION_NO_USERS')
  const applicationId = applicationIdOf(command, state, context)
  if (typeof applicationId === 'object') return applicationId
  const startDate = command.startDate === null ? null : parseDate(command.startDate)
  if (startDate === null && command.startDate !== null) {
    return refuse('DATE_FORM', { value: command.startDate })
  }
  const relatedSerial = command.relatedSerial === null ? null : normaliseSerial(command.relatedSerial)
  if (relatedSerial === null && command.relatedSerial !== null) return refuse('SERIAL_FORM')
  const { branchNo } = context
  const form = { kind, contractNo, branchNo, loginIds, delivery, evidence, relatedSerial, startDate }
  return done([{ type: 'ApplicationDrafted', v: 1, data: { applicationId, ...form }, personal: { memo } }], {
    applicationId,
  })
}

export function discardDraft(
  command: CommandOf<'discardDraft'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const draft = findApplication(state, command.applicationId, context, ['draft', 'returned'])
  if ('ok' in draft) return draft
  return done([{ type: 'DraftDiscarded', v: 1, data: { applicationId: draft.applicationId } }])
}

export function submitApplication(command: FormCommand, state: State, context: Context): Decision | Refusal {
  const applicationId = applicationIdOf(command, state, context)
  if (typeof applicationId === 'object') return applicationId
  const checked = checkForm(command, state, context)
  if ('ok' in checked) return checked
  const { memo, ...form } = checked.form
  const sheet = new Sheet(state, context)
  sheet.record({
    type: 'ApplicationSubmitted',
    v: 1,
    data: { applicationId, branchNo: context.branchNo, ...form, loginIds: [...form.loginIds] },
    personal: { memo },
  })
  const obstacle = request(sheet, { kind: 'application', applicationId, flags: [...checked.flags] }, context)
  return answer(sheet, obstacle, { applicationId, requestId: requestIdOf(context) })
}

/** Requests that concern an application and lose their object with it. */
export function requestsAbout(state: State, applicationId: string): readonly ApprovalRequest[] {
  return state
    .waitingApprovals()
    .filter(
      ({ proposal }) =>
        (proposal.kind === 'application' || proposal.kind === 'shortLife') &&
        proposal.applicationId === applicationId,
    )
}

export function withdrawApplication(
  command: CommandOf<'withdrawApplication'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const application = findApplication(state, command.applicationId, context, [
    'waiting',
    'returned',
    'approved',
  ])
  if ('ok' in application) return application
  return application.issuing === null
    ? done(withdrawal(state, application, command.memo))
    : refuse('ISSUANCE_RUNNING')
}

/** 取下げ with the requests that hang on it. */
export function withdrawal(state: State, { applicationId }: Application, memo: string): Decision['events'] {
  return [
    { type: 'ApplicationWithdrawn', v: 1, data: { applicationId }, personal: { memo } },
    ...requestsAbout(state, applicationId).map(
      ({ requestId }) => ({ type: 'ApprovalWithdrawn', v: 1, data: { requestId } }) as const,
    ),
  ]
}

/** 利用開始日変更: until dispatch; a letter already enveloped has the old date in it and is sealed anew. */
export function changeStartDate(
  command: CommandOf<'changeStartDate'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const application = findApplication(state, command.applicationId, context, ['approved', 'issued'])
  if ('ok' in application) return application
  const startDate = parseDate(command.startDate)
  if (startDate === null) return refuse('DATE_FORM', { value: command.startDate })
  const givesOut = givesOutFob(state, application)
  const obstacle = startDateObstacle(startDate, givesOut, application.delivery, context)
  if (obstacle !== null) return obstacle
  const { applicationId } = application
  return done([{ type: 'StartDateChanged', v: 1, data: { applicationId, startDate } }])
}
