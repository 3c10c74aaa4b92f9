/** Bodies of the devices' routes: CBOR, gzipped where that pays, and never larger than is bearable. */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { COMPRESS_FROM_BYTES, MAX_BODY_BYTES } from '../../../protocol/device-request.ts'

const inflate = promisify(gunzip)
const deflate = promisify(gzip)

/** The value in a body; undefined: it is none, or more than `MAX_BODY_BYTES` when inflated. */
export async function readBody(
  sent: Uint8Array,
  encoding: string | undefined,
): Promise<{ readonly value: unknown } | undefined> {
  if (encoding !== undefined && encoding !== 'gzip') return undefined
  const plain = encoding === 'gzip' ? await inflateBounded(sent) : sent
  const decoded = plain && decodeCbor(plain, { maxBytes: MAX_BODY_BYTES })
  return decoded?.ok ? decoded : undefined
}

/** Stops inflating at the limit, whatever the stream still promises. */
async function inflateBounded(sent: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await inflate(sent, { maxOutputLength: MAX_BODY_BYTES }))
  } catch (error) {
    // zlib's codes (Z_DATA_ERROR, Z_BUF_ERROR) and ERR_BUFFER_TOO_LARGE all say: not a body of ours.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

export async function writeBody(
  value: unknown,
  accepted: string | undefined,
): Promise<{ readonly bytes: Buffer; readonly gzipped: boolean }> {
  const bytes = Buffer.from(encodeCbor(value))
  const compresses = bytes.length >= COMPRESS_FROM_BYTES && /\bgzip\b/.test(accepted ?? '')
  return compresses ? { bytes: await deflate(bytes), gzipped: true } : { bytes, gzipped: false }
}
