/** 封緘照合, 送付, 窓口交付, 返戻, 返却 (rules 10, 13). */
import { addBusinessDays } from '../calendar.ts'
import type { ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { Application, Fob, State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { normaliseSerial } from '../serial.ts'
import { parseTracking } from '../tracking.ts'
import type { DeliveryMethod } from '../vocabulary.ts'
import { done } from './answer.ts'
import { findApplication, findFob, fobUseObstacle, todayOf } from './lookup.ts'

type CommandOf<T extends ScreenCommand['type']> = Extract<ScreenCommand, { type: T }>

interface Outgoing {
  readonly application: Application
  readonly fob: Fob
}

/** An issued application with its fob, to be delivered in this way. */
function findOutgoing(
  state: State,
  applicationId: string,
  method: DeliveryMethod,
  context: Context,
): Outgoing | Refusal {
  const application = findApplication(state, applicationId, context, ['issued'])
  if ('ok' in application) return application
  if (application.delivery !== method) return refuse('DELIVERY_METHOD', { method: application.delivery })
  if (application.serial === null) return refuse('ISSUANCE_UNKNOWN')
  const fob = findFob(state, application.serial)
  if ('ok' in fob) return fob
  return fobUseObstacle(fob, context.now) ?? { application, fob }
}

export function sealEnvelope(
  command: CommandOf<'sealEnvelope'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const outgoing = findOutgoing(state, command.applicationId, 'mail', context)
  if ('ok' in outgoing) return outgoing
  const { applicationId, letterNo } = outgoing.application
  const { serial } = outgoing.fob
  const scanned = normaliseSerial(command.serial)
  if (scanned === null) return refuse('SERIAL_FORM')
  const scannedLetter = command.letterNo.normalize('NFKC').trim().toUpperCase()
  if (scanned !== serial || scannedLetter !== letterNo) {
    return refuse('ENVELOPE_MISMATCH', { serial: scanned, letterNo: scannedLetter })
  }
  return done([{ type: 'EnvelopeSealed', v: 1, data: { applicationId, serial, letterNo } }])
}

export function recordDispatch(
  command: CommandOf<'recordDispatch'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { service } = command
  const outgoing = findOutgoing(state, command.applicationId, 'mail', context)
  if ('ok' in outgoing) return outgoing
  const { application, fob } = outgoing
  const { applicationId, startDate } = application
  if (!fob.seedAtHub) return refuse('SEED_NOT_AT_HUB')
  if (application.sealedAt === null) return refuse('NOT_SEALED')
  // Registered mail needs a business day at the very least.
  if (startDate === null || startDate < addBusinessDays(todayOf(context), 1)) {
    return refuse('DISPATCH_LATE', { startDate: startDate ?? '-' })
  }
  const tracking = parseTracking(command.trackingNo)
  if (!tracking.ok) return refuse(tracking.code)
  const { trackingNo } = tracking
  if (state.get('mail', trackingNo) !== undefined) return refuse('TRACKING_USED', { trackingNo })
  const { serial } = fob
  return done([{ type: 'FobDispatched', v: 1, data: { applicationId, serial, service, trackingNo } }])
}

export function handOver(command: CommandOf<'handOver'>, state: State, context: Context): Decision | Refusal {
  const { receivedBy, identityDocument } = command
  const outgoing = findOutgoing(state, command.applicationId, 'counter', context)
  if ('ok' in outgoing) return outgoing
  const { application, fob } = outgoing
  const { serial } = fob
  const scanned = normaliseSerial(command.serial)
  if (scanned === null) return refuse('SERIAL_FORM')
  if (scanned !== serial) return refuse('HAND_OVER_MISMATCH', { serial: scanned, expected: serial })
  if (!fob.seedAtHub) return refuse('SEED_NOT_AT_HUB')
  if (receivedBy === 'agent' && !application.evidence.powerOfAttorney) return refuse('EVIDENCE_ATTORNEY')
  const { applicationId } = application
  return done([
    { type: 'FobHandedOver', v: 1, data: { applicationId, serial, receivedBy, identityDocument } },
  ])
}

/** The envelope lies on the desk: recorded whatever the books say, and flagged if they say otherwise. */
export function recordReturnByPost(
  command: CommandOf<'recordReturnByPost'>,
  state: State,
): Decision | Refusal {
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  const { serial, contractNo } = fob
  const application =
    contractNo === null
      ? undefined
      : state.openApplications(contractNo).find((one) => one.serial === serial && one.status === 'dispatched')
  return done([
    {
      type: 'FobReturnedByPost',
      v: 1,
      data: { serial, applicationId: application?.applicationId ?? null },
      personal: { memo: command.memo },
    },
  ])
}

export function recordReturn(command: CommandOf<'recordReturn'>, state: State): Decision | Refusal {
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  const loginId = fob.loginIds[0] ?? null
  return done([
    {
      type: 'FobReturned',
      v: 1,
      data: { serial: fob.serial, loginId },
      personal: { memo: command.memo },
    },
  ])
}
