import type { IssuanceState, ReaderView } from '../../../preload/contract/views.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { ReaderState } from '../../../programmer/messages.ts'
import type { IssuanceProcedure } from '../issuance.ts'
import type { ProgrammerHost } from '../programmer-host.ts'
import { fobView } from './fobs.ts'
import { refusalView, type ViewContext } from './view-context.ts'

/** What lies on the readers, and how far the running issuance is. */
export function issuanceView(
  context: ViewContext,
  { running, last }: IssuanceProcedure,
  programmer: ProgrammerHost | undefined,
): IssuanceState {
  const readers = (programmer?.readers ?? []).filter(({ connected }) => connected)
  return { readers: readers.map((reader) => readerView(context, reader)), running, last }
}

function readerView(context: ViewContext, { name, transport, problem, fob }: ReaderState): ReaderView {
  const empty = { name, transport, fob: null }
  if (problem !== null) return { ...empty, refusal: refusalView(refuse(problem)) }
  if (fob === null) return { ...empty, refusal: null }
  if ('refused' in fob) return { ...empty, refusal: refusalView(refuse(fob.refused)) }
  const { chipSerial, model, clockOffsetSeconds } = fob
  const serial = context.state.serialOfChip(chipSerial)
  const known = serial === undefined ? undefined : context.state.get('fob', serial)
  return {
    name,
    transport,
    fob: {
      chipSerial,
      model,
      clockOffsetSeconds,
      known: known === undefined ? null : fobView(context, known),
    },
    refusal: known === undefined ? refusalView(refuse('FOB_NOT_IN_LOT')) : null,
  }
}
