import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../domain/events.ts'
import { evolve } from '../../../domain/evolve.ts'
import { MemoryState } from '../../../domain/memory-state.ts'
import { custodyPlace, seedState, type CustodyPlace } from '../../../domain/vocabulary.ts'
import { expiryMonth } from '../../../main/projection/expiry-month.ts'
import { EventUnknown, journalledEvent } from '../../../main/projection/parse-event.ts'
import type { Projection } from '../../../main/projection/projection.ts'
import type { EventFilter } from '../../../main/projection/event-index.ts'
import type { FobFilter } from '../../../main/projection/screen-tables.ts'
import { loadProjections, type OpenProjection } from '../../../main/projection/sqlite.ts'
import {
  branchOpened,
  contractNo,
  contractRecorded,
  EventMaker,
  fobMoved,
  fobReceived,
  serialOf,
  userRecorded,
} from './events.ts'
import { there } from '../desk/there.ts'
import { noFilter } from '../../../renderer/inventory/filter.ts'

let open: OpenProjection
const make = (device: string) => open({ realm: 'training', device })
beforeAll(async () => {
  open = await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm'))
})

/** A run of facts about a few fobs: received, moved about, stopped by an incident. */
const history = fc.array(
  fc.tuple(
    fc.nat(19),
    fc.constantFrom<'receive' | 'stock' | 'lose' | 'dispose' | 'incident'>(
      'receive',
      'stock',
      'lose',
      'dispose',
      'incident',
    ),
  ),
  { maxLength: 120 },
)

function draftOf(n: number, what: 'receive' | 'stock' | 'lose' | 'dispose' | 'incident'): EventDraft {
  switch (what) {
    case 'receive':
      return fobReceived(n)
    case 'stock':
      return fobMoved(n, 'received', 'stock')
    case 'lose':
      return fobMoved(n, 'stock', 'missing')
    case 'dispose':
      return fobMoved(n, 'stock', 'toDispose')
    case 'incident':
      return {
        type: 'IncidentReported',
        v: 1,
        data: { serial: serialOf(n), kind: 'loss', channel: 'phone', loginIds: [] },
        personal: { reportedBy: '', memo: '' },
      }
  }
}

describe('projection == fold(journal)', () => {
  it('holds the same aggregates, counters and rows as a recount, after any history', () => {
    fc.assert(
      fc.property(history, fc.nat(5), (steps, readAfter) => {
        const projection = make('desk-1')
        const plain = new MemoryState()
        const opened = new EventMaker().all([branchOpened, ...steps.map(([n, what]) => draftOf(n, what))])
        opened.forEach((event, index) => {
          projection.apply([event], 'own')
          plain.apply(evolve(plain, journalledEvent(event)))
          // Reading in between must not change what is read at the end.
          if (index % (readAfter + 1) === 0) projection.tables.fobPage(noFilter, 0, 10)
        })
        const fobs = [...plain.all('fob')]
        expect([...projection.all('fob')]).toEqual(fobs.toSorted((a, b) => (a.serial < b.serial ? -1 : 1)))
        expect(projection.state.policy()).toEqual(plain.policy())
        expect(projection.counters.total).toBe(fobs.length)
        for (const place of custodyPlace.options) {
          const recount = fobs.filter((fob) => fob.custody.place === place)
          expect(projection.counters.byPlace.get(place)).toBe(recount.length)
          expect(projection.tables.fobPage({ ...noFilter, place }, 0, 500)).toEqual({
            total: recount.length,
            serials: recount.map(({ serial }) => serial).sort(),
          })
        }
        for (const seed of seedState.options) {
          expect(projection.counters.bySeed.get(seed)).toBe(
            fobs.filter((fob) => fob.seed.state === seed).length,
          )
        }
        for (const [month, count] of projection.counters.byExpiryMonth.entries()) {
          expect(count).toBe(fobs.filter((fob) => expiryMonth(fob.expiresAt) === month).length)
        }
        const issuable = fobs.filter((fob) => fob.custody.place === 'stock' && fob.incident === null)
        expect(projection.counters.stockByExpiry.sum(() => true)).toBe(issuable.length)
        projection.close()
      }),
      { numRuns: 60 },
    )
  })

  it('refuses an event that this program does not know', () => {
    const event = new EventMaker().open(branchOpened)
    expect(() => make('desk-1').apply([{ ...event, type: 'FobTeleported' }], 'own')).toThrow(EventUnknown)
    expect(() => make('desk-1').apply([{ ...event, v: 2 }], 'own')).toThrow(EventUnknown)
  })
})

