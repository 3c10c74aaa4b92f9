import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { EventName, Method, Protocol } from './protocol.ts'

interface Pending {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (reason: Error) => void
}

/** What Chromium writes: the answer to a command (with an id) or an event (with a method). */
interface Incoming {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/**
 * One conversation with Chromium: with the browser itself, or with one of its pages or workers.
 * The typed `send` and `listen` are the only way in and out.
 */
export class CdpSession {
  readonly #connection: CdpConnection
  readonly #id: string | undefined
  readonly #events = new EventEmitter().setMaxListeners(0)

  constructor(connection: CdpConnection, id: string | undefined) {
    this.#connection = connection
    this.#id = id
  }

  /** Rejects with Chromium's own message, or when Chromium has ended. */
  send<M extends Method>(
    method: M,
    params?: Protocol.CommandParameters[M],
  ): Promise<Protocol.CommandReturnValues[M]> {
    // The protocol's types say what each method answers; the wire itself is untyped.
    return this.#connection.request(method, params ?? {}, this.#id) as Promise<
      Protocol.CommandReturnValues[M]
    >
  }

  listen<E extends EventName>(event: E, listener: (payload: Protocol.EventMap[E][0]) => void): void {
    this.#events.on(event, listener)
  }

  dispatch(event: string, payload: unknown): void {
    this.#events.emit(event, payload)
  }
}

/**
 * The DevTools protocol over `--remote-debugging-pipe`: JSON messages that end in a NUL byte, on two pipes.
 * A pipe instead of a TCP port, because nobody else on the machine can connect to it, and because Chromium
 * ends by itself when the pipe breaks, however the stand-in died.
 */
export class CdpConnection {
  readonly browser: CdpSession
  readonly #output: Writable
  readonly #sessions = new Map<string, CdpSession>()
  readonly #pending = new Map<number, Pending>()
  #sequence = 0
  #closedBy: Error | undefined

  constructor(output: Writable, input: Readable) {
    this.browser = new CdpSession(this, undefined)
    this.#output = output
    output.on('error', (error: Error) => this.close(error))
    let rest: Buffer[] = []
    input.on('data', (chunk: Buffer) => {
      let from = 0
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
        const message = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8')
        rest = []
        from = end + 1
        this.#receive(JSON.parse(message) as Incoming)
      }
      if (from < chunk.length) rest.push(chunk.subarray(from))
    })
  }

  session(id: string): CdpSession {
    let session = this.#sessions.get(id)
    if (!session) {
      session = new CdpSession(this, id)
      this.#sessions.set(id, session)
    }
    return session
  }

  forget(sessionId: string): void {
    this.#sessions.delete(sessionId)
  }

  request(method: string, params: object, sessionId: string | undefined): Promise<unknown> {
    if (this.#closedBy) return Promise.reject(this.#closedBy)
    return new Promise((resolve, reject) => {
      this.#sequence += 1
      const id = this.#sequence
      this.#pending.set(id, { method, resolve, reject })
      const address = sessionId === undefined ? {} : { sessionId }
      this.#output.write(JSON.stringify({ id, method, params, ...address }) + '\0')
    })
  }

  /** Rejects whatever still waits. Called when Chromium has ended. */
  close(reason: Error): void {
    if (this.#closedBy) return
    this.#closedBy = reason
    for (const { reject } of this.#pending.values()) reject(reason)
    this.#pending.clear()
  }

  #receive(message: Incoming): void {
    if (message.id === undefined) {
      const session = message.sessionId === undefined ? this.browser : this.#sessions.get(message.sessionId)
      if (message.method !== undefined) session?.dispatch(message.method, message.params)
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.error) pending?.reject(new Error(`${pending.method}: ${message.error.message}`))
    else pending?.resolve(message.result)
  }
}
