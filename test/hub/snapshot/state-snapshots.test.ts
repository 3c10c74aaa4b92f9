import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { State } from '../../../domain/model.ts'
import { custodyPlace } from '../../../domain/vocabulary.ts'
import { kanaKey } from '../../../hub/elsewhere/kana-index.ts'
import { createHub } from '../../../hub/head-office.ts'
import { freshState, withHub, type Hub } from '../../../hub/hub.ts'
import { generateHubKeys } from '../fixed-keys.ts'
import { endSnapshots } from '../../../hub/snapshot/erasures.ts'
import { StateSnapshots } from '../../../hub/snapshot/state-snapshots.ts'
import type { Document } from '../../../hub/store/documents.ts'
import { countingRandom } from '../random.ts'
import { contractDrafts, createWorld, exchange, fobDrafts, type World } from '../world.ts'
import { history, lived } from './histories.ts'

const VERSION = 'rules-1'
const CHUNK_0 = `${VERSION} 0 0`

/** All that a state answers, its records in an order of their own. */
async function answers({ state }: Hub): Promise<unknown> {
  const held = await state.heldStill(async (all) => [...all])
  const records = held.map(({ kind, id, value }) => [`${kind} ${id}`, value] as const)
  const byKana = [...state.kana.beginningWith(kanaKey('データショウカイ'))]
  return {
    records: new Map(records.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    byKana,
    ...looks(state.folded),
  }
}

/** What it answers to the questions that are not for one record. */
function looks(folded: State) {
  const places = custodyPlace.options.map((place) => folded.serialsIn('001', place))
  return {
    places,
    staff: folded.staff(),
    waiting: folded.waitingApprovals(),
    open: [0, 1, 2, 3].map((n) => folded.openApplications(`C${n}`)),
    chips: places.flat().map((serial) => folded.serialOfChip(`8659610${serial}`)),
  }
}

/** A process of its own on the same store. */
function process(hub: Hub, version = VERSION) {
  const own = createHub(hub)
  return { hub: own, snapshots: new StateSnapshots(own, version) }
}

/** Folds as if the order ended at `place`. */
async function foldTo({ state, store }: Hub, place: number): Promise<void> {
  const entries = await store.entriesAfter(0, place)
  await state.catchUp({ entriesAfter: async (after) => entries.filter((entry) => entry.place > after) })
}

async function wholeFold(hub: Hub, place = 1_000_000): Promise<unknown> {
  const whole = createHub(hub)
  await foldTo(whole, place)
  return answers(whole)
}

describe('a snapshot of the folded state', () => {
  it('and what came after it are the whole fold, at every place of any history', async () => {
    const check = async (steps: Parameters<typeof lived>[0]) => {
      const { hub } = await lived(steps)
      const end = await wholeFold(hub)
      for (let place = 1; place <= hub.state.place; place += 1) {
        // From the snapshot one place before, and into the next.
        const at = process(hub)
        expect((await at.snapshots.load()).ok).toBe(place > 1)
        await foldTo(at.hub, place)
        expect(await answers(at.hub)).toEqual(await wholeFold(hub, place))
        expect(await at.snapshots.take()).toMatchObject({ ok: true, value: { place } })
        const later = process(hub)
        expect(await later.snapshots.load()).toMatchObject({ ok: true, value: { place } })
        await freshState(later.hub)
        expect(await answers(later.hub)).toEqual(end)
      }
    }
    await fc.assert(fc.asyncProperty(history, check), { numRuns: 6 })
  }, 60_000)

  it('is of one moment, whatever is folded while it is written, and nothing of that is lost', async () => {
    const world = await createWorld()
    await exchange(world, [...contractDrafts('C0', ['u0']), ...fobDrafts('10000001')])
    const own = createHub(world.hub)
    const { store } = world.hub
    // Whoever holds on to the state sees what is folded while it is held still.
    const early = own.state.folded
    let meanwhile: unknown
    const snapshots = new StateSnapshots(
      {
        ...own,
        store: {
          ...store,
          async putDocument(...args) {
            // Another process appends, this one decides: both while the chunk is on its way.
            await exchange(world, [...contractDrafts('C1', ['u1']), ...fobDrafts('10000002')])
            const move = {
              serial: '10000001',
              from: 'stock',
              to: 'stock',
              reference: null,
              flag: 'seen',
            } as const
            await exchange(world, [{ type: 'FobMoved', v: 1, data: move }])
            await withHub(own, (work) =>
              work.record('001', {
                type: 'BranchOpened',
                v: 1,
                data: { branchNo: '001', branchName: '新', policy: work.state.policy() },
              }),
            )
            meanwhile = { ...looks(early), fob: early.get('fob', '10000001') }
            return store.putDocument(...args)
          },
        },
      },
      VERSION,
    )
    await snapshots.load()
    await freshState(own)
    const before = await answers(own)
    const { place } = own.state
    expect(await snapshots.take()).toMatchObject({ ok: true, value: { place } })
    const { folded } = own.state
    expect(meanwhile).toEqual({ ...looks(folded), fob: folded.get('fob', '10000001') })
    expect(await answers(own)).toEqual(await wholeFold(world.hub))
    const loaded = process(world.hub)
    await loaded.snapshots.load()
    expect(await answers(loaded.hub)).toEqual(before)
  })
})

describe('a snapshot that is not to be used', () => {
  let world: World
  let hub: Hub

  beforeEach(async () => {
    world = await createWorld()
    await exchange(world, [...contractDrafts('C0', ['u0']), ...fobDrafts('10000001')])
    const taken = process(world.hub)
    await taken.snapshots.load()
    await freshState(taken.hub)
    await taken.snapshots.take()
    hub = world.hub
  })

  it('would be used if nothing were wrong with it', async () => {
    expect(await process(hub).snapshots.load()).toMatchObject({ ok: true })
  })

  /** It is refused with the code, and the whole order folds in its place. */
  async function refused(code: string, on: Hub = hub, version = VERSION): Promise<void> {
    const at = process(on, version)
    expect(await at.snapshots.load()).toMatchObject({ ok: false, code })
    expect(at.hub.state.place).toBe(0)
    await freshState(at.hub)
    expect(await answers(at.hub)).toEqual(await wholeFold(on))
    // And a good one can be written in its place.
    expect(await at.snapshots.take()).toMatchObject({ ok: true })
    expect(await process(on, version).snapshots.load()).toMatchObject({ ok: true })
  }

  const change = (row: Partial<Document<'stateSnapshot'>>) =>
    hub.store.transaction(async (tx) => {
      const found = await tx.document('stateSnapshot', VERSION)
      if (found !== undefined) await tx.saveDocument('stateSnapshot', VERSION, { ...found, ...row })
    })

  it('is of other rules', () => refused('SNAPSHOT_NONE', hub, 'rules-2'))

  it('had a chunk changed, lost, or put in from another', async () => {
    const chunk = await hub.store.read((reader) => reader.document('stateChunk', CHUNK_0))
    if (chunk === undefined) throw new Error('no chunk')
    const sealed = chunk.sealed.slice()
    sealed[sealed.length - 20] = (sealed[sealed.length - 20] ?? 0) ^ 1
    await hub.store.putDocument('stateChunk', CHUNK_0, { sealed })
    await refused('SNAPSHOT_DAMAGED')
    // `refused` has written the other slot: the chunk of the one before does not pass for it.
    await hub.store.putDocument('stateChunk', `${VERSION} 1 0`, chunk)
    await refused('SNAPSHOT_DAMAGED')
    await hub.store.transaction((tx) => tx.removeDocument('stateChunk', CHUNK_0))
    await refused('SNAPSHOT_DAMAGED')
  })

  it.each([{ chunks: 0 }, { takenAt: 5 }, { generation: 'another' }] as const)(
    'says something of itself that was not sealed with it: %o',
    async (row) => {
      await change(row)
      await refused('SNAPSHOT_DAMAGED')
    },
  )

  it('is of more than there is in this order, or of another order', async () => {
    await change({ place: 1_000_000 })
    await refused('SNAPSHOT_FOREIGN')
    await change({ place: 1 })
    await refused('SNAPSHOT_FOREIGN')
    await change({ entryHash: new Uint8Array(32) })
    await refused('SNAPSHOT_FOREIGN')
    await change({ realm: 'real' })
    await refused('SNAPSHOT_FOREIGN')
  })

  it('was wrapped by a master key that this process has not', async () => {
    await refused('SNAPSHOT_KEY_MISSING', {
      ...hub,
      keys: await generateHubKeys(countingRandom('other keys')),
    })
  })

  it('has personal data that were erased since', async () => {
    await hub.store.transaction((tx) => endSnapshots(tx))
    await refused('SNAPSHOT_NONE')
  })

  it('was kept by a hand, and has personal data that were erased since', async () => {
    const kept = await hub.store.read((reader) => reader.document('stateSnapshot', VERSION))
    await hub.store.transaction((tx) => endSnapshots(tx))
    if (kept !== undefined) await hub.store.putDocument('stateSnapshot', VERSION, kept)
    await refused('SNAPSHOT_ERASED')
  })

  it('would be made of a state from before an erasure', async () => {
    const old = process(hub)
    await old.snapshots.load()
    await freshState(old.hub)
    await hub.store.transaction((tx) => endSnapshots(tx))
    expect(await old.snapshots.take()).toMatchObject({ ok: false, code: 'SNAPSHOT_ERASED' })
    expect(await old.snapshots.newest()).toBeUndefined()
  })

  it('was told to end', async () => {
    const at = process(hub)
    await at.snapshots.load()
    const before = await at.snapshots.newest()
    expect(await at.snapshots.take(AbortSignal.abort())).toMatchObject({ code: 'SNAPSHOT_STOPPED' })
    expect(await at.snapshots.newest()).toEqual(before)
    expect(await process(hub).snapshots.load()).toMatchObject({ ok: true })
  })
})
