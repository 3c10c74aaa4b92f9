/**
 * The backup file: magic ‖ the files one after another, sealed as they lie in the store ‖ manifest (CBOR) ‖
 * signature (64) ‖ u32 length of the manifest ‖ end magic. The manifest holds place and SHA-256 of every file; the
 * device's Ed25519 signature covers magic and manifest, and the keyring inside, opened by the recovery code, vouches
 * for the device's key. The sealed files open with nothing but this keyring.
 */
import { z } from 'zod'
import { realm } from '../../domain/vocabulary.ts'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { concatBytes, sha256, utf8 } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { ED25519_SIGNATURE_BYTES } from '../../protocol/signature.ts'

export const BACKUP_EXTENSION = 'fobbackup'
/** The store's file that holds who can open it; all others are the journal's. */
export const KEYRING_NAME = 'keyring.bin'
const VERSION = 1
export const MAGIC = concatBytes(utf8('FOBBACKUP\0'), Uint8Array.of(0, VERSION))
const END_MAGIC = utf8('FOBBKEND')
export const TAIL_BYTES = ED25519_SIGNATURE_BYTES + 4 + END_MAGIC.length
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

const name = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)

const manifestSchema = z.strictObject({
  realm,
  store: z.string().min(1).max(64),
  /** As head office calls it, and as the keyring does. */
  device: z.string().min(1).max(64),
  keyringDevice: z.string().min(1).max(64),
  branchNo: z.string().max(64),
  branchName: z.string().max(100),
  /** Ms since 1970, desk time. */
  madeAt: z.int(),
  by: z.string().max(16),
  /** The store's profile as it lies beside it. */
  profile: z.string().max(16_384),
  head: z.strictObject({ commits: z.int().min(0), events: z.int().min(0), hash: bytesOf(32) }),
  /** In the file's order, without gaps. */
  files: z.array(z.strictObject({ name, size: z.int().min(0), sha256: bytesOf(32) })).min(1),
})
export type Manifest = z.infer<typeof manifestSchema>

export function encodeManifest(manifest: Manifest): Uint8Array {
  return encodeCbor(manifestSchema.parse(manifest))
}

const LABEL = utf8('fobdesk/backup/1\0')

/** What the device signs. */
export function signedMessage(manifestBytes: Uint8Array): Uint8Array {
  return concatBytes(LABEL, sha256(MAGIC, manifestBytes))
}

/** What follows the manifest. */
export function tailOf(manifestBytes: Uint8Array, signature: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(manifestBytes.length)
  return concatBytes(signature, length, END_MAGIC)
}

/** Length of the manifest out of the file's last `TAIL_BYTES`; undefined when they are not a backup's. */
export function manifestLength(tail: Uint8Array): number | undefined {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.length)
  if (tail.length !== TAIL_BYTES || !bytes.subarray(-END_MAGIC.length).equals(END_MAGIC)) return undefined
  const length = bytes.readUInt32BE(ED25519_SIGNATURE_BYTES)
  return length > MAX_MANIFEST_BYTES ? undefined : length
}

/** undefined: not a manifest of this version, or its files do not fill `bodyBytes` exactly. */
export function parseManifest(bytes: Uint8Array, bodyBytes: number): Manifest | undefined {
  const decoded = decodeCbor(bytes)
  const parsed = decoded.ok ? manifestSchema.safeParse(decoded.value) : undefined
  if (parsed?.success !== true) return undefined
  const { files } = parsed.data
  const names = new Set(files.map((file) => file.name))
  const total = files.reduce((sum, { size }) => sum + size, 0)
  return names.size === files.length && total === bodyBytes ? parsed.data : undefined
}

/** Whether the first bytes are a backup's of another version than this program writes. */
export function isNewer(magic: Uint8Array): boolean {
  const known = MAGIC.length - 2
  const same = Buffer.from(magic.subarray(0, known)).equals(MAGIC.subarray(0, known))
  return same && Buffer.from(magic).readUInt16BE(known) > VERSION
}
