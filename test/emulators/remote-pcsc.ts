/** The test's end of pcsc-child.ts: the readers that child sees, by the same port. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { WayFault } from '../../programmer/messages.ts'
import { PresenceCell } from '../../programmer/presence.ts'
import {
  ReaderError,
  type Presence,
  type Reader,
  type ReaderErrorCode,
  type ReaderWatcher,
} from '../../programmer/reader.ts'

export interface ToPcscChild {
  readonly exchange: number
  readonly name: string
  readonly apdu: Uint8Array
}

export type FromPcscChild =
  | {
      readonly type: 'readers'
      readonly fault: WayFault | null
      readonly readers: readonly { readonly name: string; readonly presence: Presence }[]
    }
  | { readonly type: 'presence'; readonly name: string; readonly presence: Presence }
  | { readonly type: 'answer'; readonly exchange: number; readonly bytes: Uint8Array }
  | { readonly type: 'lost'; readonly exchange: number; readonly code: ReaderErrorCode }

export interface RemotePcsc {
  readonly watcher: ReaderWatcher
  stop(): Promise<void>
}

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: ReaderError) => void
}

/** @param socket where the pcscd to be used listens */
export function startRemotePcsc(socket: string, answerTimeoutMs: number): RemotePcsc {
  const entry = fileURLToPath(new URL('pcsc-child.ts', import.meta.url))
  const child = fork(entry, [String(answerTimeoutMs)], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, PCSCLITE_CSOCK_NAME: socket },
  })
  const readers = new Map<string, { readonly reader: Reader; readonly presence: PresenceCell }>()
  const listeners = new Set<() => void>()
  const waiting = new Map<number, Waiting>()
  let fault: WayFault | null = null
  let exchanges = 0

  function add(name: string, first: Presence): void {
    const presence = new PresenceCell(first)
    const reader: Reader = {
      name,
      transport: 'pcsc',
      get presence() {
        return presence.get()
      },
      onChange: (listener) => presence.onChange(listener),
      transmit(apdu) {
        exchanges += 1
        const exchange = exchanges
        child.send({ exchange, name, apdu } satisfies ToPcscChild)
        return new Promise((resolve, reject) => waiting.set(exchange, { resolve, reject }))
      },
      close: () => undefined,
    }
    readers.set(name, { reader, presence })
  }

  function take(exchange: number): Waiting | undefined {
    const taken = waiting.get(exchange)
    waiting.delete(exchange)
    return taken
  }

  child.on('message', (message: FromPcscChild) => {
    switch (message.type) {
      case 'readers': {
        fault = message.fault
        const names = new Set(message.readers.map(({ name }) => name))
        for (const name of readers.keys()) if (!names.has(name)) readers.delete(name)
        for (const { name, presence } of message.readers) if (!readers.has(name)) add(name, presence)
        for (const listener of listeners) listener()
        return
      }
      case 'presence':
        readers.get(message.name)?.presence.announce(message.presence)
        return
      case 'answer':
        take(message.exchange)?.resolve(message.bytes)
        return
      case 'lost':
        take(message.exchange)?.reject(new ReaderError(message.code))
        return
    }
  })

  return {
    watcher: {
      get readers() {
        return [...readers.values()].map(({ reader }) => reader)
      },
      get fault() {
        return fault
      },
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      close: () => undefined,
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
