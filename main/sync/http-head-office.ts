/**
 * The head-office port over HTTPS (`device-request.ts`). Repeated here is what head office says that it did not carry
 * out, and, when a kept connection had ended, what does no harm twice; everything else is for whoever asked.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { sameBytes, sha256, type Random } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import {
  CBOR_TYPE,
  COMPRESS_FROM_BYTES,
  deviceRequestMessage,
  formatSignature,
  isSigned,
  MAX_BODY_BYTES,
  pathOf,
  REQUEST_NONCE_BYTES,
  requestRefused,
} from '../../protocol/device-request.ts'
import { HeadOfficeUnreachable, type HeadOffice, type HeadOfficeMethod } from '../../protocol/head-office.ts'
import { followSigningKey } from '../../protocol/key-statement.ts'
import { headOfficeOver } from './head-office-over.ts'
import { ConnectionStale, type LineAnswer } from './https-line.ts'
import { openVouchedLine, type VouchedLineOptions } from './vouched-line.ts'

/** Who asks, once this PC is a device. */
export interface RequestSigner {
  readonly device: string
  /** Ed25519 by the device key. */
  readonly sign: (message: Uint8Array) => Uint8Array
}

export interface HttpHeadOfficeOptions extends VouchedLineOptions {
  /** null before enrolment. */
  readonly signer: RequestSigner | null
  /** The PC's wall clock, ms since 1970. */
  readonly now: () => number
  readonly random: Random
}

export interface HttpHeadOffice extends HeadOffice {
  /** Ends idle connections. */
  close(): void
}

/**
 * What head office may carry out twice without anybody noticing: reading, and a push, which it knows by its sequence
 * numbers. Carried out once and asked again, `enrol` would find its code spent, `activate` the fob in service, `login`
 * and `resynchronise` the OTPs used; `lookUpCustomer` would be recorded twice, and `reportIncident` answered as if a
 * colleague had been first.
 */
const HARMLESS_TWICE: Readonly<Record<HeadOfficeMethod, boolean>> = {
  identify: true,
  clock: true,
  push: true,
  pull: true,
  why: true,
  enrol: false,
  activate: false,
  login: false,
  resynchronise: false,
  lookUpCustomer: false,
  reportIncident: false,
}

const deflate = promisify(gzip)
const inflate = promisify(gunzip)

/** Every method rejects with HeadOfficeUnreachable where no proper answer came. */
export function createHttpHeadOffice(options: HttpHeadOfficeOptions): HttpHeadOffice {
  const { signer, now, random } = options
  const line = openVouchedLine(options)
  /** Head office's time less this PC's, as far as a refused request has told. */
  let ahead = 0

  async function post(method: HeadOfficeMethod, input: unknown): Promise<LineAnswer> {
    const path = pathOf(method)
    const plain = encodeCbor(input)
    const gzipped = plain.length >= COMPRESS_FROM_BYTES
    const body = gzipped ? new Uint8Array(await deflate(plain)) : plain
    const send = (): Promise<LineAnswer> => {
      const headers = {
        'content-type': CBOR_TYPE,
        'accept-encoding': 'gzip',
        ...(gzipped && { 'content-encoding': 'gzip' }),
        ...(isSigned(method) && signatureOf(path, body)),
      }
      return line.send({ method: 'POST', path, headers, body, once: !HARMLESS_TWICE[method] })
    }
    // Never of what goes once. Signed anew: if the first did arrive, it is not to be mistaken for a replay.
    return send().catch((error: unknown) =>
      error instanceof ConnectionStale ? send() : Promise.reject(error),
    )
  }

  function signatureOf(path: string, body: Uint8Array): Readonly<Record<string, string>> {
    if (signer === null) throw new Error(`${path} is for enrolled devices`)
    const { device, sign } = signer
    const time = now() + ahead
    const request = {
      method: 'POST',
      path,
      digest: sha256(body),
      time,
      nonce: random(REQUEST_NONCE_BYTES),
      device,
    } as const
    return formatSignature(request, sign(deviceRequestMessage(request)))
  }

  /** The answer's value: of the method, or why the request was not carried out. */
  async function ask(method: HeadOfficeMethod, input: unknown): Promise<unknown> {
    const first = await post(method, input)
    if (first.status === 200) return read(first)
    const refused = parseRefused(await read(first))
    if (refused.code !== 'REQUEST_TIME') return refusalOf(refused)
    // The PC's clock is wrong. Nothing came of the request; synchronising must go on, and measures the clock.
    ahead = refused.now - now()
    const second = await post(method, input)
    return second.status === 200 ? read(second) : refusalOf(parseRefused(await read(second)))
  }

  const calls = headOfficeOver(ask)
  return {
    ...calls,
    async identify(input) {
      const identity = await calls.identify(input)
      const { hubSigningKey } = line
      // What people compare must be what vouches for the line, or has taken over from it since.
      const followed = hubSigningKey && followSigningKey(options.realm, hubSigningKey, identity.statements)
      if (!followed?.ok || !sameBytes(identity.signing.publicKey, followed.value)) {
        throw new HeadOfficeUnreachable('the keys are not those of this line')
      }
      return identity
    },
    close: () => line.close(),
  }
}

async function read({ body, gzipped }: LineAnswer): Promise<unknown> {
  const plain = gzipped ? await inflateBounded(body) : body
  const decoded = decodeCbor(plain, { maxBytes: MAX_BODY_BYTES })
  if (!decoded.ok) throw new HeadOfficeUnreachable('the answer makes no sense')
  return decoded.value
}

async function inflateBounded(body: Uint8Array): Promise<Uint8Array> {
  try {
    return new Uint8Array(await inflate(body, { maxOutputLength: MAX_BODY_BYTES }))
  } catch {
    // Damaged or too large: either way no answer of head office's.
    throw new HeadOfficeUnreachable('the answer does not inflate')
  }
}

type RequestRefused = ReturnType<typeof requestRefused.parse>

function parseRefused(value: unknown): RequestRefused {
  const parsed = requestRefused.safeParse(value)
  if (!parsed.success) throw new HeadOfficeUnreachable('the answer makes no sense')
  return parsed.data
}

/** In the form of the methods' refusals. What is to be tried again later is none. */
function refusalOf({ code, detail }: RequestRefused): Omit<RequestRefused, 'now'> {
  const later: readonly string[] = ['TOO_MANY_REQUESTS', 'HEAD_OFFICE_BUSY', 'INTERNAL']
  if (later.includes(code)) throw new HeadOfficeUnreachable(code)
  return { ok: false, code, detail }
}
