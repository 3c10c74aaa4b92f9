import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deviceChainOrigin,
  extendDeviceChain,
  storeChainHash,
  storeChainOrigin,
} from '../../protocol/chain.ts'
import { deviceChainHash } from '../../protocol/event-hash.ts'
import { openEnvelope, type SealedEvent } from '../../protocol/envelope.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import { random, sealed } from './event.ts'
import { flip, must } from './must.ts'

const origin = deviceChainOrigin('training', 'desk-1')

function chain(length: number): SealedEvent[] {
  const events: SealedEvent[] = []
  let { hash } = origin
  for (let seq = 1; seq <= length; seq++) {
    const event = sealed({ seq, prev: hash })
    events.push(event)
    hash = event.hash
  }
  return events
}

/** The head that a run reaches, or at which of its events it breaks. */
function follow(events: readonly SealedEvent[], from: DeviceHead) {
  let head = from
  for (const [index, { bytes, parts }] of events.entries()) {
    const next = extendDeviceChain(head, must(opened(openEnvelope(bytes, parts))))
    if (!next.ok) return { ok: false, code: next.code, index }
    head = next.value
  }
  return { ok: true, value: head }
}

function opened<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T | undefined {
  return result.ok ? result.value : undefined
}

describe('the device chain', () => {
  test('of a run verifies to its last hash, with any parts dropped', () => {
    const events = chain(5)
    const head = { device: 'desk-1', seq: 5, hash: must(events[4]).hash }
    expect(follow(events, origin)).toEqual({ ok: true, value: head })
    const dropped = events.map((event, index) => ({ ...event, parts: event.parts.slice(index % 3) }))
    expect(follow(dropped, origin)).toEqual({ ok: true, value: head })
    const from = { device: 'desk-1', seq: 3, hash: must(events[2]).hash }
    expect(follow(events.slice(3), from)).toEqual({ ok: true, value: head })
    expect(follow([], origin)).toEqual({ ok: true, value: origin })
  })

  test('says where it breaks: dropped, swapped, doubled, another device, another start', () => {
    const events = chain(4)
    const [a, b, c, d] = events as [SealedEvent, SealedEvent, SealedEvent, SealedEvent]
    const runs: [SealedEvent[], string, number][] = [
      [[a, c, d], 'CHAIN_SEQUENCE_GAP', 1],
      [[a, c, b, d], 'CHAIN_SEQUENCE_GAP', 1],
      [[a, b, b, c], 'CHAIN_SEQUENCE_GAP', 2],
      [[a, b, sealed({ seq: 3, prev: a.hash }), d], 'CHAIN_PREV_MISMATCH', 2],
      [[a, b, sealed({ seq: 3, prev: b.hash, at: 1 }), d], 'CHAIN_PREV_MISMATCH', 3],
      [[a, sealed({ seq: 2, prev: a.hash, device: 'desk-2' })], 'CHAIN_OTHER_DEVICE', 1],
    ]
    for (const [run, code, index] of runs) {
      expect(follow(run, origin)).toEqual({ ok: false, code, index })
    }
    expect(follow(events, deviceChainOrigin('real', 'desk-1'))).toMatchObject({
      code: 'CHAIN_PREV_MISMATCH',
    })
  })

  test('starts elsewhere for every realm and device', () => {
    const starts = [origin, deviceChainOrigin('real', 'desk-1'), deviceChainOrigin('training', 'desk-2')]
    expect(new Set(starts.map(({ hash }) => Buffer.from(hash).toString('hex'))).size).toBe(3)
  })
})

test('every flipped bit of an event changes its chain hash', () => {
  const { prev, bytes, hash } = sealed()
  fc.assert(
    fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
      const flipped = bytes.slice()
      flip(flipped, bit >> 3, 1 << (bit & 7))
      expect(deviceChainHash(prev, flipped)).not.toEqual(hash)
    }),
  )
})

test('the store chain tells origin, events, their order, context and predecessor apart', () => {
  const prev = storeChainOrigin('training', 'store-1')
  const [a, b, context] = [random(32), random(32), random(5)] as const
  const chains = [
    storeChainHash(prev, { origin: 'own', events: [a, b] }),
    storeChainHash(prev, { origin: 'pulled', events: [a, b] }),
    storeChainHash(prev, { origin: 'own', events: [b, a] }),
    storeChainHash(prev, { origin: 'own', events: [a] }),
    storeChainHash(prev, { origin: 'own', events: [a, b], context }),
    storeChainHash(prev, { origin: 'own', events: [a, b], context: new Uint8Array() }),
    storeChainHash(storeChainOrigin('training', 'store-2'), { origin: 'own', events: [a, b] }),
    storeChainHash(storeChainOrigin('real', 'store-1'), { origin: 'own', events: [a, b] }),
  ]
  expect(new Set(chains.map((hash) => Buffer.from(hash).toString('hex'))).size).toBe(chains.length)
  expect(chains[0]).toHaveLength(32)
})
