/**
 * How a desk asks head office over HTTPS: one POST for each method of the port under `DEVICE_PATH`, its input and
 * output in our CBOR, either way gzipped where that pays. What a device asks is signed with its key, so that
 * neither a stolen session nor a proxy that ends TLS can ask in its name, and nothing is taken twice.
 */
import { z } from 'zod'
import { concatBytes, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import type { HeadOfficeMethod } from './head-office.ts'
import { ED25519_SIGNATURE_BYTES } from './signature.ts'

export const DEVICE_PATH = '/device/v1'
export const CBOR_TYPE = 'application/cbor'
/** Asked before there is a device, or before its clock can be trusted. Everything else is signed. */
const unsigned: readonly HeadOfficeMethod[] = ['identify', 'enrol', 'clock']
/** How far the time in a request may be from head office's, either way. */
export const REQUEST_WINDOW_MS = 5 * 60_000
export const REQUEST_NONCE_BYTES = 16
/** A message of the port (16 MiB of events) with its framing, before and after compression. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024
/** Below this gzip gains nothing. */
export const COMPRESS_FROM_BYTES = 512

export function isSigned(method: HeadOfficeMethod): boolean {
  return !unsigned.includes(method)
}

export function pathOf(method: HeadOfficeMethod): string {
  return `${DEVICE_PATH}/${method}`
}

/** What is signed of a request. */
export interface DeviceRequest {
  readonly method: 'POST'
  /** Without the query: there is none. */
  readonly path: string
  /** SHA-256 of the body as it is sent (compressed): it is checked before anything is inflated. */
  readonly digest: Uint8Array
  /** Head office's time as the device knows it, ms since 1970. */
  readonly time: number
  /** 16 random bytes, never used twice by a device. */
  readonly nonce: Uint8Array
  readonly device: string
}

const LABEL = utf8('fobdesk/device-request/1\0')

/** What the device key signs: label ‖ CBOR(method, path, digest, time, nonce, device). */
export function deviceRequestMessage({
  method,
  path,
  digest,
  time,
  nonce,
  device,
}: DeviceRequest): Uint8Array {
  return concatBytes(LABEL, encodeCbor({ method, path, digest, time, nonce, device }))
}

const base64url = (length: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64url')))
    .refine((bytes) => bytes.length === length)

/** The headers of a signed request; whatever else the request bears is let through. */
export const signatureHeaders = z.object({
  'fobdesk-device': z.string().min(1).max(64),
  'fobdesk-time': z
    .string()
    .regex(/^[0-9]{1,16}$/)
    .transform(Number)
    .refine(Number.isSafeInteger),
  'fobdesk-nonce': base64url(REQUEST_NONCE_BYTES),
  'fobdesk-signature': base64url(ED25519_SIGNATURE_BYTES),
})

export function formatSignature(
  { device, time, nonce }: DeviceRequest,
  signature: Uint8Array,
): z.input<typeof signatureHeaders> {
  return {
    'fobdesk-device': device,
    'fobdesk-time': String(time),
    'fobdesk-nonce': Buffer.from(nonce).toString('base64url'),
    'fobdesk-signature': Buffer.from(signature).toString('base64url'),
  }
}

/** A request that was not carried out: the answer's body beside a status of 400 or more. */
export const requestRefused = z.strictObject({
  ok: z.literal(false),
  /** One of `domain/refusals.ts`. */
  code: z.string().max(64),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Head office's time: a desk whose clock is wrong asks again with it. */
  now: z.int(),
})
