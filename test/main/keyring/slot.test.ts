import { createCipheriv, hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { argon2 } from '../../../main/keyring/argon2.ts'
import { openSlot, sealSlot } from '../../../main/keyring/slot.ts'
import { concatBytes, utf8 } from '../../../protocol/bytes.ts'
import { encodeCbor } from '../../../protocol/cbor.ts'
import { CHEAP, random } from './desk.ts'

const machineSecret = random(32)
const secrets = { machineSecret, random, stretch: argon2, cost: CHEAP }
const member = { staffNo: '10001', signing: random(32), sealing: random(32) }
const keys = { signing: random(32), sealing: random(32) }
const right = 'tadashii-kagi'

test('a slot opens under its password only', async () => {
  const slot = await sealSlot(member, keys, right, secrets)
  expect(await openSlot({ ...member, slot }, right, secrets)).toEqual(keys)
  expect(await openSlot({ ...member, slot }, 'chigau-no-kagi', secrets)).toBeUndefined()
  const elsewhere = { ...secrets, machineSecret: random(32) }
  expect(await openSlot({ ...member, slot }, right, elsewhere)).toBeUndefined()
})

/**
 * What AES-GCM alone would let through: a ciphertext whose tag is right under a second password. (Making one
 * that is right under both takes one free block; its tag under the second key is all that counts here.)
 */
test('a ciphertext that is genuine under another password too does not open: the slot names its one key', async () => {
  const slot = await sealSlot(member, keys, right, secrets)
  const other = 'futatsume-no-kagi'
  const stretched = await argon2({ password: utf8(other), salt: slot.salt, cost: CHEAP })
  const salt = random(32)
  const label = utf8('fobdesk/keyring-slot/1')
  const key = hkdfSync('sha256', concatBytes(stretched, machineSecret), salt, label, 32)
  const cipher = createCipheriv('aes-256-gcm', new Uint8Array(key), new Uint8Array(12))
  cipher.setAAD(encodeCbor(member))
  const body = cipher.update(concatBytes(random(32), random(32)))
  cipher.final()
  const crafted = { ...slot, sealed: concatBytes(salt, body, cipher.getAuthTag()) }
  expect(await openSlot({ ...member, slot: crafted }, other, secrets)).toBeUndefined()
  // The ciphertext itself is sound: with the commitment of the other key it opens.
  const own = (await sealSlot(member, keys, other, { ...secrets, random: () => slot.salt })).commitment
  expect(await openSlot({ ...member, slot: { ...crafted, commitment: own } }, other, secrets)).toBeDefined()
})
