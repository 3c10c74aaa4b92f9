/**
 * The product's programmer process with a stopwatch at the reader: how long the service or the fob had the word is
 * the device's share, all else is ours. TIMED_WAY=pcsc goes to the system's service, =ccid to a virtual reader with
 * a strict fob in this process.
 */
import { dieQuietly } from '../../../programmer/die-quietly.ts'
import { openPcsc, openUsb } from '../../../programmer/connect.ts'
import { loadPcsc, STATE_PRESENT, type PcscBinding } from '../../../programmer/pcsc/binding.ts'
import { runProgrammer } from '../../../programmer/programmer.ts'
import type { ReaderWatcher } from '../../../programmer/reader.ts'
import { Field, type FieldAnswer } from '../../emulators/field.ts'
import { StrictFob } from '../../emulators/strict-fob.ts'
import { VirtualCcid } from '../../emulators/virtual-ccid.ts'
import { instant, isTiming, type FromTimed, type ToTimed } from './messages.ts'

dieQuietly()

let presentAt = 0
let deviceMs = 0
let exchanges = 0

function appeared(): void {
  presentAt = instant()
  deviceMs = 0
  exchanges = 0
}

async function onDevice<T>(work: () => Promise<T>): Promise<T> {
  const begun = instant()
  try {
    return await work()
  } finally {
    deviceMs += instant() - begun
  }
}

/** Connecting and every exchange are the service's; what it says first of a fob starts the watch. */
async function timedPcsc(): Promise<PcscBinding> {
  const binding = await loadPcsc()
  const present = new Map<string, boolean>()
  return {
    establish() {
      const context = binding.establish()
      return {
        listReaders: () =>
          context.listReaders().map((reader) => {
            const { name, state } = reader
            const lies = (state & STATE_PRESENT) !== 0
            if (lies && present.get(name) !== true) appeared()
            present.set(name, lies)
            return {
              name,
              state,
              async connect(shareMode, protocols) {
                const card = await onDevice(() => reader.connect(shareMode, protocols))
                return {
                  transmit(command, options) {
                    exchanges += 1
                    return onDevice(() => card.transmit(command, options))
                  },
                  disconnect: (disposition) => card.disconnect(disposition),
                }
              },
            }
          }),
        waitForChange: (readers, timeoutMs) => context.waitForChange(readers, timeoutMs),
        cancel: () => context.cancel(),
        close: () => context.close(),
      }
    },
  }
}

class TimedField extends Field {
  override transmit(apdu: Uint8Array): FieldAnswer {
    const begun = instant()
    try {
      return super.transmit(apdu)
    } finally {
      exchanges += 1
      deviceMs += instant() - begun
    }
  }
}

const field = new TimedField()
const device = new VirtualCcid(field)

function openReaders(): ReaderWatcher[] {
  if (process.env['TIMED_WAY'] === 'pcsc') return [openPcsc(timedPcsc)]
  return [
    openUsb(
      () => 'absent',
      async () => ({ getDevices: async () => [device] }),
    ),
  ]
}

function say(message: FromTimed): void {
  process.send?.(message)
}

function obey(message: ToTimed): void {
  switch (message.timing) {
    case 'place': {
      const { chipSerial } = message
      field.place(chipSerial === null ? null : new StrictFob(chipSerial))
      if (chipSerial !== null) appeared()
      return
    }
    case 'press': {
      const { fob } = field
      const code = fob?.display(fob.clock()) ?? null
      if (code !== null) say({ timing: 'code', code })
      return
    }
  }
}

runProgrammer({
  port: {
    postMessage(message) {
      const { type, step } = message as { type: string; step?: string }
      if (type === 'progress' && step === 'awaitingCode') {
        say({ timing: 'written', presentAt, deviceMs, exchanges })
      }
      process.send?.(message)
    },
    on: (_, listener) =>
      process.on('message', (data) => {
        if (isTiming(data)) obey(data as ToTimed)
        else listener({ data })
      }),
  },
  now: Date.now,
  connect: openReaders,
  exit: () => process.kill(process.pid, 'SIGKILL'),
  later: (ms, callback) => setTimeout(callback, ms),
})
