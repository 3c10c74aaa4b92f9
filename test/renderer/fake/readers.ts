/** リーダー診断 as it may look: `?readers=fob|empty|none|problem|unknown|looking`. */
import type { ReaderDiagnosis } from '../../../preload/contract/views.ts'
import { fobAt } from './fobs.ts'

type Reader = ReaderDiagnosis['readers'][number]

const open = (transport: 'usb' | 'pcsc') => ({ transport, fault: null })
const closed = (transport: 'usb' | 'pcsc', code: string) => ({ transport, fault: { code, detail: {} } })
const empty: Reader = {
  name: 'ACS ACR1252 Dual Reader PICC',
  transport: 'pcsc',
  connected: true,
  problem: null,
  fob: null,
  fobRefusal: null,
}
const atCustomer = fobWithCustomer()
const ways: ReaderDiagnosis['ways'] = [open('usb'), open('pcsc')]

export function diagnosisOf(kind: string): ReaderDiagnosis {
  return { system: 'linux', ...stateOf(kind) }
}

function stateOf(kind: string): Omit<ReaderDiagnosis, 'system'> {
  switch (kind) {
    case 'looking':
      return { looking: true, ways, readers: [] }
    case 'none':
      return {
        looking: false,
        ways: [closed('usb', 'USB_NO_BUS'), closed('pcsc', 'PCSC_SERVICE_STOPPED')],
        readers: [],
      }
    case 'empty':
      return { looking: false, ways: [open('usb'), closed('pcsc', 'PCSC_MISSING')], readers: [empty] }
    case 'problem': {
      const problem = { code: 'READER_NO_PERMISSION', detail: {} }
      const locked = { code: 'FOB_LOCKED', detail: {} }
      return {
        looking: false,
        ways: [open('usb'), closed('pcsc', 'PCSC_SERVICE_STOPPED')],
        readers: [
          { ...empty, name: 'ACS ACR122U', transport: 'usb', problem },
          { ...empty, fobRefusal: locked },
        ],
      }
    }
    case 'unknown': {
      const fob = { chipSerial: '8659610000042', model: 'C301-i', clockDriftSeconds: -131, known: null }
      return { looking: false, ways, readers: [{ ...empty, fob: { ...fob, advice: 'importLot' } }] }
    }
    default: {
      const { chipSerial, model } = atCustomer
      const fob = { chipSerial, model, clockDriftSeconds: 4, known: atCustomer }
      return { looking: false, ways, readers: [{ ...empty, fob: { ...fob, advice: 'withCustomer' } }] }
    }
  }
}

function fobWithCustomer() {
  for (let at = 0; ; at++) {
    const fob = fobAt(at)
    if (fob.place === 'customer') return fob
  }
}
