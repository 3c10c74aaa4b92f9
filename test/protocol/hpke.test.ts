import { describe, expect, test } from 'vitest'
import { utf8 } from '../../protocol/bytes.ts'
import {
  BOX_OVERHEAD_BYTES,
  deriveHpkeKeyPair,
  generateHpkeKeyPair,
  hpkeOpen,
  hpkeSeal,
} from '../../protocol/hpke.ts'
import { random } from './event.ts'
import { openByRfc9180 } from './rfc9180.ts'
import { flip } from './must.ts'

const context = { info: utf8('fobdesk/test/1'), aad: utf8('serial 12345678') }

describe('a box', () => {
  test('opens with the private key and the same context only', async () => {
    const [pair, other] = [await generateHpkeKeyPair(), await generateHpkeKeyPair()]
    const secret = random(20)
    const box = await hpkeSeal(pair.publicKey, context, secret)
    expect(box).toHaveLength(20 + BOX_OVERHEAD_BYTES)
    expect(await hpkeOpen(pair.privateKey, context, box)).toEqual({ ok: true, value: secret })
    const wrong = [
      hpkeOpen(other.privateKey, context, box),
      hpkeOpen(pair.privateKey, { ...context, aad: utf8('serial 12345679') }, box),
      hpkeOpen(pair.privateKey, { ...context, info: utf8('fobdesk/test/2') }, box),
      hpkeOpen(pair.privateKey, context, box.subarray(1)),
      hpkeOpen(pair.privateKey, context, box.subarray(0, 40)),
      hpkeOpen(pair.privateKey, context, new Uint8Array()),
      hpkeOpen(pair.privateKey, context, new Uint8Array(80)),
    ]
    for (const result of await Promise.all(wrong)) {
      expect(result).toMatchObject({ ok: false, code: 'BOX_NOT_OPENED' })
    }
  })

  test('with any byte changed does not open', async () => {
    const pair = await generateHpkeKeyPair()
    const box = await hpkeSeal(pair.publicKey, context, random(20))
    for (let at = 0; at < box.length; at++) {
      const changed = box.slice()
      flip(changed, at, 1)
      expect(await hpkeOpen(pair.privateKey, context, changed), `byte ${at}`).toMatchObject({ ok: false })
    }
  })

  test('is never the same twice', async () => {
    const { publicKey } = await generateHpkeKeyPair()
    const secret = random(20)
    expect(await hpkeSeal(publicKey, context, secret)).not.toEqual(await hpkeSeal(publicKey, context, secret))
  })

  test('is what RFC 9180 says: an independent reading of the standard opens it', async () => {
    const pair = await generateHpkeKeyPair()
    const secret = random(32)
    const box = await hpkeSeal(pair.publicKey, context, secret)
    const read = openByRfc9180(pair.privateKey, pair.publicKey, context.info, context.aad, box)
    expect(new Uint8Array(read)).toEqual(secret)
  })
})

test('a derived key pair is the same for the same secret', async () => {
  const secret = random(32)
  const pair = await deriveHpkeKeyPair(secret)
  expect(await deriveHpkeKeyPair(secret)).toEqual(pair)
  expect((await deriveHpkeKeyPair(random(32))).publicKey).not.toEqual(pair.publicKey)
  const box = await hpkeSeal(pair.publicKey, context, secret)
  expect(await hpkeOpen(pair.privateKey, context, box)).toEqual({ ok: true, value: secret })
})

test('what is no X25519 key is a bug', async () => {
  await expect(hpkeSeal(new Uint8Array(31), context, random(1))).rejects.toThrow(
    'Public key deserialization failed',
  )
  // The all-zero point gives an all-zero secret (RFC 7748 §6.1).
  await expect(hpkeSeal(new Uint8Array(32), context, random(1))).rejects.toThrow('Encapsulation failed')
})
