import { serialize } from 'node:v8'
import { encryptEcb, FOB_KEY } from '../../programmer/token2/sm4.ts'
import { padSeed } from '../../programmer/token2/seed.ts'
import { asSeed } from '../../domain/otp.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

/** The forms in which a seed occurs anywhere in the messages, raw or as text of either width. */
export function findSeed(seed: Buffer, messages: readonly unknown[]): string[] {
  const ciphertext = Buffer.from(encryptEcb(FOB_KEY, padSeed(asSeed(seed))))
  const forms: Record<string, readonly Buffer[]> = {
    raw: [seed],
    'SM4 ciphertext': [ciphertext],
    hex: both(seed.toString('hex')),
    'upper hex': both(seed.toString('hex').toUpperCase()),
    base64: both(seed.toString('base64').replaceAll('=', '').slice(0, -1)),
    base64url: both(seed.toString('base64url').slice(0, -1)),
    base32: both(base32(seed)),
    decimals: both([...seed].join(',')),
  }
  const haystack = messages.flatMap((message) => [serialize(message), Buffer.from(JSON.stringify(message))])
  return Object.entries(forms)
    .filter(([, needles]) => haystack.some((hay) => needles.some((needle) => hay.includes(needle))))
    .map(([name]) => name)
    .filter((name, _, found) => name !== 'base64url' || !found.includes('base64'))
}

function both(text: string): Buffer[] {
  return [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')]
}
