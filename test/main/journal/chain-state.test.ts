import { describe, expect, test } from 'vitest'
import { ChainState } from '../../../main/journal/chain-state.ts'
import { decodeCommit, encodeCommit, type CommitRecord } from '../../../main/journal/commit-codec.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { deviceChainOrigin, storeChainHash, storeChainOrigin } from '../../../protocol/chain.ts'
import type { SealedEvent } from '../../../protocol/envelope.ts'
import { draft, makeEvents, seededRandom } from './store.ts'
import { must } from '../../protocol/must.ts'

const random = seededRandom('chain state')
const events = makeEvents(deviceChainOrigin('training', 'desk-1'), [draft(1), draft(2)])
const last = must(events[1])

type FullRecord = Omit<CommitRecord, 'events'> & { readonly events: readonly SealedEvent[] }

function record(change: Partial<FullRecord> = {}): FullRecord {
  const prev = storeChainOrigin('training', 'store-1')
  const whole: Omit<FullRecord, 'store'> = {
    n: 1,
    origin: 'own',
    events,
    head: { device: 'desk-1', seq: 2, hash: last.hash, sig: random(64) },
    ...change,
  }
  const store = storeChainHash(prev, { ...whole, events: whole.events.map(({ hash }) => hash) })
  return { ...whole, store: change.store ?? store }
}

describe('a commit read back is refused when it contradicts', () => {
  test.each<[string, FullRecord, RegExp]>([
    ['its number', record({ n: 2 }), /commit 2 after 0/],
    ['the store chain', record({ store: random(32) }), /store chain at commit 1/],
    ['the origin', record({ origin: 'pulled' }), /a head without own events/],
    ['the order of its events', record({ events: [...events].reverse() }), /CHAIN_SEQUENCE_GAP/],
    ['its signed head', record({ head: { ...must(record().head), seq: 3 } }), /another one/],
    ['its signed hash', record({ head: { ...must(record().head), hash: random(32) } }), /another one/],
    [
      'its parts',
      record({ events: [{ ...must(events[0]), parts: last.parts }, last] }),
      /ENVELOPE_PART_MISMATCH/,
    ],
    ['its context’s form', record({ context: new Uint8Array([0xff]) }), /context of commit 1/],
  ])('%s', (_what, wrong, detail) => {
    const state = new ChainState('training', 'store-1')
    expect(state.read(wrong)).toMatchObject({
      ok: false,
      code: 'CHAIN_BROKEN',
      detail: expect.stringMatching(detail),
    })
    expect(state.head.commits).toBe(0)
    expect(state.read(record())).toMatchObject({ ok: true })
    expect(state.head).toMatchObject({ commits: 1, events: 2 })
    expect(state.device('desk-1')).toMatchObject({ seq: 2, hash: last.hash })
  })

  test('the realm or the store', () => {
    expect(new ChainState('real', 'store-1').read(record())).toMatchObject({ code: 'CHAIN_BROKEN' })
    expect(new ChainState('training', 'store-2').read(record())).toMatchObject({ code: 'CHAIN_BROKEN' })
  })

  test('an event of a newer format halts as newer', () => {
    const decoded = decodeCbor(last.bytes)
    if (!decoded.ok) throw new Error(decoded.code)
    const newer = { ...last, bytes: encodeCbor({ ...(decoded.value as object), f: 2 }) }
    const read = new ChainState('training', 'store-1').read(record({ events: [must(events[0]), newer] }))
    expect(read).toMatchObject({ ok: false, code: 'EVENT_NEWER' })
  })
})

describe('the frame’s plaintext', () => {
  const plaintext = encodeCommit(record({ context: encodeCbor({ cursor: 1 }) }))

  test('reads back with every part beside its event', () => {
    const read = decodeCommit(plaintext)
    expect(read).toMatchObject({ ok: true, value: { n: 1, origin: 'own', head: { seq: 2 } } })
    if (!read.ok) return
    expect(read.value.events).toEqual(events.map(({ bytes, parts }) => ({ bytes, parts })))
  })

  test.each<[string, (body: Record<string, unknown>) => void]>([
    ['a number 0', (body) => (body['n'] = 0)],
    ['an unknown origin', (body) => (body['origin'] = 'hub')],
    ['no events', (body) => delete body['events']],
    ['an event as text', (body) => (body['events'] = ['x'])],
    ['a part of no event', (body) => (body['parts'] = [[2, 'box', random(16), random(1)]])],
    ['a part cut short', (body) => (body['parts'] = [[0, 'box', random(16)]])],
    ['an unknown part', (body) => (body['parts'] = [[0, 'photo', random(16), random(1)]])],
    ['a head without signature', (body) => (body['head'] = { device: 'd', seq: 1, hash: random(32) })],
    ['a field too many', (body) => (body['more'] = 1)],
    ['context as text', (body) => (body['context'] = 'x')],
    ['no store chain', (body) => delete body['store']],
  ])('with %s is refused', (_what, change) => {
    const decoded = decodeCbor(plaintext)
    if (!decoded.ok) throw new Error(decoded.code)
    const body = { ...(decoded.value as Record<string, unknown>) }
    change(body)
    expect(decodeCommit(encodeCbor(body))).toMatchObject({ ok: false, code: 'COMMIT_MALFORMED' })
  })

  test('that is no map, or no CBOR, is refused', () => {
    for (const bytes of [encodeCbor([1]), encodeCbor(null), new Uint8Array([0xff])]) {
      expect(decodeCommit(bytes)).toMatchObject({ ok: false, code: 'COMMIT_MALFORMED' })
    }
  })
})
