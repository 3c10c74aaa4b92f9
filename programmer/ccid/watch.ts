/**
 * The readers on the USB bus, as they come and go. The bus is looked at once a second: `usb`'s own plug events
 * end the process where there is no bus (an unhandled rejection inside the library).
 */
import type { ReaderProblem, WayFault } from '../messages.ts'
import type { Reader, ReaderWatcher } from '../reader.ts'
import {
  ccidInterface,
  openCcid,
  readerName,
  unusableReader,
  type CcidDevice,
  type CcidTimes,
} from './reader.ts'
import { claimProblem, type UsbBus, type UsbDevice } from './usb-device.ts'

/** Makers whose devices are named although this account may not look at them: ACS, Token2. */
const READER_MAKERS = new Set([0x072f, 0x349e])

/** Device classes behind which a CCID interface can stand: by interface, miscellaneous, CCID. */
const POSSIBLE_CLASSES = new Set([0x00, 0xef, 0x0b])

/**
 * What the system's smart card service does with readers (ADR 020): `owns`: never touch one; `shares`: it has
 * first choice and what it leaves is ours; `absent`: all are ours.
 */
export type SystemService = 'owns' | 'shares' | 'absent'

export interface UsbWatchOptions {
  /** Loads the library; rejects where it is not installed. */
  readonly loadBus: () => Promise<UsbBus>
  readonly system: () => SystemService
  readonly times: CcidTimes
  readonly scanMs: number
  /** How long the service may take to claim a reader that was plugged in, milliseconds. */
  readonly yieldMs: number
}

interface Known {
  readonly device: UsbDevice
  readonly seenAt: number
  opened: CcidDevice | undefined
  readers: readonly Reader[]
  tried: boolean
}

export function watchUsbReaders(options: UsbWatchOptions): ReaderWatcher {
  const { times, system } = options
  const known = new Map<string | UsbDevice, Known>()
  const listeners = new Set<() => void>()
  let fault: WayFault | null = null
  const life = { over: false }

  function changed(): void {
    for (const listener of listeners) listener()
  }

  function setFault(next: WayFault | null): void {
    if (next === fault) return
    fault = next
    changed()
  }

  async function run(): Promise<void> {
    let bus: UsbBus
    try {
      bus = await options.loadBus()
    } catch {
      return setFault('USB_MISSING')
    }
    while (!life.over) {
      await scan(bus)
      await times.sleep(options.scanMs)
    }
  }

  async function scan(bus: UsbBus): Promise<void> {
    let devices: readonly UsbDevice[]
    try {
      devices = await bus.getDevices()
      setFault(null)
    } catch {
      devices = []
      setFault('USB_NO_BUS')
    }
    const present = new Map(devices.map((device) => [device.handle ?? device, device] as const))
    for (const [key, entry] of known) {
      if (present.has(key)) continue
      known.delete(key)
      entry.opened?.close()
      if (entry.readers.length > 0) changed()
    }
    for (const [key, device] of present) {
      if (!POSSIBLE_CLASSES.has(device.deviceClass)) continue
      const entry = known.get(key) ?? begin(device)
      known.set(key, entry)
      if (!life.over && due(entry)) await attempt(entry)
    }
  }

  function begin(device: UsbDevice): Known {
    return { device, seenAt: times.monotonic(), opened: undefined, readers: [], tried: false }
  }

  /** A reader held by another program is tried again at every look: that program may end. */
  function due({ opened, tried, readers, seenAt }: Known): boolean {
    if (opened !== undefined || (tried && readers.every(({ problem }) => problem !== 'READER_IN_USE')))
      return false
    const service = system()
    if (service === 'owns') return false
    return service === 'absent' || times.monotonic() - seenAt >= options.yieldMs
  }

  async function attempt(entry: Known): Promise<void> {
    entry.tried = true
    const before = entry.readers
    const result = await open(entry.device)
    if (result === undefined) return
    if (typeof result === 'string') {
      // What the system's service holds is listed by the service: never twice.
      const hidden = result === 'READER_IN_USE' && system() !== 'absent'
      if (before[0]?.problem === result) return
      entry.readers = hidden ? [] : [unusableReader(readerName(entry.device), result)]
      entry.tried = !hidden
      if (entry.readers.length > 0) changed()
      return
    }
    if (life.over) return result.close()
    entry.opened = result
    entry.readers = result.readers
    changed()
  }

  async function open(device: UsbDevice): Promise<CcidDevice | ReaderProblem | undefined> {
    let found: ReturnType<typeof ccidInterface>
    try {
      found = ccidInterface(device)
    } catch (error) {
      return READER_MAKERS.has(device.vendorId) ? claimProblem(error) : undefined
    }
    return found === undefined ? undefined : openCcid(device, found, times)
  }

  void run()
  return {
    get readers() {
      return [...known.values()].flatMap(({ readers }) => readers)
    },
    get fault() {
      return fault
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      life.over = true
      for (const { opened } of known.values()) opened?.close()
    },
  }
}
