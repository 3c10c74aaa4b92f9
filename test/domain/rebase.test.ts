import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeskEvent, EventDraft } from '../../domain/events.ts'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import { Rebase } from '../../domain/rebase.ts'
import { contractNo, contractRecorded, fobMoved, fobReceived, serialOf } from '../main/projection/events.ts'
import { branch, CONTRACTS, procedures, told } from '../main/projection/procedures.ts'

const OWN = 'd1'
/** The device that this store was before it was restored. */
const FORMER = 'd0'
const OTHER = 'd2'
const HUB = 'hub'

/** Every record of a state, by kind and identifier. */
function contents(state: MemoryState): Map<string, unknown> {
  return new Map(
    [...state.held()].flatMap(({ kind, id, value }) => (value === null ? [] : [[`${kind}/${id}`, value]])),
  )
}

function fold(events: readonly DeskEvent[]): MemoryState {
  const state = new MemoryState()
  for (const event of events) state.apply(evolve(state, event))
  return state
}

/** The same desk by the definition: the confirmed order is folded, then what is pending. */
class Model {
  readonly confirmed: DeskEvent[] = []
  pending: DeskEvent[] = []
  readonly #refused = new Set<string>()

  own(event: DeskEvent): void {
    this.pending.push(event)
  }

  pulled(event: DeskEvent): void {
    const { device, seq } = event.meta
    this.pending = this.pending.filter(({ meta }) => meta.device !== device || meta.seq !== seq)
    this.confirmed.push(event)
    if (event.type !== 'VerdictGiven') return
    const { data } = event
    if (!data.accepted) {
      this.#refused.add(`${data.device}/${data.seq}`)
      return
    }
    const isReceived = ({ meta }: DeskEvent): boolean => meta.device === data.device && meta.seq <= data.seq
    this.confirmed.push(...this.pending.filter(isReceived).filter((own) => this.stands(own)))
    this.pending = this.pending.filter((own) => !isReceived(own))
  }

  stands({ meta }: DeskEvent): boolean {
    return !this.#refused.has(`${meta.device}/${meta.seq}`)
  }

  get shown(): Map<string, unknown> {
    return contents(fold([...this.confirmed, ...this.pending.filter((own) => this.stands(own))]))
  }
}

/** A desk over the module, and its model beside it. */
class Replicated {
  readonly model = new Model()
  readonly state = new MemoryState()
  #rebase = this.#over()
  readonly #seqs = new Map<string, number>()

