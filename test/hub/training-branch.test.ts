import { expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { trainingFacts, trainingLot, trainingRoster } from '../../domain/training.ts'
import { withHub } from '../../hub/hub.ts'
import type { State } from '../../domain/model.ts'
import { createWorld, exchange, TEN_O_CLOCK, type World } from './world.ts'

/** What the import of the training branch's two files records. */
function imported(now: number): EventDraft[] {
  const contracts = new Map(trainingRoster().map(({ contract }) => [contract.contractNo, contract]))
  return [
    ...[...contracts.values()].map(({ contractNo, branchNo, kind, status, ...personal }): EventDraft => {
      return { type: 'ContractRecorded', v: 1, data: { contractNo, branchNo, kind, status }, personal }
    }),
    ...trainingRoster().map(({ contract, user }): EventDraft => {
      const { loginId, role, rosterStatus, name, kana } = user
      const data = {
        loginId,
        contractNo: contract.contractNo,
        role,
        rosterStatus,
        tokenKind: 'none' as const,
      }
      return { type: 'UserRecorded', v: 1, data, personal: { name, kana } }
    }),
    ...trainingLot(now).map((row): EventDraft => {
      const { serial, chipSerial, model, lotNo, boxNo, expiresAt } = row
      const label = { serial, chipSerial, model, lotNo, boxNo, expiresAt, branchNo: '001' }
      return { type: 'FobReceived', v: 1, data: { ...label, factorySeeded: false } }
    }),
  ]
}

async function training(): Promise<World> {
  const world = await createWorld()
  await exchange(world, imported(TEN_O_CLOCK))
  return world
}

function tell(world: World): void {
  for (const { at, by, draft } of trainingFacts(TEN_O_CLOCK)) {
    world.desk.now = at
    world.desk.record([{ ...draft, by }])
  }
  world.desk.now = TEN_O_CLOCK
}

const hubState = <T>(world: World, read: (state: State) => T): Promise<T> =>
  withHub(world.hub, async ({ state }) => read(state))

it('takes the training branch’s told past, so that head office and desk agree on everybody', async () => {
  const world = await training()
  tell(world)
  await exchange(world, [])
  const refused = world.desk.pulled.filter((event) => event.type === 'VerdictGiven' && !event.data.accepted)
  expect(refused).toEqual([])
  for (const { user } of trainingRoster()) {
    const theirs = await hubState(world, (state) => state.get('user', user.loginId))
    expect(theirs).toEqual(world.desk.state.get('user', user.loginId))
  }
  for (const { serial } of trainingLot(TEN_O_CLOCK)) {
    const theirs = await hubState(world, (state) => state.get('fob', serial))
    expect(theirs).toEqual(world.desk.state.get('fob', serial))
  }
  const login = (loginId: string, code: string | null) =>
    world.headOffice.login({ device: world.desk.device, loginId, code })
  expect(await login('hanakodt', null)).toEqual({ ok: true, next: 'passwordAndOtp' })
  expect(await login('hanakodt', '123456')).toMatchObject({ code: 'SEED_NOT_AT_HUB' })
  expect(await login('ichirodt', null)).toMatchObject({ code: 'USER_STOPPED' })
})

it('takes nothing of the kind from a real branch, nor as of today', async () => {
  const stopped = { loginIds: ['hanakodt'], serial: null, cause: 'bank' as const }
  const today = await training()
  await exchange(today, [{ type: 'UsersStopped', v: 1, data: stopped }])
  expect(today.desk.pulled.at(-2)).toMatchObject({ data: { accepted: false, code: 'HUB_ONLY' } })

  const real = await createWorld({ realm: 'real' })
  await exchange(real, imported(TEN_O_CLOCK))
  real.desk.now = TEN_O_CLOCK - 30 * 86_400_000
  await exchange(real, [{ type: 'UsersStopped', v: 1, data: stopped }])
  expect(real.desk.pulled.at(-2)).toMatchObject({ data: { accepted: false, code: 'HUB_ONLY' } })
})
