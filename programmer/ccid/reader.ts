/** Claims a USB device and makes a `Reader` of each of its slots. */
import { PresenceCell } from '../presence.ts'
import { ReaderError, type Reader } from '../reader.ts'
import type { ReaderProblem } from '../messages.ts'
import { CCID_INTERFACE_CLASS, parseCcidDescriptor } from './descriptor.ts'
import { CcidPipe } from './pipe.ts'
import { CcidSlot } from './slot.ts'
import {
  claimProblem,
  transferFault,
  type UsbDevice,
  type UsbEndpoint,
  type UsbInterface,
} from './usb-device.ts'

const GET_DESCRIPTOR = 0x06
const CONFIGURATION_DESCRIPTOR = 0x0200
const MAX_CONFIGURATION = 1024
const CONTROL_TIMEOUT_MS = 1000
/** `RDR_to_PC_NotifySlotChange`, Rev 1.1 §6.3.1: two bits a slot, the lower one "something lies on it". */
const NOTIFY_SLOT_CHANGE = 0x50
const INTERRUPT_WAIT_MS = 1000

export interface CcidTimes {
  readonly answerTimeoutMs: number
  /** How often a reader without an interrupt endpoint is asked, and any reader after a fault. */
  readonly pollMs: number
  readonly monotonic: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export interface CcidDevice {
  readonly readers: readonly Reader[]
  close(): void
}

/** The CCID interface of a device; undefined: it is something else, or may not be looked at. */
export function ccidInterface(device: UsbDevice): UsbInterface | undefined {
  return device.configuration?.interfaces.find(
    ({ alternate }) => alternate.interfaceClass === CCID_INTERFACE_CLASS,
  )
}

/** A device that is there and cannot be used, so that the screen can say why. */
export function unusableReader(name: string, problem: ReaderProblem): Reader {
  return {
    name,
    transport: 'usb',
    presence: 'absent',
    problem,
    onChange: () => () => undefined,
    transmit: () => Promise.reject(new ReaderError('READER_FAULT')),
    close: () => undefined,
  }
}

export function readerName(device: UsbDevice): string {
  const { vendorId, productId } = device
  const id = [vendorId, productId].map((number) => number.toString(16).padStart(4, '0')).join(':')
  return `${productName(device)?.slice(0, 100) ?? 'USB reader'} (${id})`
}

/** `usb` reads it from the device, which this account may not be allowed to. */
function productName(device: UsbDevice): string | null | undefined {
  try {
    return device.productName
  } catch {
    return undefined
  }
}

/** Opens and claims; the problem is a value, since another program or a missing rule is nobody's bug. */
export async function openCcid(
  device: UsbDevice,
  found: UsbInterface,
  times: CcidTimes,
): Promise<CcidDevice | ReaderProblem> {
  const { interfaceNumber } = found
  try {
    await device.open()
    await device.claimInterface(interfaceNumber)
  } catch (error) {
    await quietClose(device)
    return claimProblem(error)
  }
  const descriptor = parseCcidDescriptor(await configuration(device), interfaceNumber)
  const endpoint = (type: UsbEndpoint['type'], direction: UsbEndpoint['direction']) =>
    found.alternate.endpoints.find((each) => each.type === type && each.direction === direction)
  const bulkIn = endpoint('bulk', 'in')
  const bulkOut = endpoint('bulk', 'out')
  if (!descriptor.ok || bulkIn === undefined || bulkOut === undefined || bulkIn.packetSize < 16) {
    await quietClose(device)
    return descriptor.ok ? 'READER_FAULT' : descriptor.code
  }
  const { answerTimeoutMs, monotonic } = times
  const { maxMessage, slots } = descriptor.value
  const pipe = new CcidPipe({ device, bulkIn, bulkOut, maxMessage, answerTimeoutMs, monotonic })
  const name = readerName(device)
  const states = Array.from({ length: slots }, (_, slot) => ({
    slot: new CcidSlot(pipe, slot, descriptor.value),
    presence: new PresenceCell('absent'),
    name: slots === 1 ? name : `${name} [${slot + 1}]`,
  }))
  const life = { over: false }
  const gone = (): void => {
    life.over = true
    for (const { presence } of states) presence.set('disconnected')
  }
  const close = (): void => {
    life.over = true
    void quietClose(device)
  }
  void watchSlots()

  /** Looks once, then whenever the reader says so; without an interrupt endpoint, every so often. */
  async function watchSlots(): Promise<void> {
    const interrupt = endpoint('interrupt', 'in')
    await look()
    while (!life.over) {
      const notified = interrupt === undefined ? 'poll' : await notification(device, interrupt)
      if (life.over) return
      if (notified === 'gone') return gone()
      if (notified === 'poll') await times.sleep(times.pollMs)
      else if (notified !== undefined) changed(notified)
      if (notified !== undefined) await look()
    }
  }

  /** Any change ends the slot's session, also when the fob is back before anybody has looked. */
  function changed(bits: Uint8Array): void {
    states.forEach(({ slot, presence }, index) => {
      const two = ((bits[index >> 2] ?? 0) >> ((index & 3) * 2)) & 3
      if ((two & 2) === 0) return
      slot.forget()
      if ((two & 1) === 0) presence.set('absent')
      else presence.announce('present')
    })
  }

  async function look(): Promise<void> {
    for (const { slot, presence } of states) {
      try {
        const occupied = await slot.occupied()
        if (!occupied) slot.forget()
        presence.set(occupied ? 'present' : 'absent')
      } catch (error) {
        if (!(error instanceof ReaderError)) throw error
        if (error.code === 'NO_READER') return gone()
      }
    }
  }

  const readers = states.map(({ slot, presence, name: slotName }): Reader => {
    let busy = false
    return {
      name: slotName,
      transport: 'usb',
      get presence() {
        return presence.get()
      },
      onChange: (listener) => presence.onChange(listener),
      async transmit(apdu) {
        if (busy) throw new Error('one exchange at a time')
        if (presence.get() === 'disconnected') throw new ReaderError('NO_READER')
        if (presence.get() === 'absent') throw new ReaderError('FOB_REMOVED')
        busy = true
        try {
          return await slot.transmit(apdu)
        } catch (error) {
          if (error instanceof ReaderError && error.code === 'NO_READER') gone()
          throw error
        } finally {
          busy = false
        }
      },
      close,
    }
  })
  return { readers, close }
}

async function configuration(device: UsbDevice): Promise<Uint8Array> {
  try {
    const { data } = await device.controlTransferIn(
      {
        requestType: 'standard',
        recipient: 'device',
        request: GET_DESCRIPTOR,
        value: CONFIGURATION_DESCRIPTOR,
        index: 0,
      },
      MAX_CONFIGURATION,
      CONTROL_TIMEOUT_MS,
    )
    if (data === undefined) return new Uint8Array(0)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  } catch {
    // No descriptor is what the caller refuses by name.
    return new Uint8Array(0)
  }
}

/** The bits of a slot change; undefined: nothing happened; `poll`: the endpoint is of no use at the moment. */
async function notification(
  device: UsbDevice,
  { endpointNumber, packetSize }: UsbEndpoint,
): Promise<Uint8Array | 'gone' | 'poll' | undefined> {
  try {
    const { data, status = 'ok' } = await device.transferIn(endpointNumber, packetSize, INTERRUPT_WAIT_MS)
    if (status !== 'ok' || data === undefined || data.byteLength < 2) return 'poll'
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return bytes[0] === NOTIFY_SLOT_CHANGE ? bytes.slice(1) : 'poll'
  } catch (error) {
    const fault = transferFault(error)
    if (fault === 'gone') return 'gone'
    return fault === 'timeout' ? undefined : 'poll'
  }
}

async function quietClose(device: UsbDevice): Promise<void> {
  try {
    await device.close()
  } catch {
    // It is let go either way; what does not close was unplugged.
  }
}
