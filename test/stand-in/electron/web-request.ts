import { refuseUnknown } from '../injected/refuse-unknown.ts'

/** The fields of a request that a listener is told. */
export interface RequestDetails {
  readonly id: number
  readonly url: string
  readonly method: string
  readonly webContentsId: number
  readonly webContents: object
  readonly frame: object | null
  readonly resourceType: string
  readonly referrer: string
  readonly timestamp: number
  /** Before the request is sent. */
  readonly requestHeaders?: Record<string, string>
  /** When the answer is there. */
  readonly statusCode?: number
  readonly statusLine?: string
  readonly responseHeaders?: Record<string, string | string[]>
}

export interface ListenerAnswer {
  readonly cancel?: boolean
  readonly redirectURL?: string
  readonly requestHeaders?: Record<string, string>
  readonly responseHeaders?: Record<string, string | string[]>
  readonly statusLine?: string
}

type Listener = (details: object, callback: (answer: ListenerAnswer) => void) => void
type Filter = { readonly urls: readonly string[] }
type Stage = 'onBeforeRequest' | 'onBeforeSendHeaders' | 'onHeadersReceived'

/** A match pattern such as `app://*` as a regular expression. */
function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')
  return new RegExp(`^${escaped}$`).test(url)
}

/** The three stages of `session.webRequest` that can change a request. The others throw when they are used. */
export class WebRequestListeners {
  readonly #listeners = new Map<Stage, { filter: Filter; listener: Listener }>()

  readonly api = refuseUnknown('session.webRequest', {
    onBeforeRequest: (filter: Filter | Listener | null, listener?: Listener | null) =>
      this.#register('onBeforeRequest', filter, listener),
    onBeforeSendHeaders: (filter: Filter | Listener | null, listener?: Listener | null) =>
      this.#register('onBeforeSendHeaders', filter, listener),
    onHeadersReceived: (filter: Filter | Listener | null, listener?: Listener | null) =>
      this.#register('onHeadersReceived', filter, listener),
  })

  /** Resolves with the listener's answer, or with "go on" when nobody listens to this URL. */
  ask(stage: Stage, details: RequestDetails): Promise<ListenerAnswer> {
    const entry = this.#listeners.get(stage)
    if (!entry?.filter.urls.some((pattern) => matches(pattern, details.url))) return Promise.resolve({})
    return new Promise((resolve) => entry.listener(details, (answer) => resolve(answer ?? {})))
  }

  #register(stage: Stage, first: Filter | Listener | null, second?: Listener | null): void {
    const listener = typeof first === 'function' ? first : second
    const filter = typeof first === 'function' || !first ? { urls: ['<all_urls>'] } : first
    if (listener) this.#listeners.set(stage, { filter, listener })
    else this.#listeners.delete(stage)
  }
}
