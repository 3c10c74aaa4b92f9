/** 発行: whether a fob may be written for an application, and what is recorded of the attempt. */
import { formatMinute } from '../calendar.ts'
import type { InnerCommand, ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { EventDraft } from '../events.ts'
import type { Application, Fob, State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { normaliseSerial } from '../serial.ts'
import { letterNoOf } from '../letter.ts'
import { done, Sheet } from './answer.ts'
import { givesOutFob, kindObstacle } from './application-rules.ts'
import { clockObstacle, clockWrong } from './clock.ts'
import { hasShortLife, reseedObstacle } from './issuance-approval.ts'
import { findApplication, findFob, findIssuance, findUsers, fobUseObstacle } from './lookup.ts'
import { propose } from './requests.ts'

type InnerOf<T extends InnerCommand['type']> = Extract<InnerCommand, { type: T }>
type ScreenOf<T extends ScreenCommand['type']> = Extract<ScreenCommand, { type: T }>

export function startIssuance(
  command: InnerOf<'startIssuance'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { issuanceId, chipSerial } = command
  const clock = clockObstacle(context)
  if (clock !== null) return clock
  const application = applicationToIssue(state, command.applicationId, context)
  if ('ok' in application) return application
  const fob = fobOnReader(command, state)
  if ('ok' in fob) return fob
  if (fob.seed.state === 'factory') return refuse('FOB_FACTORY_SEEDED')
  const obstacle = stockObstacle(fob, context) ?? suitability(fob, application, context)
  if (obstacle !== null) return obstacle
  const { applicationId } = application
  const { serial } = fob
  return done([{ type: 'IssuanceStarted', v: 1, data: { issuanceId, applicationId, serial, chipSerial } }], {
    serial,
  })
}

/** An approved application that still waits for its fob, its users still fit for it. */
function applicationToIssue(state: State, applicationId: string, context: Context): Application | Refusal {
  const application = findApplication(state, applicationId, context, ['approved'])
  if ('ok' in application) return application
  const { kind } = application
  if (!givesOutFob(state, application)) return refuse('NO_ISSUANCE_NEEDED', { kind })
  if (application.issuing !== null) return refuse('ISSUANCE_RUNNING')
  if (state.get('contract', application.contractNo)?.status === 'closed') return refuse('CONTRACT_CLOSED')
  const users = findUsers(state, application.loginIds)
  if ('ok' in users) return users
  for (const user of users) {
    const { loginId, rosterStatus } = user
    if (rosterStatus === 'closed') return refuse('USER_CLOSED', { loginId })
    const obstacle = kindObstacle(kind, user, context.now)
    if (obstacle !== null) return obstacle
  }
  return application
}

/** Chip, printed label and delivery lot must name one fob (FOB-PROTOCOL.md, 5). */
function fobOnReader(command: InnerOf<'startIssuance'>, state: State): Fob | Refusal {
  const printed = normaliseSerial(command.serial)
  if (printed === null) return refuse('SERIAL_FORM')
  const expected = state.serialOfChip(command.chipSerial)
  const fob = expected === undefined ? undefined : state.get('fob', expected)
  if (fob === undefined) return refuse('FOB_NOT_IN_LOT')
  if (fob.serial !== printed) return refuse('FOB_SERIAL_MISMATCH', { printed, expected: fob.serial })
  if (fob.model !== command.model) {
    return refuse('FOB_MODEL_DIFFERS', { expected: fob.model, found: command.model })
  }
  return fob
}

const givenOut: ReadonlySet<string> = new Set(['issuedHeld', 'inMail', 'customer'])

/** Whether the fob lies in this branch's stock, free to be issued. */
function stockObstacle(fob: Fob, context: Context): Refusal | null {
  const { place } = fob.custody
  if (fob.branchNo !== context.branchNo) return refuse('FOB_OTHER_BRANCH', { branchNo: fob.branchNo })
  if (givenOut.has(place)) return refuse('FOB_ALREADY_ISSUED', { place })
  if (place !== 'stock') return refuse('FOB_NOT_IN_STOCK', { place })
  if (fob.seed.state === 'writing') return refuse('ISSUANCE_RUNNING')
  return null
}

/** Whether this fob may go out for this application. */
function suitability(fob: Fob, application: Application, context: Context): Refusal | null {
  const { serial } = fob
  const use = fobUseObstacle(fob, context.now)
  if (use !== null) return use
  if (fob.reseedNeeded) return refuse('FOB_RESEED_NEEDED')
  if (fob.contractNo !== null && fob.contractNo !== application.contractNo)
    return refuse('FOB_OTHER_CONTRACT')
  if (application.kind === 'reuse' && application.relatedSerial !== serial) {
    return refuse('FOB_NOT_OF_APPLICATION', { serial, expected: application.relatedSerial ?? '-' })
  }
  if (hasShortLife(fob, context) && application.shortLifeSerial !== serial) {
    const months = context.policy.minimumRemainingMonths
    return refuse('FOB_SHORT_LIFE', { expires: formatMinute(fob.expiresAt), months })
  }
  return null
}

/** The displayed code has proven the seed: a fact, whatever happened to the application meanwhile. */
export function recordIssuance(
  command: InnerOf<'recordIssuance'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { issuanceId, driftSteps, provenStep, keyId, box } = command
  const issuance = findIssuance(state, issuanceId)
  if ('ok' in issuance) return issuance
  const application = state.get('application', issuance.applicationId)
  if (application === undefined) return refuse('APPLICATION_UNKNOWN')
  const proof = { driftSteps, provenStep, keyId }
  const issued = issuedFob(application, issuance.serial, issuanceId, proof, context)
  if ('ok' in issued) return issued
  const taskId = brokenOffTask(application.applicationId)
  const task = state.get('task', taskId)
  const settled: EventDraft[] =
    task?.settledAt === null ? [{ type: 'TaskSettled', v: 1, data: { taskId }, personal: { memo: '' } }] : []
  return done([{ ...issued, box }, ...settled], {
    serial: issuance.serial,
    letterNo: letterNoOf(issuanceId),
  })
}

function issuedFob(
  application: Application,
  serial: string,
  issuanceId: string,
  proof: { readonly driftSteps: number; readonly provenStep: number; readonly keyId: string },
  context: Context,
): Extract<EventDraft, { type: 'FobIssued' }> | Refusal {
  const { applicationId, contractNo, loginIds, startDate } = application
  if (startDate === null) return refuse('START_DATE_REQUIRED')
  const ties = loginIds.map((loginId, index) => ({
    loginId,
    tie: { tieId: `${issuanceId}-t${index}`, applicationId, serial, startDate },
  }))
  const { otpAlgorithm: algorithm } = context.policy
  return {
    type: 'FobIssued',
    v: 1,
    data: { issuanceId, applicationId, contractNo, serial, algorithm, ...proof, ties },
  }
}

/** Rule 8: tied as it came from the factory; the customer's registration will be the proof. */
export function issueFactorySeeded(
  command: InnerOf<'issueFactorySeeded'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { issuanceId } = command
  const application = applicationToIssue(state, command.applicationId, context)
  if ('ok' in application) return application
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  const { factorySeed } = fob
  if (fob.seed.state !== 'factory' || factorySeed === undefined) return refuse('FOB_NOT_FACTORY_SEEDED')
  const obstacle = stockObstacle(fob, context) ?? suitability(fob, application, context)
  if (obstacle !== null) return obstacle
  const { keyId, algorithm } = factorySeed
  const proof = { driftSteps: 0, provenStep: 0, keyId }
  const tied = issuedFob(application, fob.serial, issuanceId, proof, context)
  if ('ok' in tied) return tied
  const issued = { ...tied, data: { ...tied.data, algorithm } }
  return done([issued], { serial: fob.serial, letterNo: letterNoOf(issuanceId) })
}

function brokenOffTask(applicationId: string): string {
  return `${applicationId}-void`
}

/** The attempt came to nothing. Where the write had begun, the desk is told to issue again. */
export function voidIssuance(command: InnerOf<'voidIssuance'>, state: State): Decision | Refusal {
  const { issuanceId, step, code, ambiguous } = command
  const issuance = findIssuance(state, issuanceId)
  if ('ok' in issuance) return issuance
  const { applicationId, serial } = issuance
  const data = { issuanceId, applicationId, serial, step, code, ambiguous }
  const task: EventDraft[] = ambiguous
    ? [
        {
          type: 'TaskRaised',
          v: 1,
          data: {
            taskId: brokenOffTask(applicationId),
            code: 'TASK_ISSUANCE_VOID',
            subject: { kind: 'fob', id: serial },
          },
        },
      ]
    : []
  return done([{ type: 'IssuanceVoided', v: 1, data }, ...task])
}

/** 発行取消: as long as the fob is with the branch. */
export function cancelIssuance(
  command: ScreenOf<'cancelIssuance'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const application = findApplication(state, command.applicationId, context, ['issued'])
  if ('ok' in application) return application
  const { applicationId, issuanceId, serial } = application
  if (issuanceId === null || serial === null) return refuse('ISSUANCE_UNKNOWN')
  return done([
    {
      type: 'IssuanceCancelled',
      v: 1,
      data: { applicationId, issuanceId, serial },
      personal: { memo: command.memo },
    },
  ])
}

export function permitClock({ memo }: ScreenOf<'permitClock'>, context: Context): Decision | Refusal {
  const wrong = clockWrong(context)
  if (wrong !== null) return wrong
  if (memo.trim() === '') return refuse('MEMO_REQUIRED')
  const offsetMeasuredAt = context.clock.measuredAt
  return done([{ type: 'ClockPermitted', v: 1, data: { offsetMeasuredAt }, personal: { memo } }])
}

export function proposeShortLife(
  command: ScreenOf<'proposeShortLife'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const application = findApplication(state, command.applicationId, context, ['approved'])
  if ('ok' in application) return application
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  const obstacle = stockObstacle(fob, context) ?? fobUseObstacle(fob, context.now)
  if (obstacle !== null) return obstacle
  if (!hasShortLife(fob, context)) return refuse('FOB_LIFE_ENOUGH')
  const { applicationId } = application
  return propose(new Sheet(state, context), { kind: 'shortLife', applicationId, serial: fob.serial }, context)
}

export function proposeReseed(
  command: ScreenOf<'proposeReseed'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { reason } = command
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  if (reason.trim() === '') return refuse('MEMO_REQUIRED')
  const obstacle = reseedObstacle(fob)
  if (obstacle !== null) return obstacle
  return propose(new Sheet(state, context), { kind: 'reseed', serial: fob.serial, reason }, context)
}