describe('inventory pages', () => {
  const count = 500
  let projection: Projection
  beforeAll(() => {
    projection = make('desk-1')
    const maker = new EventMaker()
    const numbers = Array.from({ length: count }, (_, n) => n)
    projection.apply(maker.all([branchOpened, ...numbers.map(fobReceived)]), 'own')
    projection.apply(
      maker.all(numbers.filter((n) => n % 4 !== 0).map((n) => fobMoved(n, 'received', 'stock'))),
      'own',
    )
  })

  it.each([
    ['serial', false],
    ['expiresAt', false],
    ['expiresAt', true],
    ['place', true],
    ['model', false],
    ['lotNo', false],
    ['placeSince', true],
  ] as const)('in order of %s (descending: %s) the pages join without gap or overlap', (sort, descending) => {
    const filter: FobFilter = { ...noFilter, sort, descending, place: 'stock' }
    const whole = projection.tables.fobPage(filter, 0, 500)
    expect(whole.total).toBe(375)
    const pages: string[] = []
    for (let offset = 0; offset < whole.total; offset += 50) {
      pages.push(...projection.tables.fobPage(filter, offset, 50).serials)
    }
    expect(pages).toEqual(whole.serials)
    expect(new Set(pages).size).toBe(375)
    const keys = pages.map((serial) => {
      const fob = there(projection.state.get('fob', serial))
      const place: Record<typeof sort, string | number> = {
        serial: fob.serial,
        expiresAt: fob.expiresAt,
        place: custodyPlace.options.indexOf(fob.custody.place satisfies CustodyPlace),
        model: fob.model,
        lotNo: fob.lotNo,
        placeSince: fob.custody.since,
      }
      return place[sort]
    })
    const ascending = descending ? keys.toReversed() : keys
    for (let i = 1; i < ascending.length; i += 1)
      expect(there(ascending[i]) >= there(ascending[i - 1])).toBe(true)
  })

  it('finds part of a serial, chip serial or lot in any width, and combines filters', () => {
    const { serials } = projection.tables.fobPage({ ...noFilter, text: '１０００００２８' }, 0, 10)
    expect(serials).toContain(serialOf(4))
    for (const serial of serials) {
      const { chipSerial } = there(projection.state.get('fob', serial))
      expect(`${serial} ${chipSerial}`).toContain('10000028')
    }
    expect(projection.tables.fobPage({ ...noFilter, text: 'l003' }, 0, 500).total).toBe(13)
    const both = projection.tables.fobPage(
      { ...noFilter, text: 'L003', place: 'stock', seed: 'blank' },
      0,
      500,
    )
    expect(both.serials.every((serial) => there(projection.state.get('fob', serial)).lotNo === 'L003')).toBe(
      true,
    )
    expect(both.total).toBe(both.serials.length)
    expect(both.total).toBeGreaterThan(0)
  })

  it('sees a change at once', () => {
    const maker = new EventMaker('desk-2')
    const before = projection.tables.fobPage({ ...noFilter, place: 'missing' }, 0, 10)
    expect(before).toEqual({ total: 0, serials: [] })
    projection.apply([maker.open(fobMoved(1, 'stock', 'missing'))], 'own')
    expect(projection.tables.fobPage({ ...noFilter, place: 'missing' }, 0, 10)).toEqual({
      total: 1,
      serials: [serialOf(1)],
    })
    projection.apply([maker.open(fobMoved(1, 'missing', 'stock'))], 'own')
  })
})

describe('customer search', () => {
  let projection: Projection
  beforeAll(() => {
    projection = make('desk-1')
    const maker = new EventMaker()
    const drafts: EventDraft[] = [branchOpened]
    for (let n = 0; n < 60; n += 1) drafts.push(contractRecorded(n), userRecorded(n, n))
    projection.apply(maker.all(drafts), 'own')
  })
  const idsOf = (text: string) => projection.customers.find(text, 100).map(({ id }) => id)

  it.each([
    ['the legal form in any spelling', '(株)データ0', contractNo(0)],
    ['half-width bank kana', 'ｶ)ｻｸﾗｺｳｷﾞﾖｳ1', contractNo(1)],
    ['hiragana for kana', 'やまだしょうてん2', contractNo(2)],
    ['a part of two characters', '橋太', contractNo(4)],
    ['full-width digits of a contract number', 'Ｃ０００００１７', contractNo(17)],
    ['a grouped telephone number', '048-117-1017', contractNo(17)],
    ['an ungrouped telephone number', '0481171017', contractNo(17)],
    ['a customer number', '500042', contractNo(42)],
    ['an account number', '1000126', contractNo(42)],
    ['a login ID in capitals', 'USER000042', 'user000042'],
    ['a user’s kana', 'りようしゃ42', 'user000042'],
  ])('finds by %s', (_, text, id) => {
    expect(idsOf(text)).toContain(id)
  })

  it('puts the exact match before beginnings before parts', () => {
    const matches = projection.customers.find('500042', 10)
    expect(matches[0]).toEqual({ field: 'customerNo', of: 'contract', id: contractNo(42) })
    expect(idsOf('データ')[0]).toBe(contractNo(5))
  })

  it('answers nothing for nothing, and finds a corrected name but no longer the old one', () => {
    expect(idsOf('')).toEqual([])
    expect(idsOf('　')).toEqual([])
    const maker = new EventMaker('desk-2')
    projection.apply([maker.open(contractRecorded(7, { name: '新社名', kana: 'シンシャメイ' }))], 'own')
    expect(idsOf('新社名')).toEqual([contractNo(7)])
    expect(idsOf('㈱さくら工業7')).toEqual([])
  })
})

