/** The test desk's keys and events; nothing of the test runner, so that tools and child processes use them too. */
import { createHash } from 'node:crypto'
import type { Random } from '../../../protocol/bytes.ts'
import { sealEnvelope, type EventDraft, type SealedEvent } from '../../../protocol/envelope.ts'
import {
  generateSigningKeyPair,
  signBytes,
  signingKey,
  type DeviceHead,
} from '../../../protocol/signature.ts'

/** Repeatable bytes: SHA-256 in counter mode over the seed. */
export function seededRandom(seed: string): Random {
  let counter = 0
  return (length) => {
    const out = Buffer.alloc(length)
    for (let at = 0; at < length; at += 32) {
      createHash('sha256').update(`${seed}/${counter++}`).digest().copy(out, at)
    }
    return new Uint8Array(out)
  }
}

const DEVICE_KEYS = generateSigningKeyPair(seededRandom('device'))
const DEVICE_KEY = signingKey(DEVICE_KEYS.privateKey)
const EPOCH_KEYS = [seededRandom('epoch 1')(32), seededRandom('epoch 2')(32)]

export function epochKey(epoch: number): Uint8Array | undefined {
  return EPOCH_KEYS[epoch - 1]
}

function signHead(message: Uint8Array): Uint8Array {
  return signBytes(DEVICE_KEY, message)
}

function testDevicePublicKey(device: string): Uint8Array | undefined {
  return device === 'desk-1' ? DEVICE_KEYS.publicKey : undefined
}

/** Whose journal the tests open: what of its options no test varies. */
export const testDesk = {
  realm: 'training',
  storeId: 'store-1',
  epochKey,
  currentEpoch: () => 1,
  device: 'desk-1',
  signHead,
  devicePublicKey: testDevicePublicKey,
  clock: () => 1_700_000_000_000,
} as const

const random = seededRandom('salts')

/** Own events that continue `head`. */
export function makeEvents(head: DeviceHead, drafts: readonly EventDraft[]): SealedEvent[] {
  const events: SealedEvent[] = []
  let { seq, hash } = head
  for (const decided of drafts) {
    const event = sealEnvelope({
      draft: decided,
      id: `event-${head.device}-${seq + 1}`,
      realm: 'training',
      device: head.device,
      seq: ++seq,
      prev: hash,
      at: 1_700_000_000_000 + seq,
      by: '10001',
      random,
    })
    events.push(event)
    hash = event.hash
  }
  return events
}

export function draft(n: number): EventDraft {
  return { type: 'FobReceived', v: 1, data: { serial: String(10_000_000 + n) }, personal: { name: `客${n}` } }
}
