import { expect, it } from 'vitest'
import { createHub } from '../../hub/head-office.ts'
import { freshState, lookUp, withHub } from '../../hub/hub.ts'
import { contractDrafts, createWorld, exchange } from './world.ts'

const contract = (contractNo: string) => contractDrafts(contractNo, [`${contractNo}u`])

it('has what another process appended, at every question and decision', async () => {
  const world = await createWorld()
  const other = createHub(world.hub)
  await exchange(world, contract('C1'))
  expect((await freshState(other)).get('contract', 'C1')).toBeDefined()
  await exchange(world, contract('C2'))
  expect(await lookUp(other, async ({ state }) => state.get('contract', 'C2'))).toBeDefined()
  await exchange(world, contract('C3'))
  expect(await withHub(other, async ({ state }) => state.get('contract', 'C3'))).toBeDefined()
})

it('reads the order once for all who ask while a read is under way', async () => {
  const { hub } = await createWorld()
  let reads = 0
  const entriesAfter: typeof hub.store.entriesAfter = (place, limit) => {
    reads += 1
    return hub.store.entriesAfter(place, limit)
  }
  const counted = createHub({ ...hub, store: { ...hub.store, entriesAfter } })
  await Promise.all(Array.from({ length: 50 }, () => freshState(counted)))
  expect(reads).toBe(1)
  const first = freshState(counted)
  await Promise.resolve()
  await Promise.all([first, ...Array.from({ length: 50 }, () => freshState(counted))])
  expect(reads).toBeLessThanOrEqual(3)
})

it('folds what it appended itself once, however questions and decisions cross', async () => {
  const world = await createWorld()
  const { hub } = world
  const record = (n: number) =>
    withHub(hub, async (work) => {
      const data = { branchNo: '001', branchName: `研修店${n}`, policy: work.state.policy() }
      await work.record('001', { type: 'BranchOpened', v: 1, data })
    })
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => Promise.all([record(n), freshState(hub), freshState(hub)])),
  )
  const entries = await hub.store.entriesAfter(0, 100)
  expect(entries.map(({ place }) => place)).toEqual(entries.map((_, index) => index + 1))
  const state = await freshState(hub)
  const again = createHub(hub)
  expect((await freshState(again)).staff()).toEqual(state.staff())
})
