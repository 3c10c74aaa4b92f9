import type { FastifyError, FastifyReply } from 'fastify'
import type { Refusal } from '../../../domain/decide-types.ts'
import { refuse } from '../../../domain/refuse.ts'
import { encodeCbor } from '../../../protocol/cbor.ts'
import { CBOR_TYPE, type requestRefused } from '../../../protocol/device-request.ts'
import type { z } from 'zod'

const statuses: Readonly<Partial<Record<Refusal['code'], number>>> = {
  DEVICE_UNKNOWN: 401,
  DEVICE_SIGNATURE: 401,
  REQUEST_TIME: 401,
  REQUEST_REPLAYED: 401,
  DEVICE_REVOKED: 403,
  DEVICE_QUARANTINED: 403,
  ADDRESS_UNKNOWN: 404,
  BODY_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  HEAD_OFFICE_BUSY: 503,
}

/** A request that was not carried out. @param now head office's time */
export function sendRequestRefused(
  reply: FastifyReply,
  { code, detail }: Refusal,
  now: number,
): FastifyReply {
  const body = { ok: false, code, detail, now } satisfies z.input<typeof requestRefused>
  return reply
    .code(statuses[code] ?? 400)
    .type(CBOR_TYPE)
    .send(Buffer.from(encodeCbor(body)))
}

/** What Fastify threw before the handler was reached; null: a bug of ours. */
export function faultOf({ statusCode = 500 }: FastifyError): Refusal | null {
  if (statusCode === 413) return refuse('BODY_TOO_LARGE')
  if (statusCode === 429) return refuse('TOO_MANY_REQUESTS')
  return statusCode < 500 ? refuse('INPUT_MALFORMED') : null
}
