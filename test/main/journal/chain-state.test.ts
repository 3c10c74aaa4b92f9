import { describe, expect, test } from 'vitest'
import { ChainState } from '../../../main/journal/chain-state.ts'
import { decodeBatch, encodeBatch, type CommitPiece } from '../../../main/journal/commit-codec.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { deviceChainOrigin, storeChainHash, storeChainOrigin } from '../../../protocol/chain.ts'
import type { SealedEvent } from '../../../protocol/envelope.ts'
import { draft, makeEvents, seededRandom } from './store.ts'
import { must } from '../../protocol/must.ts'

const random = seededRandom('chain state')
const events = makeEvents(deviceChainOrigin('training', 'desk-1'), [draft(1), draft(2)])
const last = must(events[1])

type FullRecord = Omit<CommitPiece, 'events'> & { readonly events: readonly SealedEvent[] }

function record(change: Partial<FullRecord> = {}): FullRecord {
  const prev = storeChainOrigin('training', 'store-1')
  const whole: FullRecord = { n: 1, origin: 'own', events, sig: random(64), ...change }
  const store = storeChainHash(prev, { ...whole, events: whole.events.map(({ hash }) => hash) })
  return { ...whole, store: change.store ?? store }
}

function read(state: ChainState, piece: CommitPiece): ReturnType<ChainState['read']> {
  return state.read(piece, 'segment-00000001.fob', 100)
}

describe('a commit read back is refused when it contradicts', () => {
  test.each<[string, FullRecord, RegExp]>([
    ['its number', record({ n: 2 }), /commit 2 after 0/],
    ['the store chain', record({ store: random(32) }), /store chain at commit 1/],
    ['the origin', record({ origin: 'pulled' }), /a signature without own events/],
    ['the order of its events', record({ events: [...events].reverse() }), /CHAIN_SEQUENCE_GAP/],
    [
      'its parts',
      record({ events: [{ ...must(events[0]), parts: last.parts }, last] }),
      /ENVELOPE_PART_MISMATCH/,
    ],
    ['its context’s form', record({ context: new Uint8Array([0xff]) }), /context of commit 1/],
  ])('%s', (_what, wrong, detail) => {
    const state = new ChainState('training', 'store-1')
    expect(read(state, wrong)).toMatchObject({
      ok: false,
      code: 'CHAIN_BROKEN',
      detail: expect.stringMatching(detail),
    })
    expect(state.head.commits).toBe(0)
    expect(read(state, record())).toMatchObject({ ok: true })
    expect(state.head).toMatchObject({ commits: 1, events: 2 })
    expect(state.device('desk-1')).toMatchObject({ seq: 2, hash: last.hash })
  })

  test('its origin in the next piece', () => {
    const state = new ChainState('training', 'store-1')
    expect(read(state, { n: 1, origin: 'own', events: events.slice(0, 1), more: true })).toEqual({
      ok: true,
      value: [],
    })
    const next = record({ origin: 'pulled', events: events.slice(1) })
    expect(read(state, next)).toMatchObject({ detail: expect.stringMatching(/changes its origin/) })
  })

  test('the realm or the store', () => {
    expect(read(new ChainState('real', 'store-1'), record())).toMatchObject({ code: 'CHAIN_BROKEN' })
    expect(read(new ChainState('training', 'store-2'), record())).toMatchObject({ code: 'CHAIN_BROKEN' })
  })

  test('an event of a newer format halts as newer', () => {
    const decoded = decodeCbor(last.bytes)
    if (!decoded.ok) throw new Error(decoded.code)
    const newer = { ...last, bytes: encodeCbor({ ...(decoded.value as object), f: 2 }) }
    const piece = record({ events: [must(events[0]), newer] })
    expect(read(new ChainState('training', 'store-1'), piece)).toMatchObject({
      ok: false,
      code: 'EVENT_NEWER',
    })
  })
})

describe('what counts', () => {
  const first = events.slice(0, 1)
  const prev = storeChainOrigin('training', 'store-1')
  const own = (n: number, its: readonly SealedEvent[], sig?: Uint8Array): CommitPiece => ({
    n,
    origin: 'own',
    events: its,
    ...(sig === undefined ? {} : { sig }),
  })

  test('is a commit whose last piece is there and over which a signature lies', () => {
    const state = new ChainState('training', 'store-1')
    expect(read(state, own(1, first))).toEqual({ ok: true, value: [] })
    expect(state.settled).toBe(false)
    expect(state.head.commits).toBe(0)
    const settled = read(state, own(2, events.slice(1), random(64)))
    expect(settled).toMatchObject({ ok: true, value: [{ head: { commits: 1 } }, { head: { commits: 2 } }] })
    expect(state.settled).toBe(true)
    expect(state.device('desk-1')).toMatchObject({ seq: 2, hash: last.hash })
  })

  test('and nothing else: forgotten, it can be read again', () => {
    const state = new ChainState('training', 'store-1')
    read(state, own(1, first))
    read(state, { n: 2, origin: 'own', events: events.slice(1), more: true })
    state.forget()
    expect(state.head).toEqual({ commits: 0, events: 0, hash: prev })
    expect(read(state, record())).toMatchObject({
      ok: true,
      value: [{ position: { commit: 1, firstEvent: 1 } }],
    })
  })
})

describe('the frame’s plaintext', () => {
  const plaintext = encodeBatch([record({ context: encodeCbor({ cursor: 1 }) })])

  test('reads back with every part beside its event', () => {
    const batch = decodeBatch(plaintext)
    expect(batch).toMatchObject({ ok: true, value: [{ n: 1, origin: 'own' }] })
    if (!batch.ok) return
    expect(batch.value[0]?.events).toEqual(events.map(({ bytes, parts }) => ({ bytes, parts })))
  })

  test.each<[string, (body: Record<string, unknown>) => void]>([
    ['a number 0', (body) => (body['n'] = 0)],
    ['an unknown origin', (body) => (body['origin'] = 'hub')],
    ['no events', (body) => delete body['events']],
    ['an event as text', (body) => (body['events'] = ['x'])],
    ['a part of no event', (body) => (body['parts'] = [[2, 'box', random(16), random(1)]])],
    ['a part cut short', (body) => (body['parts'] = [[0, 'box', random(16)]])],
    ['an unknown part', (body) => (body['parts'] = [[0, 'photo', random(16), random(1)]])],
    ['a signature cut short', (body) => (body['sig'] = random(63))],
    ['a field too many', (body) => (body['more'] = 1)],
    ['context as text', (body) => (body['context'] = 'x')],
    ['a store chain though it goes on', (body) => (body['more'] = true)],
  ])('with %s is refused', (_what, change) => {
    const decoded = decodeCbor(plaintext)
    if (!decoded.ok) throw new Error(decoded.code)
    const body = { ...(decoded.value as [Record<string, unknown>])[0] }
    change(body)
    expect(decodeBatch(encodeCbor([body]))).toMatchObject({ ok: false, code: 'COMMIT_MALFORMED' })
  })

  test('that is no batch, or no CBOR, is refused', () => {
    for (const bytes of [encodeCbor([1]), encodeCbor({}), encodeCbor(null), new Uint8Array([0xff])]) {
      expect(decodeBatch(bytes)).toMatchObject({ ok: false, code: 'COMMIT_MALFORMED' })
    }
  })
})
