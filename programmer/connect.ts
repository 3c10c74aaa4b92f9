/** The ways to readers that main has asked for, with this machine's effects. The rule between them: ADR 020. */
import { assertNever } from '../domain/vocabulary.ts'
import type { UsbBus } from './ccid/usb-device.ts'
import { watchUsbReaders, type SystemService } from './ccid/watch.ts'
import type { Transport } from './messages.ts'
import { loadPcsc } from './pcsc/binding.ts'
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
        return [openUsb(() => systemService(pcsc, process.platform))]
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

function openPcsc(): ReaderWatcher {
  return watchPcscReaders({
    load: loadPcsc,
    waitMs: 1000,
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

function openUsb(system: () => SystemService): ReaderWatcher {
  return watchUsbReaders({
    loadBus: async () => {
      const { usb } = await import('usb')
      // The library's types leave out the transfers that its devices inherit from WebUSB.
      return usb as unknown as UsbBus
    },
    system,
    scanMs: 1000,
    yieldMs: 2500,
    times: { answerTimeoutMs: ANSWER_TIMEOUT_MS, pollMs: 500, monotonic: () => performance.now(), sleep },
  })
}
