import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DropPart } from '../../../main/journal/closed.ts'
import type { Journal } from '../../../main/journal/types.ts'
import type { OpenedEvent } from '../../../protocol/envelope.ts'
import { deviceChainOrigin } from '../../../protocol/chain.ts'
import { compact, fold } from './keeper.ts'
import { draft, makeEvents, testStore, type OpenedStore, type TestStore } from './store.ts'

/** What an event is expected to be: who wrote it, its sequence, whether its name is still there. */
interface Expected {
  readonly device: string
  readonly seq: number
  named: boolean
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('own' as const), events: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pulled' as const), events: fc.integer({ min: 0, max: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('import' as const), events: fc.integer({ min: 200, max: 700 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'rotate' as const, events: 0 }) },
  { weight: 3, arbitrary: fc.constant({ do: 'compact' as const, events: 0 }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('erase' as const), events: fc.integer({ min: 2, max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'reopen' as const, events: 0 }) },
  { weight: 2, arbitrary: fc.constant({ do: 'resume' as const, events: 0 }) },
)

class Run {
  readonly #store: TestStore
  #opened: OpenedStore
  readonly #model: Expected[] = []
  #pulled = 0

  constructor(store: TestStore, opened: OpenedStore) {
    this.#store = store
    this.#opened = opened
  }

  get #journal(): Journal {
    return this.#opened.journal
  }

  async take({ do: what, events }: { do: string; events: number }): Promise<void> {
    if (what === 'own' || what === 'import') await this.#append('own', events)
    else if (what === 'pulled') await this.#append('pulled', events)
    else if (what === 'rotate') await this.#journal.rotate()
    else if (what === 'compact') await compact(this.#store, this.#journal)
    else if (what === 'erase') await this.#erase(events)
    else await this.#reopen(what === 'resume')
  }

  async #append(origin: 'own' | 'pulled', count: number): Promise<void> {
    const other = { ...deviceChainOrigin('training', 'desk-9'), seq: this.#pulled }
    const from = origin === 'own' ? this.#journal.tail : other
    const events = makeEvents(
      from,
      Array.from({ length: count }, (_, n) => draft(n)),
    )
    await this.#journal.append({ origin, events, context: { cursor: this.#pulled } })
    if (origin === 'pulled') this.#pulled += count
    this.#model.push(...events.map(({ device, seq }) => ({ device, seq, named: true })))
  }

  async #erase(every: number): Promise<void> {
    const dropPart: DropPart = ({ seq }) => seq % every === 0
    await compact(this.#store, this.#journal, { scope: 'all', dropPart })
    for (const event of this.#model) if (event.seq % every === 0) event.named = false
  }

  async #reopen(fromCheckpoint: boolean): Promise<void> {
    const upTo = await this.#journal.rotate()
    await this.#journal.close()
    const resumeFrom = fromCheckpoint ? (await fold(this.#store, upTo)).checkpoint : undefined
    this.#opened = await this.#store.open(resumeFrom === undefined ? {} : { resumeFrom })
    const seen = this.#opened.seen.flatMap(({ commit }) => commit.events).length
    if (seen !== (fromCheckpoint ? 0 : this.#model.length)) throw new Error(`${seen} events at opening`)
  }

  /** What the journal says, by each of its ways, and what it should say. */
  async result() {
    const numbers = this.#model.map((_, index) => index + 1)
    const paged = (await this.#journal.eventsAt(numbers)).map(shapeOf)
    const walked: Expected[] = []
    for await (const { commit } of this.#journal.commits(1)) walked.push(...commit.events.map(shapeOf))
    const verified = await this.#journal.verify()
    await this.#journal.close()
    return { paged, walked, verified, model: this.#model }
  }
}

function shapeOf({ device, seq, personal }: OpenedEvent): Expected {
  return { device, seq, named: personal !== undefined }
}

test(
  'any sequence of commits, rotations, compactions, erasures and reopenings equals the model',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const store = await testStore()
        const run = new Run(store, await store.open())
        for (const next of steps) await run.take(next)
        const { paged, walked, verified, model } = await run.result()
        expect(paged).toEqual(model)
        expect(walked).toEqual(model)
        expect(verified).toMatchObject({ ok: true, head: { events: model.length } })
      }),
      { numRuns: 25 },
    )
  },
)
