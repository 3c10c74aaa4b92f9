import type { Codec } from './codec.ts'

type Listener = (event: object, ...args: unknown[]) => void

/** Messages of the isolated world to main. The body is coded text, kept out of the head so it is written once. */
export type RendererMessage =
  | { kind: 'invoke'; id: number; channel: string }
  | { kind: 'send'; channel: string }
  | { kind: 'open-window'; url: string; name: string; features: string }
  | { kind: 'preload-error'; message: string; stack: string }

/** Messages of main to the isolated world. */
export type MainMessage =
  | { kind: 'event'; channel: string }
  | { kind: 'reply'; id: number }
  | { kind: 'refusal'; id: number; reason: string }

export interface RendererIpc {
  readonly ipcRenderer: object
  receive(message: MainMessage, body: string): void
}

/**
 * `ipcRenderer` as a sandboxed preload knows it: invoke, send, on, once, off. What the app does not use is
 * missing on purpose; `refuseUnknown` makes a use of it fail with a clear sentence.
 * Its source text is injected; it must not refer to anything outside itself.
 */
export function makeIpcRenderer(
  codec: Codec,
  post: (message: RendererMessage, body: string) => void,
): RendererIpc {
  const waiting = new Map<
    number,
    { channel: string; resolve(value: unknown): void; reject(reason: Error): void }
  >()
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>()
  let lastId = 0

  function encode(args: unknown[]): string {
    try {
      return codec.encode(args)
    } catch {
      throw new Error('An object could not be cloned.') // Electron's own words
    }
  }

  function add(channel: string, listener: Listener, once: boolean): object {
    const entries = listeners.get(channel) ?? []
    entries.push({ listener, once })
    listeners.set(channel, entries)
    return ipcRenderer
  }

  function remove(channel: string, listener: Listener): object {
    const entries = listeners.get(channel) ?? []
    const index = entries.findIndex((entry) => entry.listener === listener)
    if (index >= 0) entries.splice(index, 1)
    return ipcRenderer
  }

  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const body = encode(args) // a throw here rejects the promise, as in Electron
        const id = (lastId += 1)
        waiting.set(id, { channel, resolve, reject })
        post({ kind: 'invoke', id, channel }, body)
      })
    },
    send(channel: string, ...args: unknown[]): void {
      post({ kind: 'send', channel }, encode(args))
    },
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    off: remove,
    removeListener: remove,
    removeAllListeners(channel?: string): object {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  }

  function settle(id: number, use: (entry: NonNullable<ReturnType<typeof waiting.get>>) => void): void {
    const entry = waiting.get(id)
    waiting.delete(id)
    if (entry) use(entry)
  }

  function receive(message: MainMessage, body: string): void {
    switch (message.kind) {
      case 'reply':
        settle(message.id, ({ resolve }) => resolve((codec.decode(body) as [unknown])[0]))
        return
      case 'refusal':
        settle(message.id, ({ channel, reject }) =>
          reject(new Error(`Error invoking remote method '${channel}': ${message.reason}`)),
        )
        return
      case 'event': {
        const args = codec.decode(body) as unknown[]
        for (const { listener, once } of listeners.get(message.channel)?.slice() ?? []) {
          if (once) remove(message.channel, listener)
          listener({ sender: ipcRenderer, ports: [] }, ...args)
        }
      }
    }
  }

  return { ipcRenderer, receive }
}
