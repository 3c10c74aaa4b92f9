import { sha256, utf8 } from './bytes.ts'

const DEVICE_LABEL = utf8('fobdesk/device-chain/1\0')
const PART_LABEL = utf8('fobdesk/event-part/1\0')

/** The device chain after an event: SHA-256(label ‖ prev ‖ event bytes). It also names the event. */
export function deviceChainHash(prev: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(DEVICE_LABEL, prev, bytes)
}

/**
 * What an event keeps of a part: SHA-256(label ‖ salt ‖ bytes). The salt (16 random bytes) goes with the
 * part, so that after dropping it nobody can guess a name or an address and confirm it by the hash.
 */
export function partHash(salt: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(PART_LABEL, salt, bytes)
}
