import { beforeEach, describe, expect, it } from 'vitest'
import { createHub } from '../../../hub/head-office.ts'
import { hqActs } from '../../../hub/hq/acts.ts'
import { loginStep, verify } from '../../../hub/verification/service.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
  TEN_O_CLOCK,
  type World,
} from '../world.ts'

const FOBS = ['10000001', '10000002', '10000003']
const USERS = ['u1', 'u2', 'u3']
const LIMIT = 3

let world: World
beforeEach(async () => {
  const made = await createWorld()
  const hub = createHub({ ...made.hub, fleetLimit: LIMIT })
  world = { ...made, hub }
  await exchange(world, [...contractDrafts('C1', USERS), ...FOBS.flatMap((serial) => fobDrafts(serial))])
  for (const [index, serial] of FOBS.entries()) {
    const loginId = USERS[index] ?? ''
    await exchange(world, await issuedDrafts(world, { serial, loginIds: [loginId] }))
    await register(world, loginId, serial)
  }
  world.setNow(TEN_O_CLOCK + minutes(2))
})

const guess = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    expect(await verify(world.hub, USERS[index % 2] ?? '', '000000')).toMatchObject({ code: 'OTP_WRONG' })
  }
}
const right = (steps = 0) => verify(world.hub, 'u3', world.code('10000003', steps))
const alarms = () => world.hub.store.read((reader) => reader.documents('fleetAlarm', { limit: 5 }))

describe('wrong codes all over the fleet', () => {
  it('below the limit change nothing for others', async () => {
    await guess(LIMIT - 1)
    expect(await right()).toMatchObject({ ok: true })
    expect(await alarms()).toEqual([])
  })

  it('past the limit make one right code too little, and lock nobody out', async () => {
    await guess(LIMIT)
    expect(await loginStep(world.hub, 'u3')).toMatchObject({ next: 'passwordAndOtp' })
    expect(await right()).toMatchObject({ code: 'OTP_NEXT_CODE' })
    expect(await right()).toMatchObject({ code: 'OTP_USED' })
    world.setNow(TEN_O_CLOCK + minutes(3))
    expect(await right()).toMatchObject({ ok: true, next: 'topPage' })
    expect(world.hub.fleet.failures).toBe(LIMIT)
  })

  it('leave head office one task a day', async () => {
    await guess(LIMIT + 2)
    await right()
    expect(await alarms()).toEqual([
      { id: '2026-11-24', row: { since: TEN_O_CLOCK + minutes(2), failures: LIMIT, seenBy: null } },
    ])
  })

  it('leave that one also over the night, whose first nine hours are the day before in UTC', async () => {
    world.setNow(Date.parse('2026-11-25T00:30:00+09:00'))
    await guess(LIMIT)
    await right()
    world.setNow(Date.parse('2026-11-25T12:00:00+09:00'))
    await guess(1)
    await right()
    expect((await alarms()).map(({ id }) => id)).toEqual(['2026-11-25'])
  })

  it('are shown to head office until somebody has looked', async () => {
    await guess(LIMIT)
    await right()
    const context = { hub: world.hub, by: 'sakura' }
    const rows = [{ day: '2026-11-24', since: '2026-11-24T01:02:00.000Z', failures: LIMIT, seenBy: '-' }]
    expect(await hqActs['alarm list']?.run(context, {})).toEqual(rows)
    expect(await hqActs['alarm seen']?.run(context, { day: '2026-11-23' })).toMatchObject({
      code: 'ALARM_UNKNOWN',
    })
    await hqActs['alarm seen']?.run(context, { day: '2026-11-24' })
    expect(await hqActs['alarm list']?.run(context, {})).toMatchObject([{ seenBy: 'sakura' }])
  })

  it('are forgotten after a day', async () => {
    await guess(LIMIT)
    world.setNow(TEN_O_CLOCK + 2 * 86_400_000)
    expect(await right()).toMatchObject({ ok: true })
  })

  it('count for every process, and for one that starts', async () => {
    await guess(LIMIT)
    const other = createHub({ ...world.hub, fleetLimit: LIMIT })
    expect(await verify(other, 'u3', world.code('10000003'))).toMatchObject({ code: 'OTP_NEXT_CODE' })
  })
})
