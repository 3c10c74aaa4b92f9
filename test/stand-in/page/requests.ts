import type { CdpSession } from '../cdp/connection.ts'
import type { Protocol } from '../cdp/protocol.ts'
import { aliasPolicy, fromAlias, toAlias } from '../electron/aliases.ts'
import { findProtocolHandler, type ProtocolHandler } from '../electron/protocol.ts'
import { theSession } from '../electron/session.ts'
import type { RequestDetails } from '../electron/web-request.ts'
import { debug } from '../log.ts'

type Paused = Protocol.Fetch.requestPausedPayload
type Reason = Protocol.Network.ErrorReason

/** What a request must know of the page it comes from. */
export interface RequestOwner {
  readonly id: number
  frameHandle(frameId: string): object | null
  isMainFrame(frameId: string): boolean
  /** False when the app vetoes: the request is then aborted and the page stays where it is. */
  mayNavigate(url: string, frameId: string): boolean
}

/** Loopback is a development server; everything else beyond the app's own schemes has no network here. */
function isLocal(url: string): boolean {
  return /^(data|blob|file|about):/.test(url) || /^https?:\/\/(127\.0\.0\.1|localhost)([:/]|$)/.test(url)
}

/** Stands between one page (or worker) and the network: `protocol.handle`, `webRequest`, `will-navigate`. */
export class RequestGate {
  readonly #session: CdpSession
  readonly #owner: RequestOwner

  constructor(session: CdpSession, owner: RequestOwner) {
    this.#session = session
    this.#owner = owner
    session.listen('Fetch.requestPaused', (paused) => {
      this.#answer(paused).catch((error: unknown) => debug(`request ${paused.request.url}: ${String(error)}`))
    })
  }

  open(): Promise<unknown> {
    return this.#session.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] })
  }

  async #answer(paused: Paused): Promise<unknown> {
    const url = fromAlias(paused.request.url)
    const isNavigation = paused.resourceType === 'Document'
    if (isNavigation && !this.#owner.mayNavigate(url, paused.frameId)) return this.#fail(paused, 'Aborted')

    const details = this.#details(paused, url)
    const before = await theSession.requestListeners.ask('onBeforeRequest', details)
    if (before.cancel) return this.#fail(paused, 'BlockedByClient')
    if (before.redirectURL) return this.#redirect(paused, before.redirectURL)
    const requestHeaders = appHeaders(paused.request.headers)
    const sending = await theSession.requestListeners.ask('onBeforeSendHeaders', {
      ...details,
      requestHeaders,
    })
    if (sending.cancel) return this.#fail(paused, 'BlockedByClient')

    const handler = findProtocolHandler(url.slice(0, url.indexOf(':')))
    if (handler) return this.#handle(paused, details, sending.requestHeaders ?? requestHeaders, handler)
    if (!isLocal(url)) return this.#fail(paused, 'NameNotResolved')
    return this.#session.send('Fetch.continueRequest', { requestId: paused.requestId })
  }

  async #handle(
    paused: Paused,
    details: RequestDetails,
    headers: Record<string, string>,
    handler: ProtocolHandler,
  ): Promise<unknown> {
    let response: Response
    try {
      response = await handler(await this.#request(paused, details.url, headers))
    } catch (error) {
      console.error(error) // as Electron: the page sees ERR_UNEXPECTED, the log sees why
      return this.#fail(paused, 'Failed')
    }
    if (response.type === 'error') return this.#fail(paused, 'Failed')
    let responseHeaders: Record<string, string | string[]> = {}
    for (const [name, value] of response.headers) {
      responseHeaders[name] = [...[responseHeaders[name] ?? []].flat(), value]
    }
    const received = await theSession.requestListeners.ask('onHeadersReceived', {
      ...details,
      statusCode: response.status,
      statusLine: `HTTP/1.1 ${response.status}`,
      responseHeaders,
    })
    if (received.cancel) return this.#fail(paused, 'BlockedByClient')
    responseHeaders = received.responseHeaders ?? responseHeaders
    return this.#session.send('Fetch.fulfillRequest', {
      requestId: paused.requestId,
      responseCode: response.status,
      responseHeaders: chromiumHeaders(responseHeaders),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  async #request(paused: Paused, url: string, headers: Record<string, string>): Promise<Request> {
    const { method } = paused.request
    if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
    const entries = paused.request.postDataEntries ?? []
    const body = Buffer.concat(entries.map((entry) => Buffer.from(entry.bytes ?? '', 'base64')))
    return new Request(url, { method, headers, body })
  }

  #details(paused: Paused, url: string): RequestDetails {
    const main = paused.resourceType === 'Document' && this.#owner.isMainFrame(paused.frameId)
    return {
      id: Number(paused.requestId.replace(/\D/g, '')),
      url,
      method: paused.request.method,
      webContentsId: this.#owner.id,
      webContents: this.#owner,
      frame: this.#owner.frameHandle(paused.frameId),
      resourceType: main
        ? 'mainFrame'
        : (resourceTypes[paused.resourceType] ?? paused.resourceType.toLowerCase()),
      referrer: fromAlias(paused.request.headers.Referer ?? ''),
      timestamp: Date.now(),
    }
  }

  #fail({ requestId }: Paused, errorReason: Reason): Promise<unknown> {
    return this.#session.send('Fetch.failRequest', { requestId, errorReason })
  }

  #redirect({ requestId }: Paused, url: string): Promise<unknown> {
    const responseHeaders = [{ name: 'location', value: toAlias(url) }]
    return this.#session.send('Fetch.fulfillRequest', { requestId, responseCode: 307, responseHeaders })
  }
}

/** Where Electron's word for a resource is not simply Chromium's in small letters. */
const resourceTypes: Record<string, string> = {
  Document: 'subFrame',
  XHR: 'xhr',
  CSPViolationReport: 'cspReport',
}

/** The page's own address stands in two request headers; main must see it in its own form. */
function appHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (/^origin$/i.test(name)) return [name, fromAlias(`${value}/`).replace(/\/$/, '')]
      return [name, /^referer$/i.test(name) ? fromAlias(value) : value]
    }),
  )
}

function chromiumHeaders(headers: Record<string, string | string[]>): { name: string; value: string }[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => {
      if (/^content-security-policy/i.test(name)) return { name, value: aliasPolicy(value) }
      return { name, value: /^location$/i.test(name) ? toAlias(value) : value }
    }),
  )
}
