/**
 * Epoch keys seal the store. Each is HPKE-sealed to every member and to the recovery key, and seals its
 * predecessor: who can open the current epoch can read everything before it, and a leaver nothing after.
 */
import { concatBytes, sameBytes, sha256, utf8, type Random } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { hpkeOpen, hpkeSeal } from '../../protocol/hpke.ts'
import { openSeal, seal } from '../../protocol/seal.ts'
import type { KeyringBody } from './keyring-file.ts'

export const EPOCH_KEY_BYTES = 32

const COMMITMENT_LABEL = utf8('fobdesk/epoch-commitment/1\0')
const BOX_LABEL = utf8('fobdesk/epoch-key/1')
const PREDECESSOR_LABEL = utf8('fobdesk/epoch-predecessor/1')

/**
 * SHA-256(label ‖ CBOR(epoch) ‖ key). AES-GCM does not commit to its key: without this, one sealed file
 * could be made to open under two keys.
 */
export function epochCommitment(epoch: number, key: Uint8Array): Uint8Array {
  return sha256(COMMITMENT_LABEL, encodeCbor(epoch), key)
}

/** `to`: a staff number, or null for the recovery key. */
function boxContext(epoch: number, to: string | null) {
  return { info: BOX_LABEL, aad: encodeCbor({ epoch, to }) }
}

export function sealEpochKey(
  epoch: number,
  to: string | null,
  publicKey: Uint8Array,
  key: Uint8Array,
): Promise<Uint8Array> {
  return hpkeSeal(publicKey, boxContext(epoch, to), key)
}

/** The current epoch key, or undefined when the box does not open or holds another key than committed to. */
export async function openEpochKey(
  body: KeyringBody,
  to: string | null,
  privateKey: Uint8Array,
  box: Uint8Array,
): Promise<Uint8Array | undefined> {
  const epoch = body.epochs.length
  const opened = await hpkeOpen(privateKey, boxContext(epoch, to), box)
  return opened.ok && commits(body, epoch, opened.value) ? opened.value : undefined
}

function commits(body: KeyringBody, epoch: number, key: Uint8Array): boolean {
  const commitment = body.epochs[epoch - 1]?.commitment
  return commitment !== undefined && sameBytes(commitment, epochCommitment(epoch, key))
}

function predecessorContext(epoch: number, key: Uint8Array) {
  return { key, label: PREDECESSOR_LABEL, aad: encodeCbor(epoch) }
}

/** The key of `epoch - 1` sealed under that of `epoch`. */
export function sealPredecessor(
  epoch: number,
  key: Uint8Array,
  before: Uint8Array,
  random: Random,
): Uint8Array {
  return seal(predecessorContext(epoch, key), before, random)
}

/** Every epoch's key from the current one down; undefined when a link does not open or commit. */
export function openAllEpochs(body: KeyringBody, current: Uint8Array): Map<number, Uint8Array> | undefined {
  const keys = new Map<number, Uint8Array>()
  let key = current
  for (let epoch = body.epochs.length; epoch >= 1; epoch--) {
    if (!commits(body, epoch, key)) return undefined
    keys.set(epoch, key)
    if (epoch === 1) break
    const predecessor = openSeal(predecessorContext(epoch, key), body.epochs[epoch - 1]?.predecessor ?? EMPTY)
    if (!predecessor.ok) return undefined
    key = predecessor.value
  }
  return keys
}

const EMPTY = new Uint8Array()

const DEVICE_LABEL = utf8('fobdesk/device-key/1')

/** What the sealed device key is tied to. */
export function deviceKeyContext(epochKey: Uint8Array, id: string, publicKey: Uint8Array) {
  return { key: epochKey, label: DEVICE_LABEL, aad: concatBytes(publicKey, utf8(id)) }
}
