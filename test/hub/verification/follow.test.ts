/** What desks do to a fob's counters at head office (DOMAIN.md rules 3, 4, 8). */
import { beforeEach, expect, it } from 'vitest'
import type { FobVerification } from '../../../hub/store/rows.ts'
import { activate, revoke, unlock, verify } from '../../../hub/verification/service.ts'
import {
  approvedRequest,
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  TEN_O_CLOCK,
  type World,
} from '../world.ts'

const FOB = '12345678'
const OWN = '23456789'

let world: World
beforeEach(async () => {
  world = await createWorld({ policy: { longRunThreshold: 7 } })
  await exchange(world, [
    ...contractDrafts('C1', ['ichirodt', 'hanakodt']),
    ...fobDrafts(FOB),
    ...fobDrafts(OWN),
  ])
  await exchange(world, await issuedDrafts(world, { serial: OWN, loginIds: ['ichirodt'] }))
  await exchange(world, await issuedDrafts(world, { serial: FOB, loginIds: ['hanakodt'] }))
  await registered('ichirodt', OWN)
  await registered('hanakodt', FOB)
})

const registered = async (loginId: string, serial: string): Promise<void> => {
  expect(await activate(world.hub, loginId, serial, world.code(serial))).toMatchObject({ ok: true })
}
const wrong = async (count: number): Promise<void> => {
  const near = [-1, 0, 1].map((steps) => world.code(FOB, steps))
  const code = ['111111', '222222', '333333', '444444'].find((one) => !near.includes(one)) ?? ''
  for (let round = 0; round < count; round += 1) await verify(world.hub, 'hanakodt', code)
}
const row = async (): Promise<FobVerification> => {
  const found = await world.hub.store.read((tx) => tx.fob(FOB))
  if (found === undefined) throw new Error('the fob has its row')
  return found
}

it('registered again with the same seed, a fob keeps its last step and its long-run count (rule 8)', async () => {
  const { hub } = world
  await wrong(3)
  world.setNow(TEN_O_CLOCK + minutes(2))
  expect(await verify(hub, 'hanakodt', world.code(FOB))).toMatchObject({ next: 'topPage' })
  const { lastStep } = await row()
  expect(await revoke(hub, 'ichirodt', ['hanakodt'])).toMatchObject({ ok: true })
  world.setNow(TEN_O_CLOCK + minutes(32))
  expect(await row()).toMatchObject({ lastStep })
  await registered('hanakodt', FOB)
  expect(await row()).toMatchObject({ wrongInRow: 0, lastStep: lastStep + 30 })
  expect((await row()).longRun).toHaveLength(3)
})

it('an unlock begins the row anew, whoever gives it; the long run waits for a reset (rules 3, 4)', async () => {
  const { hub, desk, headOffice } = world
  await wrong(5)
  expect(await unlock(hub, 'ichirodt', ['hanakodt'], '')).toMatchObject({ ok: true })
  expect(await row()).toMatchObject({ wrongInRow: 0 })
  await wrong(2)
  expect(await verify(hub, 'hanakodt', world.code(FOB, 1))).toMatchObject({ detail: { cause: 'longRun' } })
  expect(await unlock(hub, 'ichirodt', ['hanakodt'], '')).toMatchObject({ code: 'UNLOCK_AT_BRANCH' })
  await desk.pull(headOffice)
  await exchange(world, [
    ...approvedRequest('r-reset', { kind: 'thresholdReset', serial: FOB, reason: '確認済' }),
    { type: 'ThresholdReset', v: 1, data: { serial: FOB, requestId: 'r-reset' }, by: '1001' },
  ])
  expect(await row()).toMatchObject({ longRun: [], wrongInRow: 2 })
  expect(await verify(hub, 'hanakodt', world.code(FOB, 1))).toMatchObject({ next: 'topPage' })
})
