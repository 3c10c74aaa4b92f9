import { expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { erasePersonalData } from '../../hub/erase.ts'
import { createHub } from '../../hub/head-office.ts'
import { freshState, type Hub } from '../../hub/hub.ts'
import { hqActs } from '../../hub/hq/acts.ts'
import { StateSnapshots } from '../../hub/snapshot/state-snapshots.ts'
import { everythingIn } from './everything.ts'
import { contractDrafts, createWorld, enrolDesk, exchange } from './world.ts'

const YEAR_MS = 366 * 86_400_000
const GONE = '忘却商店'
const KEPT = '継続商店'

const named = (contractNo: string, name: string, status: 'active' | 'closed' = 'active'): EventDraft[] =>
  contractDrafts(contractNo, [`${contractNo}u`]).map((draft) => {
    if (draft.type !== 'ContractRecorded') return draft
    const personal = typeof draft.personal === 'object' && draft.personal !== null ? draft.personal : {}
    return { ...draft, data: { ...draft.data, status }, personal: { ...personal, name } } as EventDraft
  })

const process = (hub: Hub) => {
  const own = createHub(hub)
  return { hub: own, snapshots: new StateSnapshots(own, 'rules-1') }
}

async function holds(hub: Hub, text: string): Promise<boolean> {
  return (await everythingIn(hub.store)).some((row) => row.includes(Buffer.from(text)))
}

it('takes what has had its time out of the order and out of every snapshot, and nothing else', async () => {
  const world = await createWorld()
  const { hub, desk } = world
  await exchange(world, [...named('C1', GONE), ...named('C2', KEPT)])
  await exchange(world, named('C1', GONE, 'closed'))
  const running = process(hub)
  await running.snapshots.load()
  await freshState(running.hub)
  await running.snapshots.take()
  const kept = await hub.store.read((reader) => reader.document('stateSnapshot', 'rules-1'))

  // Within the retention time nothing goes.
  expect(await erasePersonalData(hub)).toMatchObject({ parts: 0 })
  expect(await running.snapshots.newest()).toEqual(kept)
  world.setNow(hub.now() + 8 * YEAR_MS)
  expect(await holds(hub, GONE)).toBe(true)
  // The contract twice, its user twice.
  expect(await hqActs['erase']?.run({ hub, by: 'sakura' }, {})).toMatchObject([{ parts: '4' }])
  expect(await holds(hub, GONE)).toBe(false)
  expect(await holds(hub, KEPT)).toBe(true)
  expect(await erasePersonalData(hub)).toMatchObject({ parts: 0 })

  // The person does not come back: not from the snapshot, not from its row put back, not from who had folded before.
  expect((await process(hub).snapshots.load()).ok).toBe(false)
  expect(await running.snapshots.take()).toMatchObject({ code: 'SNAPSHOT_ERASED' })
  if (kept !== undefined) await hub.store.putDocument('stateSnapshot', 'rules-1', kept)
  const started = process(hub)
  expect(await started.snapshots.load()).toMatchObject({ code: 'SNAPSHOT_ERASED' })
  const state = await freshState(started.hub)
  expect(state.get('contract', 'C1')).toMatchObject({ status: 'closed', name: '', phone: '' })
  expect(state.get('contract', 'C2')?.name).toBe(KEPT)
  expect(await started.snapshots.take()).toMatchObject({ ok: true })
  const again = process(hub)
  expect((await again.snapshots.load()).ok).toBe(true)
  expect(again.hub.state.folded.get('contract', 'C1')?.name).toBe('')

  // Chains hold: this desk goes on, and one that comes new gets everything but the names.
  await exchange(world, named('C3', KEPT))
  expect(await desk.push(world.headOffice)).toMatchObject({ ok: true })
  const late = await enrolDesk(hub, world.headOffice)
  late.now = hub.now()
  await late.pull(world.headOffice)
  expect(late.state.get('contract', 'C1')).toMatchObject({ status: 'closed', name: '' })
  expect(late.state.get('contract', 'C2')?.name).toBe(KEPT)
})