describe('event index', () => {
  it('finds a fob’s history and what passes the filters, newest first', () => {
    const projection = make('desk-1')
    const maker = new EventMaker()
    const drafts = Array.from({ length: 700 }, (_, n) => fobReceived(n))
    projection.apply(maker.all([branchOpened, ...drafts]), 'own')
    projection.apply([maker.open(fobMoved(3, 'received', 'stock'), '2002')], 'own')
    const { events } = projection
    expect(events.touching(serialOf(3))).toEqual([702, 5])
    const find = (filter: Partial<EventFilter>) => [
      ...events.find({ text: '', type: null, staffNo: null, ...filter }),
    ]
    expect(find({ type: 'FobMoved' })).toEqual([702])
    expect(find({ staffNo: '2002' })).toEqual([702])
    expect(find({ text: serialOf(3).slice(0, 7), type: 'FobReceived' })).toContain(5)
    expect(find({ text: 'L003' })).toHaveLength(18)
    expect(find({ type: 'NoSuchType' })).toEqual([])
    projection.close()
  })

  it('joins its pages without gap or overlap, whatever the filter, while new events arrive', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('', 'L00', 'no such identifier'),
        fc.constantFrom(null, 'FobReceived', 'FobMoved'),
        (count, limit, text, type) => {
          const projection = make('desk-1')
          const maker = new EventMaker()
          const drafts = Array.from({ length: count }, (_, n) =>
            n % 3 === 2 ? fobMoved(n - 1, 'received', 'stock') : fobReceived(n),
          )
          projection.apply(maker.all(drafts), 'own')
          const filter = { text, type, staffNo: null }
          const whole = [...projection.events.find(filter)]
          expect(projection.events.count(filter)).toBe(whole.length)
          const pages: number[] = []
          for (let page = 0, before = Infinity; ; page += 1) {
            const positions = [...projection.events.find(filter, before)].slice(0, limit)
            pages.push(...positions)
            before = positions.at(-1) ?? 0
            if (positions.length < limit) break
            projection.apply([maker.open(fobReceived(200 + page * 40))], 'own')
          }
          expect(pages).toEqual(whole)
          projection.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keeps what head office has not received, and where head office’s own chain ends', () => {
    const projection = make('desk-1')
    const desk = new EventMaker()
    const hub = new EventMaker('hub')
    projection.apply(desk.all([branchOpened, fobReceived(0), fobReceived(1)]), 'own')
    expect(projection.sync.hubHead.seq).toBe(0)
    expect(projection.sync.ownEvents(0, 10)).toHaveLength(3)
    expect(projection.sync.ownEvents(1, 1)).toHaveLength(1)
    const verdict = { device: 'desk-1', seq: 2, accepted: true, code: null }
    projection.apply([hub.open({ type: 'VerdictGiven', v: 1, data: verdict }, null)], 'pulled')
    expect(projection.sync.receivedThrough).toBe(2)
    expect(projection.sync.hubHead.seq).toBe(1)
    expect(projection.sync.ownEvents(2, 10)).toHaveLength(1)
    expect(projection.sync.ownEvents(1, 10)).toBeUndefined()
    projection.close()
  })

  it('counts what head office may not know yet', () => {
    const projection = make('desk-1')
    const maker = new EventMaker()
    projection.apply(maker.all([branchOpened, fobReceived(0), draftOf(0, 'incident')]), 'own')
    expect(projection.facts.unreflected(0)).toBe(1)
    expect(projection.facts.unreflected(2)).toBe(1)
    expect(projection.facts.unreflected(3)).toBe(0)
    projection.close()
  })
})
