/** The devices' routes: one POST for each method of the head-office port, and head office's word for its TLS. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, refuse } from '../../../domain/refuse.ts'
import { encodeCbor } from '../../../protocol/cbor.ts'
import { CBOR_TYPE, isSigned, MAX_BODY_BYTES } from '../../../protocol/device-request.ts'
import { headOfficeMethods, type HeadOffice, type HeadOfficeMethod } from '../../../protocol/head-office.ts'
import { vouchForCertificates } from '../../../protocol/tls-voucher.ts'
import { headOfficeOf } from '../../head-office.ts'
import type { Hub } from '../../hub.ts'
import type { HubLog } from '../../log.ts'
import type { HubPlugin } from '../server.ts'
import { announce, authenticate, type Announced } from './authenticate.ts'
import { readBody, writeBody } from './body.ts'
import { DEVICE_QUOTA, Quota, type QuotaLimits } from './quota.ts'
import { faultOf, sendRequestRefused } from './refusals.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who says to ask, by headers that are in order; null: nobody needs to. */
    announced: Announced | null
  }
}

export interface DeviceRoutesOptions {
  readonly log: HubLog
  /** DER of the certificates under which this server is reached. */
  readonly certificates: readonly Uint8Array[]
  readonly quota?: QuotaLimits
  /** Milliseconds of a clock that nobody sets. */
  readonly monotonic?: () => number
}

/** Only a push carries events. */
const SMALL_BODY_BYTES = 64 * 1024
const MINUTE = 60_000
/** For each address. All branches may come from one: what a device may ask is `DEVICE_QUOTA`. */
const rates = { signed: 30_000, unsigned: 300, enrol: 20 }

export function deviceRoutes(hub: Hub, options: DeviceRoutesOptions): HubPlugin {
  const { log, quota = DEVICE_QUOTA, monotonic = () => performance.now() } = options
  const headOffice = headOfficeOf(hub)
  const used = new Quota(quota)
  const refused = (reply: FastifyReply, refusal: Parameters<typeof sendRequestRefused>[1]): FastifyReply => {
    log.info({ event: 'device request refused', code: refusal.code })
    return sendRequestRefused(reply, refusal, hub.now())
  }

  async function onSigned(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const announced = await announce(hub, request.headers)
    if (isRefusal(announced)) return refused(reply, announced)
    request.announced = announced
    return undefined
  }

  async function answer(
    method: HeadOfficeMethod,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const sent = request.body instanceof Buffer ? new Uint8Array(request.body) : new Uint8Array()
    const { announced } = request
    if (announced !== null) {
      // After the signature: nobody uses up another device's share.
      const obstacle = await authenticate(hub, announced, request.url, sent)
      if (obstacle !== null) return refused(reply, obstacle)
      if (!used.take(announced.device.device, sent.length, monotonic())) {
        return refused(reply, refuse('TOO_MANY_REQUESTS'))
      }
    }
    const body = await readBody(sent, request.headers['content-encoding'])
    const call = body && parsedCall(headOffice, method, body.value)
    if (!call) return refused(reply, refuse('INPUT_MALFORMED'))
    if (announced !== null && call.device !== announced.device.device) {
      return refused(reply, refuse('DEVICE_SIGNATURE'))
    }
    const { bytes, gzipped } = await writeBody(await call.run(), request.headers['accept-encoding'])
    if (gzipped) void reply.header('content-encoding', 'gzip')
    return reply.type(CBOR_TYPE).send(bytes)
  }

  return async (app) => {
    app.decorateRequest('announced', null)
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(CBOR_TYPE, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const fault = faultOf(error)
      if (fault !== null) return refused(reply, fault)
      const reference = log.bug('device request failed', error, request.routeOptions.url)
      return refused(reply, refuse('INTERNAL', { reference }))
    })
    for (const method of methods) {
      const signed = isSigned(method)
      app.post(`/${method}`, {
        bodyLimit: method === 'push' ? MAX_BODY_BYTES : SMALL_BODY_BYTES,
        config: {
          rateLimit: {
            max: method === 'enrol' ? rates.enrol : rates[signed ? 'signed' : 'unsigned'],
            timeWindow: MINUTE,
          },
        },
        ...(signed && { onRequest: onSigned }),
        handler: (request, reply) => answer(method, request, reply),
      })
    }
    app.get(
      '/certificates',
      { config: { rateLimit: { max: rates.unsigned, timeWindow: MINUTE } } },
      async (_request, reply) => {
        const keys = await hub.store.read((reader) => hub.keys.at(reader))
        const voucher = vouchForCertificates(keys, hub.realm, options.certificates)
        return reply.type(CBOR_TYPE).send(Buffer.from(encodeCbor(voucher)))
      },
    )
  }
}

const methods = Object.keys(headOfficeMethods).filter(
  (name): name is HeadOfficeMethod => name in headOfficeMethods,
)

interface Call {
  /** The device that the input names. */
  readonly device: string | undefined
  readonly run: () => Promise<unknown>
}

function parsedCall<M extends HeadOfficeMethod>(
  headOffice: HeadOffice,
  method: M,
  input: unknown,
): Call | undefined {
  const parsed = headOfficeMethods[method].input.safeParse(input)
  if (!parsed.success) return undefined
  // The method's own schema has parsed it; the compiler loses the tie between the two lookups.
  const call = headOffice[method] as (value: unknown) => Promise<unknown>
  return { device: deviceNamed(parsed.data), run: () => call(parsed.data) }
}

function deviceNamed(input: object): string | undefined {
  if ('device' in input && typeof input.device === 'string') return input.device
  return (
    ('head' in input && typeof input.head === 'object' && input.head !== null && deviceNamed(input.head)) ||
    undefined
  )
}