  #over(kept?: ReturnType<Rebase<DeskEvent>['kept']>): Rebase<DeskEvent> {
    const { state } = this
    return new Rebase({ state, change: (change) => state.set(change) }, (event: DeskEvent) => event, kept)
  }

  event(draft: EventDraft, device: string): DeskEvent {
    const seq = (this.#seqs.get(device) ?? 0) + 1
    this.#seqs.set(device, seq)
    const meta = { id: `${device}-${seq}`, realm: 'training', device, seq, at: seq, by: null } as const
    return { ...draft, meta }
  }

  own(event: DeskEvent): void {
    this.model.own(event)
    this.#rebase.own(event, event)
  }

  pulled(event: DeskEvent): void {
    this.model.pulled(event)
    this.#rebase.pulled(event)
  }

  verdict(device: string, seq: number, accepted: boolean): void {
    const data = { device, seq, accepted, code: accepted ? null : 'OTHER_BRANCH' }
    this.pulled(this.event({ type: 'VerdictGiven', v: 1, data }, HUB))
  }

  settle(): void {
    for (const _ of this.#rebase.settle()) continue
  }

  /** As after a restart from a snapshot. */
  restart(): void {
    this.settle()
    this.#rebase = this.#over(this.#rebase.kept())
  }

  get rebase(): Rebase<DeskEvent> {
    return this.#rebase
  }
}

function check(desk: Replicated): void {
  desk.settle()
  const { model, state, rebase } = desk
  expect(contents(state)).toEqual(model.shown)
  const confirmed = contents(fold(model.confirmed))
  for (const key of new Set([...confirmed.keys(), ...contents(state).keys()])) {
    const [kind = '', id = ''] = key.split(/\/(.*)/s)
    expect(rebase.confirmed.get(kind as 'fob', id), `confirmed ${key}`).toEqual(confirmed.get(key))
  }
  expect(rebase.pending.map(({ device, seq }) => ({ device, seq }))).toEqual(
    model.pending.map(({ meta: { device, seq } }) => ({ device, seq })),
  )
}

const step = fc.record({
  act: fc.nat(19),
  of: fc.nat(CONTRACTS - 1),
  which: fc.nat(30),
  settle: fc.boolean(),
})

/** What stands beside the procedures: facts that collide, so that order matters. */
function stray(n: number, which: number): EventDraft {
  if (which % 3 === 0) return fobMoved(n, 'stock', which % 2 === 0 ? 'missing' : 'toDispose')
  if (which % 3 === 1) return contractRecorded(n, { name: `名${which}` })
  return { type: 'UsersStopped', v: 1, data: { loginIds: [`user00000${n}`], serial: null, cause: 'bank' } }
}

describe('the confirmed state beside the pending events', () => {
  it('shows fold(confirmed order), then fold(pending), after any history', () => {
    let rebased = 0
    fc.assert(
      fc.property(procedures, fc.array(step, { maxLength: 40 }), (steps, turns) => {
        const desk = new Replicated()
        for (const draft of branch) desk.pulled(desk.event(draft, HUB))
        const lines = steps.flatMap((one, at) => told(one, at))
        for (const draft of lines.splice(0, lines.length >> 2)) desk.own(desk.event(draft, FORMER))
        const former = desk.model.pending.slice()
        for (const { act, of, which, settle } of turns) {
          const draft = lines.shift() ?? stray(of, which)
          const own = desk.model.pending.filter(({ meta }) => meta.device === OWN)
          const chosen = own[which % Math.max(1, own.length)]
          if (act < 7) desk.own(desk.event(draft, OWN))
          else if (act < 9) desk.own(desk.event(stray(of, which), OWN))
          else if (act < 11) desk.pulled(desk.event(draft, OTHER))
          else if (act < 13) desk.pulled(desk.event(stray(of, which), HUB))
          else if (act < 15 && chosen !== undefined) desk.verdict(OWN, chosen.meta.seq, false)
          else if (act < 17 && chosen !== undefined) desk.verdict(OWN, chosen.meta.seq, true)
          else if (act === 17) desk.restart()
          else if (act === 18 && former.length > 0) {
            const event = former.splice(which % former.length, 1)[0]
            if (event !== undefined && desk.model.pending.includes(event)) desk.pulled(event)
          } else if (act === 19) desk.verdict(FORMER, which >> 2, which % 2 === 0)
          if (settle) check(desk)
          if (desk.model.pending.some((event) => !desk.model.stands(event))) rebased += 1
        }
        check(desk)
      }),
      { numRuns: 300 },
    )
    expect(rebased).toBeGreaterThan(100)
  })

  it('takes back a record that only a refused event had made', () => {
    const desk = new Replicated()
    desk.own(desk.event(fobReceived(0), OWN))
    desk.own(desk.event(fobMoved(0, 'received', 'stock'), OWN))
    desk.own(desk.event(fobReceived(1), OWN))
    desk.verdict(OWN, 1, false)
    desk.settle()
    expect(desk.state.get('fob', serialOf(0))).toBeUndefined()
    expect(desk.state.serialOfChip('nobody')).toBeUndefined()
    expect([...desk.state.all('fob')]).toHaveLength(1)
    check(desk)
  })

  it('forgets every image when all is received as it was done', () => {
    const desk = new Replicated()
    for (const draft of branch) desk.own(desk.event(draft, OWN))
    desk.verdict(OWN, branch.length, true)
    desk.pulled(desk.event(contractRecorded(0, { name: '新' }), OTHER))
    check(desk)
    expect(desk.state.get('contract', contractNo(0))?.name).toBe('新')
  })
})
