/** The forms in which a seed could have leaked, and one pass over bytes that finds any of many seeds in any form. */
import { asSeed } from '../../domain/otp.ts'
import { padSeed } from '../../programmer/token2/seed.ts'
import { encryptEcb, FOB_KEY } from '../../programmer/token2/sm4.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

/** Characters that depend on what follows the seed are left out: base64 by its whole groups of three bytes. */
function base64(seed: Uint8Array): string {
  return Buffer.from(seed.subarray(0, seed.length - (seed.length % 3))).toString('base64')
}

export const formNames = [
  'raw',
  'SM4 ciphertext',
  ...['hex', 'upper hex', 'base32', 'lower base32', 'base64', 'base64url'].flatMap((name) => [
    name,
    `${name} UTF-16`,
  ]),
]

/** @param seed 20 or 32 bytes */
export function formsOf(seed: Uint8Array): ReadonlyMap<string, Buffer> {
  const hex = Buffer.from(seed).toString('hex')
  const texts = {
    hex,
    'upper hex': hex.toUpperCase(),
    base32: base32(seed),
    'lower base32': base32(seed).toLowerCase(),
    base64: base64(seed),
    base64url: base64(seed).replaceAll('+', '-').replaceAll('/', '_'),
  }
  const forms = new Map<string, Buffer>([
    ['raw', Buffer.from(seed)],
    ['SM4 ciphertext', Buffer.from(encryptEcb(FOB_KEY, padSeed(asSeed(Uint8Array.from(seed)))))],
  ])
  for (const [name, text] of Object.entries(texts)) {
    forms.set(name, Buffer.from(text, 'latin1'))
    forms.set(`${name} UTF-16`, Buffer.from(text, 'utf16le'))
  }
  return forms
}

/** Where each form's bytes begin decides by four bytes whether a place is looked at more closely. */
export class SeedSearch {
  readonly #byHead = new Map<number, { readonly form: string; readonly needle: Buffer }[]>()
  readonly #mayBegin = new Uint8Array(1 << 16)

  constructor(seeds: readonly Uint8Array[]) {
    for (const seed of seeds) {
      for (const [form, needle] of formsOf(seed)) {
        const head = needle.readUInt32LE(0)
        this.#mayBegin[head & 0xffff] = 1
        this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), { form, needle }])
      }
    }
  }

  /** The forms of which any seed occurs in these bytes. */
  in(bytes: Buffer): readonly string[] {
    const found: string[] = []
    for (let at = 0; at + 4 <= bytes.length; at++) {
      const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
      if (this.#mayBegin[low] === 0) continue
      for (const { form, needle } of this.#byHead.get(bytes.readUInt32LE(at)) ?? []) {
        if (needle.equals(bytes.subarray(at, at + needle.length))) found.push(form)
      }
    }
    return found
  }
}
