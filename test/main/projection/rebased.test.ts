/** The projection of a desk whose events are received, refused and overtaken: what the definition folds to. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadProjections } from '../../../main/projection/sqlite.ts'
import type { OpenedEvent } from '../../../protocol/envelope.ts'
import { recordAnswers } from './answers.ts'
import { branchOpened, contractRecorded, EventMaker, fobMoved, fobReceived, serialOf } from './events.ts'
import { branch, CONTRACTS, procedures, told } from './procedures.ts'
import { noFilter } from '../../../renderer/inventory/filter.ts'

const open = await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm'))
const of = { realm: 'training', device: 'desk-1' } as const

const turn = fc.record({ act: fc.nat(11), of: fc.nat(CONTRACTS - 1), which: fc.nat(30), read: fc.boolean() })

interface Commit {
  readonly origin: 'own' | 'pulled'
  readonly events: readonly OpenedEvent[]
}

it('shows what is confirmed and then what pends, in every table, also out of a snapshot or the journal alone', () => {
  fc.assert(
    fc.property(
      procedures,
      fc.array(turn, { minLength: 5, maxLength: 25 }),
      fc.nat(25),
      (steps, turns, cut) => {
        const [own, other, hub] = ['desk-1', 'desk-2', 'hub'].map((device) => new EventMaker(device))
        if (own === undefined || other === undefined || hub === undefined) throw new Error('three writers')
        const confirmed: OpenedEvent[] = []
        const refused = new Set<number>()
        let pending: OpenedEvent[] = []
        const commits: Commit[] = []
        const commit = (origin: 'own' | 'pulled', events: readonly OpenedEvent[]): void => {
          commits.push({ origin, events })
          if (origin === 'own') pending.push(...events)
          else confirmed.push(...events)
        }
        const verdict = (seq: number, accepted: boolean): OpenedEvent => {
          const data = { device: 'desk-1', seq, accepted, code: accepted ? null : 'OTHER_BRANCH' }
          return hub.open({ type: 'VerdictGiven', v: 1, data }, null)
        }
        commit('pulled', other.all(branch))
        const lines = steps.map((step, at) => told(step, at))
        for (const { act, of: n, which } of turns) {
          const drafts = lines.shift() ?? [fobMoved(n, 'stock', 'missing')]
          const chosen = pending[which % Math.max(1, pending.length)]
          if (act < 5) commit('own', own.all(drafts))
          else if (act < 6) commit('pulled', other.all(drafts))
          else if (act < 8) commit('pulled', [hub.open(contractRecorded(n, { name: `名${which}` }), null)])
          else if (chosen === undefined) continue
          else if (act < 10) {
            refused.add(chosen.seq)
            commit('pulled', [verdict(chosen.seq, false)])
          } else {
            const received = pending.filter(({ seq }) => seq <= chosen.seq)
            commits.push({ origin: 'pulled', events: [verdict(chosen.seq, true)] })
            confirmed.push(...received.filter(({ seq }) => !refused.has(seq)))
            pending = pending.filter(({ seq }) => seq > chosen.seq)
          }
        }

        const step = open(of)
        let snapshot: Uint8Array | undefined
        for (const [index, { origin, events }] of commits.entries()) {
          if (index === cut % commits.length) snapshot = step.export()
          step.apply(events, origin)
          if (turns[index]?.read === true) step.tables.fobPage(noFilter, 0, 10)
        }
        const resumed = open(of, snapshot)
        for (const { origin, events } of commits.slice(cut % commits.length)) resumed.apply(events, origin)
        const defined = open(of)
        const standing = pending.filter(({ seq }) => !refused.has(seq))
        defined.apply([...confirmed, ...standing], 'own')

        const expected = recordAnswers(defined)
        expect(recordAnswers(step)).toEqual(expected)
        expect(recordAnswers(resumed)).toEqual(expected)
        expect(step.sync.ownEvents(step.sync.receivedThrough, 1000)).toHaveLength(pending.length)
        for (const projection of [step, resumed, defined]) projection.close()
      },
    ),
    { numRuns: 40 },
  )
})

it('takes a refused record out of the inventory, its counts and the search', () => {
  const projection = open(of)
  const own = new EventMaker('desk-1')
  projection.apply(own.all([branchOpened, fobReceived(0), fobReceived(1), contractRecorded(3)]), 'own')
  projection.tables.fobPage(noFilter, 0, 10)
  expect(projection.customers.find('0000003', 10)).not.toEqual([])
  const data = { device: 'desk-1', accepted: false, code: 'OTHER_BRANCH' }
  const hub = new EventMaker('hub')
  const verdicts = [2, 4].map((seq) => hub.open({ type: 'VerdictGiven', v: 1, data: { ...data, seq } }, null))
  projection.apply(verdicts, 'pulled')
  expect(projection.tables.fobPage(noFilter, 0, 10)).toEqual({ total: 1, serials: [serialOf(1)] })
  expect(projection.counters.total).toBe(1)
  expect(projection.state.get('fob', serialOf(0))).toBeUndefined()
  expect(projection.customers.find('0000003', 10)).toEqual([])
  projection.close()
})

it('keeps this PC’s own clock, permission and opening, whatever another PC has recorded', () => {
  const projection = open(of)
  const own = new EventMaker('desk-1')
  const measured = { type: 'ClockMeasured', v: 1, data: { offsetMs: 40, roundTripMs: 1 } } as const
  const permitted = { type: 'ClockPermitted', v: 1, data: { offsetMeasuredAt: null } } as const
  projection.apply(own.all([branchOpened, measured, permitted]), 'own')
  const before = projection.facts.kept()
  const other = new EventMaker('desk-2')
  other.at += 86_400_000
  const ids = { issuanceId: 'i', applicationId: 'a', serial: serialOf(0), chipSerial: 'chip' }
  const started = { type: 'IssuanceStarted', v: 1, data: ids } as const
  projection.apply(other.all([branchOpened, started]), 'pulled')
  expect(projection.facts.kept()).toEqual(before)
  expect(projection.sync.hasArrived('desk-2', 1)).toBe(true)
  expect(projection.sync.hasArrived('desk-1', 1)).toBe(false)
  projection.close()
})
