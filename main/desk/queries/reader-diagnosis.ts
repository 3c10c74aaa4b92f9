import { adviceOn } from '../../../domain/fob-advice.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { Realm } from '../../../domain/vocabulary.ts'
import type { ReaderDiagnosis } from '../../../preload/contract/views.ts'
import type { ReaderState, TransportKind, WayFault } from '../../../programmer/messages.ts'
import type { ProgrammerHost } from '../programmer-host.ts'
import { fobView } from './fobs.ts'
import { refusalView, type ViewContext } from './view-context.ts'

type DiagnosedReader = ReaderDiagnosis['readers'][number]
type Watched = Pick<ProgrammerHost, 'watching' | 'readers' | 'faults'>

/**
 * リーダー診断: the ways to readers, the readers, and who the fob on each of them is.
 * @param programmer undefined: this branch has no way to a reader
 */
export function readerDiagnosis(
  context: ViewContext,
  realm: Realm,
  programmer: Watched | undefined,
  system: ReaderDiagnosis['system'],
): ReaderDiagnosis {
  const { watching = false, readers = [], faults = [] } = programmer ?? {}
  const kinds: readonly TransportKind[] = realm === 'training' ? ['training'] : ['usb', 'pcsc']
  return {
    system,
    looking: programmer !== undefined && !watching,
    ways: kinds.map((transport) => {
      const fault = faults.find((each) => wayOf[each] === transport)
      return { transport, fault: fault === undefined ? null : refusalView(refuse(fault)) }
    }),
    readers: readers.map((reader) => diagnosedReader(context, reader)),
  }
}

const wayOf: Readonly<Record<WayFault, TransportKind>> = {
  USB_MISSING: 'usb',
  USB_NO_BUS: 'usb',
  PCSC_MISSING: 'pcsc',
  PCSC_SERVICE_STOPPED: 'pcsc',
}

function diagnosedReader(context: ViewContext, reader: ReaderState): DiagnosedReader {
  const { name, transport, connected, problem, fob } = reader
  const none = { name, transport, connected, problem: null, fob: null, fobRefusal: null }
  if (problem !== null) return { ...none, problem: refusalView(refuse(problem)) }
  if (fob === null) return none
  if ('refused' in fob) return { ...none, fobRefusal: refusalView(refuse(fob.refused)) }
  return { ...none, fob: identified(context, fob) }
}

function identified(
  context: ViewContext,
  { chipSerial, model, clockOffsetSeconds }: Extract<ReaderState['fob'], { chipSerial: string }>,
): DiagnosedReader['fob'] {
  const { state, projection, now, branchNo } = context
  const serial = state.serialOfChip(chipSerial)
  const known = serial === undefined ? undefined : state.get('fob', serial)
  const { minimumRemainingMonths } = state.policy()
  // The programmer compares with this PC's clock, which may itself be off (ARCHITECTURE.md, Sync).
  const pcAheadSeconds = Math.round((projection.facts.clock.offsetMs ?? 0) / 1000)
  return {
    chipSerial,
    model,
    clockDriftSeconds: clockOffsetSeconds + pcAheadSeconds,
    known: known === undefined ? null : fobView(context, known),
    advice: adviceOn(known, model, { now, branchNo, minimumRemainingMonths }),
  }
}
