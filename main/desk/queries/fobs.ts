import type { Fob, State } from '../../../domain/model.ts'
import { normaliseSerial } from '../../../domain/serial.ts'
import type { FobView } from '../../../preload/contract/views.ts'
import type { ViewContext } from './view-context.ts'

export function fobView({ state, now }: ViewContext, fob: Fob): FobView {
  const { custody, contractNo } = fob
  return {
    serial: fob.serial,
    chipSerial: fob.chipSerial,
    model: fob.model,
    // The lots name models as the maker does; there is no other name for them.
    modelName: fob.model,
    lotNo: fob.lotNo,
    boxNo: fob.boxNo,
    expiresAt: fob.expiresAt,
    expired: fob.expiresAt <= now,
    branchNo: fob.branchNo,
    place: custody.place,
    placeSince: custody.since,
    reference: custody.reference,
    seed: fob.seed.state,
    seedAtHub: fob.seedAtHub,
    contractNo,
    contractName: contractNo === null ? null : (state.get('contract', contractNo)?.name ?? null),
    loginIds: [...fob.loginIds],
    incident: fob.incident === null ? null : { ...fob.incident },
    incidentByName: whoReported(state, fob),
    reseedNeeded: fob.reseedNeeded,
    flags: [...fob.flags],
  }
}

function whoReported(state: State, { incident, custody }: Fob): string | null {
  if (incident === null) return null
  const { at, elsewhere } = incident
  if (elsewhere !== undefined) return `${elsewhere.branchName} ${elsewhere.name}`
  // The report put the fob among the missing ones; what has moved it since was somebody else's act.
  const by = custody.place === 'missing' && custody.since === at ? custody.by : null
  return by === null ? null : (state.get('staff', by)?.name ?? by)
}

/** `typed` in any width; null: not a serial, or not known here. */
export function findFobView(context: ViewContext, typed: string): FobView | null {
  const serial = normaliseSerial(typed)
  const fob = serial === null ? undefined : context.state.get('fob', serial)
  return fob === undefined ? null : fobView(context, fob)
}
