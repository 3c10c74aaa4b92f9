/** The ways to readers that main has asked for, with this machine's effects. The rule between them: ADR 020. */
import { assertNever } from '../domain/vocabulary.ts'
import type { UsbBus } from './ccid/usb-device.ts'
import { watchUsbReaders, type SystemService } from './ccid/watch.ts'
import type { Transport } from './messages.ts'
import { loadPcsc, type PcscBinding } from './pcsc/binding.ts'
import { watchPcscReaders } from './pcsc/watch.ts'
import type { ReaderWatcher } from './reader.ts'
import { watchTrainingReader } from './training/socket-reader.ts'

const ANSWER_TIMEOUT_MS = 5000

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** @throws Error for two transports of one kind: that is main's bug */
export function connectReaders(transports: readonly Transport[]): readonly ReaderWatcher[] {
  if (new Set(transports.map(({ kind }) => kind)).size !== transports.length) {
    throw new Error('one transport of each kind')
  }
  // PC/SC first: USB asks what it holds.
  const pcsc = transports.some(({ kind }) => kind === 'pcsc') ? openPcsc() : undefined
  return transports.flatMap((transport) => {
    switch (transport.kind) {
      case 'training':
        return [watchTrainingReader(transport.path)]
      case 'usb':
        return [openUsb(() => systemService(pcsc, process.platform), loadUsb)]
      case 'pcsc':
        return pcsc === undefined ? [] : [pcsc]
      default:
        return assertNever(transport)
    }
  })
}

/** Windows and macOS bind a driver of their own to every CCID reader; on Linux pcscd takes those it knows. */
export function systemService(
  pcsc: Pick<ReaderWatcher, 'fault'> | undefined,
  platform: NodeJS.Platform,
): SystemService {
  if (pcsc === undefined || (pcsc.fault ?? null) !== null) return 'absent'
  return platform === 'win32' || platform === 'darwin' ? 'owns' : 'shares'
}

/** The system's smart card service. @param load the binding */
export function openPcsc(load: () => Promise<PcscBinding> = loadPcsc): ReaderWatcher {
  return watchPcscReaders({
    load,
    waitMs: 1000,
    knocks: process.platform === 'linux' ? 3 : 0,
    times: {
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
      idleMs: 300,
      retryMs: 150,
      attempts: 20,
      sleep,
      after: (ms, callback) => {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
    },
  })
}

async function loadUsb(): Promise<UsbBus> {
  const { usb } = await import('usb')
  // The library's types leave out the transfers that its devices inherit from WebUSB.
  return usb as unknown as UsbBus
}

/** CCID readers that the system leaves to us. @param loadBus the USB bus */
export function openUsb(system: () => SystemService, loadBus: () => Promise<UsbBus>): ReaderWatcher {
  return watchUsbReaders({
    loadBus,
    system,
    scanMs: 1000,
    yieldMs: 2500,
    times: { answerTimeoutMs: ANSWER_TIMEOUT_MS, pollMs: 500, monotonic: () => performance.now(), sleep },
  })
}
