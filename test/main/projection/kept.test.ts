/** A projection's bytes are the whole of it, and its state is MemoryState's. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evolve } from '../../../domain/evolve.ts'
import { MemoryState } from '../../../domain/memory-state.ts'
import { custodyPlace } from '../../../domain/vocabulary.ts'
import { PROJECTOR_VERSION, SnapshotUnusable } from '../../../main/projection/kept.ts'
import { journalledEvent } from '../../../main/projection/parse-event.ts'
import { loadProjections } from '../../../main/projection/sqlite.ts'
import type { OpenedEvent } from '../../../protocol/envelope.ts'
import { aggregateKinds } from '../../../domain/model.ts'
import { answers } from './answers.ts'
import { branchOpened, contractNo, EventMaker, fobMoved, fobReceived, serialOf } from './events.ts'
import { branch, CONTRACTS, procedures, told, type Procedure } from './procedures.ts'

const open = await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm'))
const of = { realm: 'training', device: 'desk-1' } as const

function eventsOf(steps: readonly Procedure[]): OpenedEvent[] {
  return new EventMaker().all([...branch, ...steps.flatMap((step, at) => told(step, at))])
}

it('is what MemoryState would be, after any history', () => {
  fc.assert(
    fc.property(procedures, (steps) => {
      const events = eventsOf(steps)
      const projection = open(of)
      const model = new MemoryState()
      for (const event of events) {
        projection.apply([event], 'own')
        model.apply(evolve(model, journalledEvent(event)))
      }
      for (const kind of aggregateKinds) {
        const expected = [...model.all(kind)].map((value) => JSON.stringify(value)).sort()
        expect([...projection.all(kind)].map((value) => JSON.stringify(value)).sort()).toEqual(expected)
      }
      const { state } = projection
      expect(state.waitingApprovals()).toEqual(model.waitingApprovals())
      expect(state.staff()).toEqual(model.staff())
      for (let n = 0; n < CONTRACTS; n += 1) {
        expect(state.openApplications(contractNo(n))).toEqual(model.openApplications(contractNo(n)))
        const { chipSerial } = model.get('fob', serialOf(n)) ?? { chipSerial: '' }
        expect(state.serialOfChip(chipSerial)).toBe(model.serialOfChip(chipSerial))
      }
      const { branchNo, expiresAt } = model.get('fob', serialOf(0)) ?? { branchNo: '', expiresAt: 0 }
      for (const place of custodyPlace.options) {
        expect(state.serialsIn(branchNo, place)).toEqual(model.serialsIn(branchNo, place))
        expect(state.serialsIn(branchNo, place, expiresAt)).toEqual(
          model.serialsIn(branchNo, place, expiresAt),
        )
      }
      projection.close()
    }),
    { numRuns: 40 },
  )
})

it('comes back whole from its bytes, and goes on from there', () => {
  fc.assert(
    fc.property(procedures, fc.nat(200), (steps, cut) => {
      const events = eventsOf(steps)
      const whole = open(of)
      whole.apply(events, 'own')
      const before = open(of)
      before.apply(events.slice(0, cut), 'own')
      const restored = open(of, before.export())
      expect(answers(restored)).toEqual(answers(before))
      restored.apply(events.slice(cut), 'own')
      expect(answers(restored)).toEqual(answers(whole))
      for (const projection of [whole, before, restored]) projection.close()
    }),
    { numRuns: 30 },
  )
})

it('packs the records of a large branch, and reads and changes them packed', () => {
  const many = 10_500
  const maker = new EventMaker()
  const before = open(of)
  before.apply(maker.all([branchOpened, ...Array.from({ length: many }, (_, n) => fobReceived(n))]), 'own')
  const fobs = [...before.all('fob')]
  const restored = open(of, before.export())
  expect([...restored.all('fob')]).toEqual(fobs)
  restored.apply([maker.open(fobMoved(7, 'received', 'stock'))], 'own')
  const again = open(of, restored.export())
  expect(again.state.get('fob', serialOf(7))?.custody.place).toBe('stock')
  expect(again.state.get('fob', serialOf(8))).toEqual(before.state.get('fob', serialOf(8)))
  expect([...again.all('fob')]).toHaveLength(many)
  for (const projection of [before, restored, again]) projection.close()
})

it('refuses bytes of another store, of nothing and of another database', () => {
  const projection = open(of)
  projection.apply(eventsOf([]), 'own')
  const bytes = projection.export()
  projection.close()
  expect(() => open({ ...of, device: 'desk-2' }, bytes.slice())).toThrow(SnapshotUnusable)
  expect(() => open({ ...of, realm: 'real' }, bytes.slice())).toThrow(SnapshotUnusable)
  expect(() => open(of, new Uint8Array(4096).fill(7))).toThrow(SnapshotUnusable)
  expect(() => open(of, new Uint8Array())).toThrow(SnapshotUnusable)
})

it('keeps its version while the same events fold to the same', () => {
  const steps: readonly Procedure[] = [
    ['stock', 0],
    ['activated', 0],
    ['issued', 1],
    ['applied', 2],
    ['stopped', 0],
    ['revoked', 0],
  ]
  const projection = open(of)
  projection.apply(eventsOf(steps), 'own')
  const { sync, outbox, ...folded } = answers(projection)
  projection.close()
  expect([sync, outbox]).not.toContain(undefined)
  const digest = createHash('sha256').update(JSON.stringify(folded)).digest('hex').slice(0, 16)
  // Another digest: other tables or rules. Raise PROJECTOR_VERSION, then write the new pair here.
  expect({ version: PROJECTOR_VERSION, digest }).toEqual({ version: 7, digest: 'd66ad782c15f8ac0' })
})
