/**
 * The keyring file: CBOR { f, body, mac }. Private keys, epoch keys and the device key stand in `body`
 * only sealed; staff numbers and public keys stand in clear. `mac` is HMAC-SHA-256 over `body` under the
 * current epoch key, so nobody can slip in a member (or another public key for one) to whom the next
 * epoch would be sealed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { byteString, bytesOf } from '../../protocol/byte-schema.ts'
import { utf8 } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { deriveKey } from '../../protocol/seal.ts'

const KEYRING_FORMAT = 2

const bytes = byteString
const bytes32 = bytesOf(32)
const staffNo = z.string().min(1).max(64)

const slot = z
  .strictObject({
    /** Argon2id salt, 16 bytes. */
    salt: bytesOf(16),
    // Upper bounds: a damaged file must not make the desk allocate without limit.
    memoryKiB: z.int().min(8).max(1_048_576),
    iterations: z.int().min(1).max(64),
    parallelism: z.int().min(1).max(16),
    /** Commits to the one key that opens `sealed`. */
    commitment: bytes32,
    /** Signing and sealing private keys under the password and the machine secret. */
    sealed: bytes,
  })
  // RFC 9106: at least 8 KiB a lane. A damaged file is to be refused, not to throw.
  .refine(({ memoryKiB, parallelism }) => memoryKiB >= 8 * parallelism)
export type Slot = z.infer<typeof slot>

const member = z.strictObject({
  staffNo,
  signing: bytes32,
  sealing: bytes32,
  slot,
  /** Set by somebody else: must be changed before anything is done with it. */
  temporary: z.boolean(),
  /** The current epoch key, HPKE-sealed to `sealing`. */
  box: bytes,
})
export type Member = z.infer<typeof member>

const device = z.string().min(1).max(64)

const body = z.strictObject({
  /** `machineMark` of the machine whose secret closes the slots. */
  machine: bytes32,
  /** Epochs 1 … n; the last is the current one. */
  epochs: z
    .array(
      z.strictObject({
        /** `epochCommitment` of the key. */
        commitment: bytes32,
        /** The key of the epoch before, sealed under this one's; empty for epoch 1. */
        predecessor: bytes,
      }),
    )
    .min(1),
  members: z.array(member).min(1),
  /** Signing keys of people who left and keys that were replaced: old signatures stay verifiable. */
  formerKeys: z.array(z.strictObject({ staffNo, signing: bytes32 })),
  /** `sealing` follows from the printed code; `box` holds the current epoch key. */
  recovery: z.strictObject({ sealing: bytes32, box: bytes }),
  /** `sealed`: the Ed25519 private key under the current epoch key. */
  device: z.strictObject({ id: device, signing: bytes32, sealed: bytes }),
  formerDevices: z.array(z.strictObject({ id: device, signing: bytes32 })),
})
export type KeyringBody = z.infer<typeof body>

const file = z.strictObject({ f: z.literal(KEYRING_FORMAT), body: bytes, mac: bytes32 })

export interface ReadKeyring {
  readonly body: KeyringBody
  /** Exactly as stored: what the MAC covers. */
  readonly bodyBytes: Uint8Array
  readonly mac: Uint8Array
}

/** Reads the shape. Nothing is trusted before `checkMac`. */
export function parseKeyring(content: Uint8Array): Result<ReadKeyring, 'KEYRING_DAMAGED' | 'KEYRING_NEWER'> {
  const decoded = decodeCbor(content)
  if (!decoded.ok) return refuse('KEYRING_DAMAGED', decoded.code)
  const format = z.object({ f: z.int() }).safeParse(decoded.value)
  if (format.success && format.data.f > KEYRING_FORMAT)
    return refuse('KEYRING_NEWER', `format ${format.data.f}`)
  const outer = file.safeParse(decoded.value)
  if (!outer.success) return refuse('KEYRING_DAMAGED', 'wrong shape')
  const inner = decodeCbor(outer.data.body)
  const parsed = inner.ok ? body.safeParse(inner.value) : undefined
  if (parsed?.success !== true) return refuse('KEYRING_DAMAGED', 'wrong shape')
  return done({ body: parsed.data, bodyBytes: outer.data.body, mac: outer.data.mac })
}

/** The file's content, and what reading it back would give. */
export function formatKeyring(
  content: KeyringBody,
  epochKey: Uint8Array,
): { bytes: Uint8Array; read: ReadKeyring } {
  const bodyBytes = encodeCbor(body.parse(content))
  const mac = macOf(bodyBytes, epochKey)
  return {
    bytes: encodeCbor({ f: KEYRING_FORMAT, body: bodyBytes, mac }),
    read: { body: content, bodyBytes, mac },
  }
}

const MAC_LABEL = utf8('fobdesk/keyring-mac/1')

function macOf(bodyBytes: Uint8Array, epochKey: Uint8Array): Uint8Array {
  const key = deriveKey(epochKey, new Uint8Array(), MAC_LABEL)
  return new Uint8Array(createHmac('sha256', key).update(bodyBytes).digest())
}

export function checkMac(read: ReadKeyring, epochKey: Uint8Array): boolean {
  return timingSafeEqual(read.mac, macOf(read.bodyBytes, epochKey))
}
