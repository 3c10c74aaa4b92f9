/**
 * HTTPS to head office. A certificate counts when head office's signing key vouches for it (`tls-voucher.ts`), not
 * when some certification authority does; nothing but the question for that voucher is ever sent on a connection
 * that has not shown such a certificate.
 */
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { hex, sha256 } from '../../protocol/bytes.ts'
import { MAX_BODY_BYTES } from '../../protocol/device-request.ts'
import { HeadOfficeForeign, HeadOfficeUnreachable } from '../../protocol/head-office.ts'

export interface LineAnswer {
  readonly status: number
  readonly gzipped: boolean
  readonly body: Uint8Array
}

export interface LineRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /**
   * On a connection of its own, which cannot be stale: for what must not be sent twice. When a kept connection turns
   * out to have ended, nobody can tell whether the request had been carried out before.
   */
  readonly once: boolean
}

/** Whether the certificate (SHA-256 of its DER, hex) is head office's. */
export type Trusts = (certificate: string) => boolean

export interface Line {
  /** Rejects with HeadOfficeUnreachable, or with CertificateUnknown where the certificate is not trusted. */
  send(request: LineRequest): Promise<LineAnswer>
  /** Ends idle connections. */
  close(): void
}

/** Whoever answered showed a certificate that is not known to be head office's. */
export class CertificateUnknown extends HeadOfficeForeign {}

/**
 * A connection kept from before ended without a word of an answer: most likely it had ended on the other side before
 * the request got there. Not surely: head office may have been cut off right after the work.
 */
export class ConnectionStale extends HeadOfficeUnreachable {}

export interface LineOptions {
  /** `https://host:port`. */
  readonly address: string
  readonly trusts: Trusts
  /** Calls `callback` after `ms` unless the function that it answers was called before. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** For one answer. Default 2 minutes: a full batch over a thin line. */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 120_000
const HANDSHAKE_TIMEOUT_MS = 10_000
/** Less than the server keeps one (72 s), or a request would run into its end. */
const KEEP_ALIVE_MS = 60_000

export function openLine({ address, trusts, after, timeoutMs = DEFAULT_TIMEOUT_MS }: LineOptions): Line {
  const kept = new TrustingAgent(trusts, { keepAlive: true })
  const single = new TrustingAgent(trusts, { keepAlive: false })
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const { method, path, headers, body, once } = request
        const agent = once ? single : kept
        let answering = false
        const asked = httpsRequest(new URL(path, address), { method, headers, agent }, (response) => {
          answering = true
          const chunks: Buffer[] = []
          let length = 0
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk)
            length += chunk.length
            if (length > MAX_BODY_BYTES) asked.destroy(new HeadOfficeUnreachable('the answer is too large'))
          })
          response.on('error', fail)
          response.on('end', () => {
            cancel()
            const gzipped = response.headers['content-encoding'] === 'gzip'
            resolve({
              status: response.statusCode ?? 0,
              gzipped,
              body: new Uint8Array(Buffer.concat(chunks)),
            })
          })
        })
        const cancel = after(timeoutMs, () => asked.destroy(new HeadOfficeUnreachable('no answer in time')))
        asked.on('error', fail)
        asked.end(body)

        function fail(error: NodeJS.ErrnoException): void {
          cancel()
          if (error instanceof HeadOfficeUnreachable) reject(error)
          else if (asked.reusedSocket && !answering && error.code === 'ECONNRESET') {
            reject(new ConnectionStale(error.code))
          } else reject(new HeadOfficeUnreachable(error.code ?? error.name))
        }
      }),
    close: () => {
      kept.destroy()
      single.destroy()
    },
  }
}

/** Hands out a connection only once its certificate is trusted. */
class TrustingAgent extends Agent {
  readonly #trusts: Trusts

  constructor(trusts: Trusts, { keepAlive }: { readonly keepAlive: boolean }) {
    super({ keepAlive, timeout: KEEP_ALIVE_MS, maxCachedSessions: 0 })
    this.#trusts = trusts
  }

  override createConnection(
    options: RequestOptions & ConnectionOptions,
    callback: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const socket: TLSSocket = connect({
      ...options,
      minVersion: 'TLSv1.3',
      // The handshake still proves that the other side has the certificate's key; who it is, we ask below.
      rejectUnauthorized: false,
    })
    const failed = (error: Error): void => callback(error, socket)
    socket.once('error', failed)
    socket.setTimeout(HANDSHAKE_TIMEOUT_MS, () => socket.destroy(new HeadOfficeUnreachable('no handshake')))
    socket.once('secureConnect', () => {
      socket.setTimeout(0)
      socket.off('error', failed)
      const { raw } = socket.getPeerCertificate(false)
      if (raw !== undefined && this.#trusts(hex(sha256(raw)))) return callback(null, socket)
      socket.destroy()
      return failed(new CertificateUnknown('the certificate is not vouched for'))
    })
    return undefined
  }
}
