/** Requests as a desk's transport signs them, for tests that change one thing about them. */
import { gzipSync } from 'node:zlib'
import { createServer, type HubServer } from '../../../hub/http/server.ts'
import { deviceRoutes, type DeviceRoutesOptions } from '../../../hub/http/device/routes.ts'
import type { Hub } from '../../../hub/hub.ts'
import { openHubLog } from '../../../hub/log.ts'
import { sha256 } from '../../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import {
  CBOR_TYPE,
  DEVICE_PATH,
  deviceRequestMessage,
  formatSignature,
  pathOf,
  type DeviceRequest,
} from '../../../protocol/device-request.ts'
import type { HeadOfficeMethod } from '../../../protocol/head-office.ts'
import { countingRandom } from '../random.ts'

const random = countingRandom('requests')
const silent = openHubLog({ write: () => undefined })

export async function serveDevices(hub: Hub, options: Partial<DeviceRoutesOptions> = {}): Promise<HubServer> {
  const routes = deviceRoutes(hub, { log: silent, certificates: [], ...options })
  return createServer({
    subjects: [{ prefix: DEVICE_PATH, routes }],
    log: silent,
    ready: () => hub.store.read(async () => undefined),
  })
}

/** Everything about a request that a test may want otherwise. */
export interface Asking {
  readonly device: string
  readonly sign: (message: Uint8Array) => Uint8Array
  readonly method: HeadOfficeMethod
  readonly input: unknown
  readonly time: number
  readonly gzip?: boolean
  /** What is signed, where it is not what is sent. */
  readonly signed?: Partial<DeviceRequest>
  readonly nonce?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** Sent in the place of `input`'s body, under `input`'s digest. */
  readonly body?: Buffer
}

export interface Sent {
  readonly method: 'POST'
  readonly url: string
  readonly headers: Record<string, string>
  readonly payload: Buffer
}

export function requestOf(asking: Asking): Sent {
  const plain = Buffer.from(encodeCbor(asking.input))
  const payload = asking.gzip ? gzipSync(plain) : plain
  const request: DeviceRequest = {
    method: 'POST',
    path: pathOf(asking.method),
    digest: sha256(payload),
    time: asking.time,
    nonce: asking.nonce ?? random(16),
    device: asking.device,
  }
  const signature = asking.sign(deviceRequestMessage({ ...request, ...asking.signed }))
  return {
    method: 'POST',
    url: pathOf(asking.method),
    headers: {
      'content-type': CBOR_TYPE,
      ...(asking.gzip && { 'content-encoding': 'gzip' }),
      ...formatSignature(request, signature),
      ...asking.headers,
    },
    payload: asking.body ?? payload,
  }
}

/** Status and, of a refusal, its code. */
export async function ask(
  { app }: HubServer,
  sent: Sent,
): Promise<{ readonly status: number; readonly value: unknown; readonly code: string | null }> {
  const { statusCode, rawPayload } = await app.inject(sent)
  const decoded = decodeCbor(new Uint8Array(rawPayload), { maxBytes: 2 ** 25 })
  if (!decoded.ok) throw new Error(`answered ${statusCode} and no CBOR: ${decoded.code}`)
  const { value } = decoded
  const refused = typeof value === 'object' && value !== null && 'code' in value
  return { status: statusCode, value, code: refused ? String(value.code) : null }
}
