/**
 * The head-office port over a message port to the hub's process. What comes back is parsed; whatever is not a
 * proper answer in time counts as "not reached", since nothing can be concluded from it.
 */
import { HeadOfficeUnreachable, type HeadOffice } from '../../protocol/head-office.ts'
import { enrolmentCodeIssued, ISSUE_ENROLMENT_CODE, response } from '../../protocol/head-office-messages.ts'
import { headOfficeOver } from './head-office-over.ts'

/** The other process, as Electron's `UtilityProcess` or Node's `ChildProcess` offer it (adapted by main). */
export interface HeadOfficePort {
  postMessage(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** The process has ended or was never there; nothing is answered any more. */
  onClose(listener: () => void): void
}

export interface HeadOfficeClientOptions {
  readonly port: HeadOfficePort
  /** Calls `callback` after `ms` unless the function that it answers was called before. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** Default 30 s: a push of 5,000 events is verified well within. */
  readonly timeoutMs?: number
}

export interface HeadOfficeClient extends HeadOffice {
  /** Training only: a code with which this PC enrols at its training hub. */
  issueEnrolmentCode(): Promise<string>
}

const DEFAULT_TIMEOUT_MS = 30_000

/** Every method rejects with HeadOfficeUnreachable on a time-out, the process's end, or a senseless answer. */
export function createHeadOfficeClient(options: HeadOfficeClientOptions): HeadOfficeClient {
  const ask = createAsker(options)

  return {
    ...headOfficeOver(ask),
    async issueEnrolmentCode() {
      const parsed = enrolmentCodeIssued.safeParse(await ask(ISSUE_ENROLMENT_CODE, {}))
      if (!parsed.success) throw new HeadOfficeUnreachable('the answer makes no sense')
      return parsed.data.code
    },
  }
}

interface Pending {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: HeadOfficeUnreachable) => void
}

/** One request, one answer; ids are never used twice, so a late answer meets nobody. */
function createAsker({ port, after, timeoutMs = DEFAULT_TIMEOUT_MS }: HeadOfficeClientOptions) {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let closed = false

  port.onMessage((message) => {
    const parsed = response.safeParse(message)
    if (!parsed.success || parsed.data.id === null) return
    const waiting = pending.get(parsed.data.id)
    if (waiting === undefined) return
    if ('error' in parsed.data) waiting.reject(new HeadOfficeUnreachable(parsed.data.error))
    else waiting.resolve(parsed.data.output)
  })
  port.onClose(() => {
    closed = true
    for (const { reject } of pending.values()) reject(new HeadOfficeUnreachable('the process has ended'))
  })

  return async (method: string, input: unknown): Promise<unknown> => {
    if (closed) throw new HeadOfficeUnreachable('the process has ended')
    const id = ++lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    pending.set(id, { resolve, reject })
    const cancel = after(timeoutMs, () => reject(new HeadOfficeUnreachable(`${method}: no answer in time`)))
    try {
      port.postMessage({ id, method, input })
      return await promise
    } finally {
      cancel()
      pending.delete(id)
    }
  }
}
