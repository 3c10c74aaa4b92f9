import { onTestFinished } from 'vitest'
import { watchUsbReaders, type SystemService } from '../../../programmer/ccid/watch.ts'
import type { UsbDevice } from '../../../programmer/ccid/usb-device.ts'
import type { Reader, ReaderWatcher } from '../../../programmer/reader.ts'

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** The product's watch over emulated devices; what `devices` holds is what is plugged in. */
export function watchDevices(
  devices: UsbDevice[],
  system: () => SystemService = () => 'absent',
  answerTimeoutMs = 400,
): ReaderWatcher {
  const watcher = watchUsbReaders({
    loadBus: async () => ({ getDevices: async () => [...devices] }),
    system,
    scanMs: 20,
    yieldMs: 60,
    times: { answerTimeoutMs, pollMs: 20, monotonic: () => performance.now(), sleep },
  })
  onTestFinished(() => watcher.close())
  return watcher
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5)
}

/** The first reader, with a fob on it. */
export async function readyReader(watcher: ReaderWatcher): Promise<Reader> {
  await until(() => watcher.readers[0]?.presence === 'present')
  const [reader] = watcher.readers
  if (reader === undefined) throw new Error('the reader has gone')
  return reader
}
