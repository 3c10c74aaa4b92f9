/** What internet banking asks: the customer's own acts on head office (DOMAIN.md rules 2, 4, 5, 7, 8). */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  activate,
  loginStep,
  previewRevoke,
  revoke,
  status,
  unlock,
  users,
  verify,
} from '../../../hub/verification/service.ts'
import {
  approvedDrafts,
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  TEN_O_CLOCK,
  TODAY,
  type World,
} from '../world.ts'

const SHARED = '12345678'
const OWN = '23456789'
const MASTER = 'ichirodt'

let world: World
/** The master with a fob of their own, 花子 with one that 二郎 is to share, 三郎 of another contract. */
beforeEach(async () => {
  world = await createWorld()
  await exchange(world, [
    ...contractDrafts('C1', [MASTER, 'hanakodt', 'jirodt', 'shirodt']),
    ...contractDrafts('C2', ['saburodt']),
    ...fobDrafts(SHARED),
    ...fobDrafts(OWN),
  ])
  await exchange(world, await issuedDrafts(world, { serial: OWN, loginIds: [MASTER] }))
  await exchange(world, await issuedDrafts(world, { serial: SHARED, loginIds: ['hanakodt'] }))
  await exchange(world, share())
  await registered(MASTER, OWN)
  await registered('hanakodt', SHARED)
})

const share = () => {
  const ordered = { loginIds: ['jirodt'], kind: 'sharing' as const, relatedSerial: SHARED }
  const tie = { tieId: 't-share', applicationId: 'a-share', serial: SHARED, startDate: TODAY }
  return approvedDrafts(ordered, [{ loginId: 'jirodt', tie }], 'a-share')
}
const registered = async (loginId: string, serial: string): Promise<void> => {
  expect(await activate(world.hub, loginId, serial, world.code(serial))).toEqual({
    ok: true,
    loginId,
    serial,
  })
}
const shared = async (): Promise<void> => {
  world.setNow(TEN_O_CLOCK + minutes(1))
  await registered('jirodt', SHARED)
}
const wrongCode = (serial: string): string => {
  const near = [-1, 0, 1].map((steps) => world.code(serial, steps))
  return ['111111', '222222', '333333', '444444'].find((code) => !near.includes(code)) ?? ''
}
const lock = async (): Promise<void> => {
  for (let round = 0; round < 5; round += 1) await verify(world.hub, 'jirodt', wrongCode(SHARED))
}

describe('a login', () => {
  it('goes as the table says, the OTP once', async () => {
    const { hub } = world
    expect(await loginStep(hub, 'shirodt')).toEqual({ ok: true, next: 'password' })
    expect(await loginStep(hub, 'jirodt')).toEqual({ ok: true, next: 'passwordThenRegistration' })
    await shared()
    world.setNow(TEN_O_CLOCK + minutes(2))
    expect(await loginStep(hub, 'jirodt')).toEqual({ ok: true, next: 'passwordAndOtp' })
    const code = world.code(SHARED)
    expect(await verify(hub, 'jirodt', code)).toEqual({ ok: true, next: 'topPage' })
    expect(await verify(hub, 'hanakodt', code)).toMatchObject({ code: 'OTP_USED' })
    expect(await verify(hub, 'nobody', code)).toMatchObject({ code: 'USER_UNKNOWN' })
  })

  it('refuses a registration of another contract’s fob', async () => {
    const { hub } = world
    expect(await activate(hub, 'saburodt', SHARED, world.code(SHARED, 1))).toMatchObject({ code: 'NO_TIE' })
    expect(await activate(hub, 'shirodt', SHARED, world.code(SHARED, 1))).toMatchObject({ code: 'NO_TIE' })
  })
})

