/**
 * SM4 (GB/T 32907-2016) without padding, under the key that all fobs of the family share. BoringSSL has no
 * SM4, hence the JavaScript one.
 */
import { sm4 } from 'sm-crypto-v2'

export const SM4_BLOCK_BYTES = 16

/**
 * Public (keyroost's protocol notes) and the same in every fob: it protects nothing. Whoever hears the radio
 * link has the seed, so the desk's place, not this key, is the protection.
 */
export const FOB_KEY = Uint8Array.of(
  0x8a, 0xd2, 0x06, 0x88, 0x3c, 0xa3, 0x69, 0x48, 0x2a, 0xb2, 0x71, 0x82, 0xb6, 0xe8, 0x32, 0x24,
) // prettier-ignore

/** ECB. @throws RangeError unless `blocks` is a whole number of 16-byte blocks */
export function encryptEcb(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  requireWholeBlocks(blocks)
  return sm4.encrypt(blocks, key, { mode: 'ecb', padding: 'none', output: 'array' })
}

/** CBC from an IV of zeros. @throws RangeError unless `blocks` is a whole number of 16-byte blocks */
export function encryptCbc(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  requireWholeBlocks(blocks)
  const iv = new Uint8Array(SM4_BLOCK_BYTES)
  return sm4.encrypt(blocks, key, { mode: 'cbc', iv, padding: 'none', output: 'array' })
}

/** The library would drop a partial last block without a word. */
function requireWholeBlocks(blocks: Uint8Array): void {
  if (blocks.length === 0 || blocks.length % SM4_BLOCK_BYTES !== 0) {
    throw new RangeError('SM4 without padding takes whole blocks')
  }
}
