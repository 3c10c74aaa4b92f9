/**
 * Hash chains (SHA-256). The device chain links the events one device wrote; the store chain links
 * every commit of one journal file, pulled ones too. Both cover event bytes and never the detachable
 * parts, so dropping personal data after its retention time leaves every chain whole.
 */
import type { Realm } from '../domain/vocabulary.ts'
import { concatBytes, hex, sameBytes, sha256, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import { done, refuse, type Result } from './result.ts'
import type { DeviceHead } from './signature.ts'

export const HASH_BYTES = 32

const DEVICE_ORIGIN_LABEL = utf8('fobdesk/device-chain-origin/1\0')
const STORE_ORIGIN_LABEL = utf8('fobdesk/store-chain-origin/1\0')
const STORE_LABEL = utf8('fobdesk/store-chain/1\0')

/** Where the chain of `device` starts; `prev` of its event 1. Bound to the realm, so training never joins real. */
export function deviceChainOrigin(realm: Realm, device: string): DeviceHead {
  const hash = sha256(concatBytes(DEVICE_ORIGIN_LABEL, encodeCbor({ device, realm })))
  return { device, seq: 0, hash }
}

/** Store chain before the first commit. */
export function storeChainOrigin(realm: Realm, storeId: string): Uint8Array {
  return sha256(concatBytes(STORE_ORIGIN_LABEL, encodeCbor({ realm, storeId })))
}

/** What one commit adds to the store chain. */
export interface ChainedCommit {
  readonly origin: 'own' | 'pulled'
  /** The events' device chain hashes, 32 bytes each, in their order. */
  readonly events: readonly Uint8Array[]
  /** CBOR of what came with the events (sync cursor, verdicts), if anything. */
  readonly context?: Uint8Array | undefined
}

/** SHA-256(label ‖ prev ‖ CBOR(origin, event hashes, SHA-256 of the context)). */
export function storeChainHash(prev: Uint8Array, commit: ChainedCommit): Uint8Array {
  const step = encodeCbor({
    origin: commit.origin,
    events: concatBytes(...commit.events),
    context: commit.context === undefined ? null : sha256(commit.context),
  })
  return sha256(STORE_LABEL, prev, step)
}

export type ChainCode = 'CHAIN_OTHER_DEVICE' | 'CHAIN_SEQUENCE_GAP' | 'CHAIN_PREV_MISMATCH'

/** The head after one more event, or how the event does not follow. */
export function extendDeviceChain(
  head: DeviceHead,
  event: {
    readonly device: string
    readonly seq: number
    readonly prev: Uint8Array
    readonly hash: Uint8Array
  },
): Result<DeviceHead, ChainCode> {
  if (event.device !== head.device) return refuse('CHAIN_OTHER_DEVICE', `${event.device}, not ${head.device}`)
  if (event.seq !== head.seq + 1) return refuse('CHAIN_SEQUENCE_GAP', `${event.seq} after ${head.seq}`)
  if (!sameBytes(event.prev, head.hash)) {
    return refuse('CHAIN_PREV_MISMATCH', `sequence ${event.seq} does not follow ${hex(head.hash)}`)
  }
  return done({ device: event.device, seq: event.seq, hash: event.hash })
}