describe('利用停止解除 by an administrator', () => {
  it('unlocks everyone on the serial, at the desk too, and begins the count anew', async () => {
    const { hub, desk } = world
    await shared()
    world.setNow(TEN_O_CLOCK + minutes(2))
    await lock()
    const listed = await users(hub, MASTER)
    if (!listed.ok) throw new Error(listed.code)
    expect(listed.users.map(({ loginId, authStatus }) => [loginId, authStatus])).toEqual([
      [MASTER, 'available'],
      ['hanakodt', 'stopped'],
      ['jirodt', 'stopped'],
      ['shirodt', 'available'],
    ])
    expect(listed.users.map(({ unlockObstacle }) => unlockObstacle?.code ?? null)).toEqual([
      'UNLOCK_SELF',
      null,
      null,
      'NOT_STOPPED',
    ])
    expect(listed.users[2]).toMatchObject({ serial: SHARED, unlockedWith: ['hanakodt'] })

    const done = await unlock(hub, MASTER, ['jirodt'], '電話で確認')
    expect(done).toMatchObject({
      ok: true,
      users: [
        { loginId: 'jirodt', serial: SHARED, authStatus: 'available' },
        { loginId: 'hanakodt', serial: SHARED, authStatus: 'available' },
      ],
    })
    const [, event] = (await desk.pull(world.headOffice)).slice(-2)
    expect(event).toMatchObject({
      type: 'UsersUnlocked',
      data: { loginIds: ['jirodt', 'hanakodt'], by: 'customer', actorLoginId: MASTER },
      personal: { memo: '電話で確認' },
      meta: { by: null },
    })
    for (let round = 0; round < 4; round += 1) {
      expect(await verify(hub, 'hanakodt', wrongCode(SHARED))).toMatchObject({ code: 'OTP_WRONG' })
    }
    expect(await verify(hub, 'hanakodt', world.code(SHARED))).toMatchObject({ next: 'topPage' })
  })

  it('is refused to general users, for oneself, and across contracts', async () => {
    const { hub } = world
    await shared()
    await lock()
    const unlocking = [
      [MASTER, 'saburodt', 'USER_NOT_OF_CONTRACT'],
      [MASTER, 'nobody', 'USER_NOT_OF_CONTRACT'],
      [MASTER, MASTER, 'UNLOCK_SELF'],
      [MASTER, 'shirodt', 'NOT_STOPPED'],
      ['shirodt', 'jirodt', 'CUSTOMER_NOT_ADMINISTRATOR'],
      ['nobody', 'jirodt', 'USER_UNKNOWN'],
    ] as const
    for (const [actor, loginId, code] of unlocking) {
      expect(await unlock(hub, actor, [loginId], '')).toMatchObject({ ok: false, code })
    }
    expect(await status(hub, 'jirodt')).toMatchObject({ authStatus: 'stopped' })
  })
})

describe('トークンの失効 by an administrator', () => {
  it('revokes several at once, shows what was revoked, and warns of the last administrator', async () => {
    const { hub, desk } = world
    await shared()
    const waitingUntil = hub.now() + minutes(30)
    expect(await previewRevoke(hub, MASTER, ['hanakodt'])).toEqual({
      ok: true,
      lastAdministrator: false,
      waitingUntil,
    })
    expect(await previewRevoke(hub, MASTER, [MASTER])).toMatchObject({ lastAdministrator: true })
    expect(await revoke(hub, MASTER, ['hanakodt', 'shirodt'])).toMatchObject({ code: 'NOT_REVOCABLE' })

    expect(await revoke(hub, MASTER, ['hanakodt', MASTER])).toMatchObject({
      ok: true,
      users: [
        { loginId: 'hanakodt', serial: SHARED, expiry: '2031年09月30日 08時00分', otpStatus: 'revoked' },
        { loginId: MASTER, serial: OWN, otpStatus: 'revoked', waitingUntil },
      ],
    })
    expect((await desk.pull(world.headOffice)).at(-1)).toMatchObject({
      type: 'UsersRevoked',
      data: { reason: 'byCustomer', actorLoginId: MASTER },
    })
    expect(await loginStep(hub, 'jirodt')).toMatchObject({ next: 'passwordAndOtp' })
    expect(await users(hub, MASTER)).toMatchObject({ code: 'WAITING_TIME' })
    expect(await revoke(hub, MASTER, ['jirodt'])).toMatchObject({ code: 'WAITING_TIME' })
  })

  it('lets the same fob be registered again once the waiting time is over (rule 8)', async () => {
    const { hub } = world
    await revoke(hub, MASTER, ['hanakodt'])
    expect(await status(hub, 'hanakodt')).toMatchObject({
      otpStatus: 'revoked',
      serial: '-',
      waitingUntil: TEN_O_CLOCK + minutes(30),
    })
    world.setNow(TEN_O_CLOCK + minutes(30) - 1)
    expect(await activate(hub, 'hanakodt', SHARED, world.code(SHARED))).toMatchObject({
      code: 'WAITING_TIME',
    })
    world.setNow(TEN_O_CLOCK + minutes(30))
    expect(await loginStep(hub, 'hanakodt')).toEqual({ ok: true, next: 'passwordThenRegistration' })
    await registered('hanakodt', SHARED)
    expect(await status(hub, 'hanakodt')).toMatchObject({ otpStatus: 'inService', waitingUntil: null })
  })
})
