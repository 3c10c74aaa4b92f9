/**
 * Head office's two keys: seeds are sealed to the one (HPKE, X25519), its events are signed with the other
 * (Ed25519). Made at the first start. FOR TRAINING ONLY as a file: a real hub holds them in an HSM or a secret
 * store of its platform.
 */
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { generateHpkeKeyPair, type HpkeKeyPair } from '../../protocol/hpke.ts'
import { deriveKey } from '../../protocol/seal.ts'
import { generateSigningKeyPair, keyId, signingKey, type SigningKeyPair } from '../../protocol/signature.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'
import { masterKeyOf, masterKeysOf, type MasterKeys } from './master-key.ts'

export interface HubKeys {
  readonly signing: { readonly keyId: string; readonly publicKey: Uint8Array; readonly key: KeyObject }
  readonly sealing: HpkeKeyPair & { readonly keyId: string }
  /** What stored seeds are wrapped by. */
  readonly master: MasterKeys
}

const key = z.instanceof(Uint8Array).refine((bytes) => bytes.length === 32)
const pair = z.strictObject({ publicKey: key, privateKey: key })
const keyFile = z.strictObject({ format: z.literal(1), signing: pair, sealing: pair })

/** Fresh keys that lie nowhere. */
export async function generateHubKeys(random: Random): Promise<HubKeys> {
  return hubKeys({ signing: generateSigningKeyPair(random), sealing: await generateHpkeKeyPair() }, random)
}

/**
 * The keys in `path`, made there (mode 0600) when it does not exist.
 * @throws Error when the file is there and cannot be read: other keys would strand every desk that pinned these
 */
export async function loadHubKeys(path: string, random: Random): Promise<HubKeys> {
  const found = await readKeyFile(path)
  if (found !== undefined) return hubKeys(parseKeyFile(found, path), random)
  const made = { signing: generateSigningKeyPair(random), sealing: await generateHpkeKeyPair() }
  const first = await createKeyFile(path, encodeCbor({ format: 1, ...made }))
  if (!first) throw new Error(`${path}: another process makes the keys at this moment`)
  return hubKeys(made, random)
}

const MASTER_LABEL = utf8('fobdesk/training-master-key/1\0')

function hubKeys(
  made: { readonly signing: SigningKeyPair; readonly sealing: HpkeKeyPair },
  random: Random,
): HubKeys {
  const { publicKey, privateKey } = made.signing
  // Beside the other two in an open file a key of its own would protect nothing: it follows from one of them.
  const master = deriveKey(made.sealing.privateKey, publicKey, MASTER_LABEL)
  const masters = masterKeysOf(masterKeyOf(master, random))
  wipe(master)
  return {
    signing: { keyId: keyId(publicKey), publicKey, key: signingKey(privateKey) },
    sealing: { ...made.sealing, keyId: keyId(made.sealing.publicKey) },
    master: masters,
  }
}

function parseKeyFile(content: Uint8Array, path: string): z.infer<typeof keyFile> {
  const decoded = decodeCbor(content)
  const parsed = keyFile.safeParse(decoded.ok ? decoded.value : undefined)
  // The parser's own message could quote key bytes.
  if (!parsed.success) throw new Error(`${path} is not a key file of this program`)
  return parsed.data
}
