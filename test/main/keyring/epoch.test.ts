import { expect, test } from 'vitest'
import {
  epochCommitment,
  openAllEpochs,
  openEpochKey,
  sealEpochKey,
  sealPredecessor,
} from '../../../main/keyring/epoch.ts'
import { parseKeyring, type KeyringBody } from '../../../main/keyring/keyring-file.ts'
import { generateHpkeKeyPair } from '../../../protocol/hpke.ts'
import { newDesk, random } from './desk.ts'
import { must } from '../../protocol/must.ts'

/** A keyring body of three epochs with these keys. */
async function threeEpochs(): Promise<{ body: KeyringBody; keys: Uint8Array[] }> {
  const { storage } = await newDesk()
  const file = parseKeyring(must(storage.content))
  if (!file.ok) throw new Error(file.code)
  const keys = [random(32), random(32), random(32)]
  const epochs = keys.map((key, index) => ({
    commitment: epochCommitment(index + 1, key),
    predecessor:
      index === 0 ? new Uint8Array() : sealPredecessor(index + 1, key, must(keys[index - 1]), random),
  }))
  return { body: { ...file.value.body, epochs }, keys }
}

test('the current key opens every epoch before it', async () => {
  const { body, keys } = await threeEpochs()
  expect([...must(openAllEpochs(body, must(keys[2])))]).toEqual([
    [3, keys[2]],
    [2, keys[1]],
    [1, keys[0]],
  ])
  expect(openAllEpochs(body, must(keys[1]))).toBeUndefined()
})

test('a predecessor that was exchanged, or that another key was committed to, is refused', async () => {
  const { body, keys } = await threeEpochs()
  const [first, second, third] = body.epochs
  const exchanged = { ...must(third), predecessor: sealPredecessor(3, must(keys[2]), random(32), random) }
  expect(
    openAllEpochs({ ...body, epochs: [must(first), must(second), exchanged] }, must(keys[2])),
  ).toBeUndefined()
  const elsewhere = { ...must(third), predecessor: sealPredecessor(2, must(keys[2]), must(keys[1]), random) }
  expect(
    openAllEpochs({ ...body, epochs: [must(first), must(second), elsewhere] }, must(keys[2])),
  ).toBeUndefined()
  const uncommitted = { ...must(first), commitment: random(32) }
  expect(
    openAllEpochs({ ...body, epochs: [uncommitted, must(second), must(third)] }, must(keys[2])),
  ).toBeUndefined()
})

test('a box opens for its own member and epoch, and only with the committed key in it', async () => {
  const { body, keys } = await threeEpochs()
  const { publicKey, privateKey } = await generateHpkeKeyPair()
  const open = async (box: Promise<Uint8Array>) => openEpochKey(body, '10001', privateKey, await box)
  expect(await open(sealEpochKey(3, '10001', publicKey, must(keys[2])))).toEqual(keys[2])
  expect(await open(sealEpochKey(3, '10001', publicKey, random(32)))).toBeUndefined()
  expect(await open(sealEpochKey(3, '10002', publicKey, must(keys[2])))).toBeUndefined()
  expect(await open(sealEpochKey(3, null, publicKey, must(keys[2])))).toBeUndefined()
  expect(await open(sealEpochKey(2, '10001', publicKey, must(keys[2])))).toBeUndefined()
})
