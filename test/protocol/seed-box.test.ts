import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { asSeed } from '../../domain/otp.ts'
import { utf8 } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { BOX_OVERHEAD_BYTES, generateHpkeKeyPair, hpkeSeal, type HpkeKeyPair } from '../../protocol/hpke.ts'
import { openSeed, sealSeed } from '../../protocol/seed-box.ts'

const context = { serial: '12345678', issuanceId: 'issuance-1', device: 'device-1', keyId: 'hub-1' }
const seed = asSeed(randomBytes(20))
let hub: HpkeKeyPair
let box: Uint8Array

beforeAll(async () => {
  hub = await generateHpkeKeyPair()
  box = await sealSeed(hub.publicKey, context, seed)
})

const refused = { ok: false, code: 'BOX_NOT_OPENED' }

describe('a seed box', () => {
  it.each([20, 32])('opens to the seed of %i bytes', async (length) => {
    const secret = asSeed(randomBytes(length))
    const sealed = await sealSeed(hub.publicKey, context, secret)
    expect(sealed).toHaveLength(BOX_OVERHEAD_BYTES + length)
    const opened = await openSeed(hub.privateKey, context, sealed)
    expect(opened.ok && Buffer.from(opened.value)).toEqual(Buffer.from(secret))
  })

  it.each(['serial', 'issuanceId', 'device', 'keyId'] as const)('is tied to its %s', async (field) => {
    expect(await openSeed(hub.privateKey, { ...context, [field]: 'another' }, box)).toMatchObject(refused)
  })

  it('is tied to these four and to nothing that travels along', async () => {
    const wider = { ...context, note: 'ignored' }
    expect(await openSeed(hub.privateKey, wider, box)).toMatchObject({ ok: true })
  })

  it('does not open with another key', async () => {
    const other = await generateHpkeKeyPair()
    expect(await openSeed(other.privateKey, context, box)).toMatchObject(refused)
  })

  it('does not open with any byte changed or cut off', async () => {
    for (let at = 0; at < box.length; at += 1) {
      const changed = box.with(at, (box[at] ?? 0) ^ 1)
      expect(await openSeed(hub.privateKey, context, changed), `byte ${at}`).toMatchObject(refused)
    }
    expect(await openSeed(hub.privateKey, context, box.slice(0, -1))).toMatchObject(refused)
    expect(await openSeed(hub.privateKey, context, new Uint8Array(0))).toMatchObject(refused)
  })

  it('is different every time', async () => {
    expect(await sealSeed(hub.publicKey, context, seed)).not.toEqual(box)
  })

  it('of content that cannot be a seed is refused', async () => {
    const parameters = { info: utf8('fobdesk/seed-box/1\0'), aad: encodeCbor(context) }
    const strange = await hpkeSeal(hub.publicKey, parameters, new Uint8Array(21))
    expect(await openSeed(hub.privateKey, context, strange)).toMatchObject(refused)
  })

  it('is no box for another purpose', async () => {
    const other = await hpkeSeal(hub.publicKey, { info: utf8('other'), aad: encodeCbor(context) }, seed)
    expect(await openSeed(hub.privateKey, context, other)).toMatchObject(refused)
  })
})
