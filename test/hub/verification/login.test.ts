import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../domain/events.ts'
import { stepAt } from '../../../domain/otp.ts'
import { waitingUntil } from '../../../domain/waiting.ts'
import { RESERVATION_MS } from '../../../hub/verification/counters.ts'
import { verify } from '../../../hub/verification/service.ts'
import { createHub, headOfficeOf } from '../../../hub/head-office.ts'
import {
  approvedDrafts,
  approvedRequest,
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
  TEN_O_CLOCK,
  TODAY,
  type World,
} from '../world.ts'

const FOB = '12345678'
const OTHER = '23456789'

let world: World
const build = async (policy = {}): Promise<void> => {
  world = await createWorld({ policy })
  await exchange(world, [
    ...contractDrafts('C1', ['ichirodt', 'hanakodt', 'jirodt']),
    ...fobDrafts(FOB),
    ...fobDrafts(OTHER),
  ])
}
beforeEach(() => build())

const issue = async (serial: string, loginIds: string[], startDate = TODAY) =>
  exchange(world, await issuedDrafts(world, { serial, loginIds, startDate }))
const login = (loginId: string, code: string | null = null) =>
  world.headOffice.login({ device: world.desk.device, loginId, code })
const wrongCode = (serial: string): string => {
  const near = [-1, 0, 1].map((steps) => world.code(serial, steps))
  return ['111111', '222222', '333333', '444444'].find((code) => !near.includes(code)) ?? ''
}
const pulled = () => world.desk.pull(world.headOffice)
/** 花子 and 二郎 in service with the same fob, a minute after their registrations. */
const sharedFob = async (): Promise<void> => {
  await issue(FOB, ['hanakodt', 'jirodt'])
  await register(world, 'hanakodt', FOB)
  world.setNow(TEN_O_CLOCK + minutes(1))
  await register(world, 'jirodt', FOB)
  world.setNow(TEN_O_CLOCK + minutes(2))
  await pulled()
}
const revoke = async (loginId: string, reason: 'other' | 'loss'): Promise<void> => {
  const otp = world.desk.state.get('user', loginId)?.otp
  if (otp === undefined || otp.status === 'unregistered') throw new Error(`${loginId} has no tie`)
  const { tieId, serial } = otp.tie
  const at = world.desk.now
  const revocations = [{ loginId, tieId, serial, at, waitingUntil: waitingUntil(at) }]
  const data = { revocations, reason, requestId: null }
  await exchange(world, [{ type: 'UsersRevoked', v: 1, data, personal: { memo: '' } }])
}
const unlock = (loginIds: string[]): EventDraft => ({
  type: 'UsersUnlocked',
  v: 1,
  data: { loginIds, serials: [FOB], causes: ['failures'], by: 'staff' },
  personal: { memo: '電話で本人確認' },
})

describe('the login table', () => {
  it('未登録: ID and password, also before the first day of use', async () => {
    expect(await login('ichirodt')).toEqual({ ok: true, next: 'password' })
    await issue(FOB, ['ichirodt'], '2026-11-25')
    expect(await login('ichirodt')).toEqual({ ok: true, next: 'password' })
  })

  it('トークン発行済み: then BLG3020', async () => {
    await issue(FOB, ['ichirodt'])
    expect(await login('ichirodt')).toEqual({ ok: true, next: 'passwordThenRegistration' })
    // A code where none is asked for is not looked at.
    expect(await login('ichirodt', wrongCode(FOB))).toEqual({ ok: true, next: 'passwordThenRegistration' })
  })

  it('サービス利用中: then the OTP', async () => {
    await sharedFob()
    expect(await login('hanakodt')).toEqual({ ok: true, next: 'passwordAndOtp' })
    expect(await login('hanakodt', world.code(FOB))).toEqual({ ok: true, next: 'topPage' })
    expect(await login('hanakodt', '12345')).toMatchObject({ code: 'CODE_FORM' })
  })

  it('トークン有効期限切れ: refused', async () => {
    const expiresAt = Date.parse('2026-12-31T23:00:00Z')
    await exchange(world, fobDrafts('45678901', expiresAt))
    await issue('45678901', ['ichirodt'])
    await register(world, 'ichirodt', '45678901')
    world.setNow(expiresAt - 1)
    expect(await login('ichirodt')).toMatchObject({ ok: true })
    world.setNow(expiresAt)
    expect(await login('ichirodt')).toMatchObject({ code: 'TOKEN_EXPIRED' })
  })

  it('失効中: refused within the waiting time, and after it unless a fob is there', async () => {
    await sharedFob()
    await revoke('hanakodt', 'loss')
    expect(await login('hanakodt')).toMatchObject({ code: 'WAITING_TIME' })
    world.setNow(TEN_O_CLOCK + minutes(33))
    expect(await login('hanakodt')).toMatchObject({ code: 'USER_REVOKED' })
    await issue(OTHER, ['hanakodt'])
    expect(await login('hanakodt')).toEqual({ ok: true, next: 'passwordThenRegistration' })
    expect(await login('jirodt')).toEqual({ ok: true, next: 'passwordAndOtp' })
  })

  it('停止中: refused, whatever else holds', async () => {
    await sharedFob()
    const data = { serial: FOB, kind: 'theft' as const, channel: 'phone' as const, loginIds: ['hanakodt'] }
    await exchange(world, [{ type: 'IncidentReported', v: 1, data, personal: { reportedBy: '', memo: '' } }])
    expect(await login('hanakodt')).toMatchObject({ code: 'USER_STOPPED', detail: { cause: 'incident' } })
  })

  it('unknown users and other branches', async () => {
    expect(await login('nobody')).toMatchObject({ code: 'USER_UNKNOWN' })
    await exchange(world, contractDrafts('C9', ['tasha'], '002'))
    expect(await login('tasha')).toMatchObject({ code: 'CONTRACT_OTHER_BRANCH', detail: { branchNo: '002' } })
  })
})

describe('one-time passwords', () => {
  it('accepts a code once per fob, whichever of its users gives it', async () => {
    await sharedFob()
    const code = world.code(FOB)
    expect(await login('hanakodt', code)).toMatchObject({ next: 'topPage' })
    expect(await login('jirodt', code)).toMatchObject({ code: 'OTP_USED' })
    expect(await login('jirodt', world.code(FOB, -1))).toMatchObject({ code: 'OTP_USED' })
    expect(await login('jirodt', world.code(FOB, 1))).toMatchObject({ next: 'topPage' })
  })

  it('accepts exactly one of 100 copies given at the same time', async () => {
    await sharedFob()
    const code = world.code(FOB)
    const copies = Array.from({ length: 100 }, (_, index) => login(index % 2 ? 'hanakodt' : 'jirodt', code))
    const answers = await Promise.all(copies)
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.code === 'OTP_USED')).toHaveLength(99)
    expect(await login('jirodt')).toMatchObject({ ok: true })
  })

  it('evaluates at most five of 100 guesses made at the same time', async () => {
    await sharedFob()
    const wrong = wrongCode(FOB)
    const answers = await Promise.all(Array.from({ length: 100 }, () => login('hanakodt', wrong)))
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.code))
    expect(codes.filter((code) => code === 'OTP_WRONG')).toHaveLength(5)
    expect(codes.filter((code) => code === 'USER_STOPPED')).toHaveLength(95)
    const row = await world.hub.store.transaction((tx) => tx.fob(FOB))
    expect(row).toMatchObject({ wrongInRow: 5, reserved: null })
  })

  it('remembers a drift and follows it', async () => {
    await sharedFob()
    for (let minute = 3; minute < 8; minute += 1) {
      world.setNow(TEN_O_CLOCK + minutes(minute * 2))
      // The fob loses a minute at every other login.
      expect(await login('hanakodt', world.code(FOB, -(minute - 2)))).toMatchObject({ next: 'topPage' })
    }
  })
})

describe('stops', () => {
  it('stops every user of the fob at the fifth wrong code in a row, from whomever', async () => {
    await sharedFob()
    for (const loginId of ['hanakodt', 'jirodt', 'hanakodt', 'jirodt']) {
      expect(await login(loginId, wrongCode(FOB))).toMatchObject({ code: 'OTP_WRONG' })
    }
    expect(await login('hanakodt')).toMatchObject({ ok: true })
    expect(await login('hanakodt', wrongCode(FOB))).toMatchObject({ code: 'OTP_WRONG' })
    for (const loginId of ['hanakodt', 'jirodt']) {
      expect(await login(loginId, world.code(FOB))).toMatchObject({
        code: 'USER_STOPPED',
        detail: { cause: 'failures' },
      })
    }
    const events = await pulled()
    expect(events.map((event) => event.data)).toEqual([
      { loginIds: ['hanakodt', 'jirodt'], serial: FOB, cause: 'failures' },
    ])
  })

  it('begins the count anew after a success and after an unlock', async () => {
    await sharedFob()
    for (let round = 0; round < 4; round += 1) await login('hanakodt', wrongCode(FOB))
    expect(await login('hanakodt', world.code(FOB))).toMatchObject({ next: 'topPage' })
    for (let round = 0; round < 5; round += 1) await login('hanakodt', wrongCode(FOB))
    expect(await login('hanakodt')).toMatchObject({ code: 'USER_STOPPED' })
    await pulled()
    await exchange(world, [unlock(['hanakodt', 'jirodt'])])
    world.setNow(TEN_O_CLOCK + minutes(5))
    for (let round = 0; round < 4; round += 1) {
      expect(await login('jirodt', wrongCode(FOB))).toMatchObject({ code: 'OTP_WRONG' })
    }
    expect(await login('jirodt', world.code(FOB))).toMatchObject({ next: 'topPage' })
  })

  it('stops by the long run in spite of unlocks, until a manager’s reset', async () => {
    await build({ longRunThreshold: 8 })
    await sharedFob()
    for (let round = 0; round < 5; round += 1) await login('hanakodt', wrongCode(FOB))
    await pulled()
    await exchange(world, [unlock(['hanakodt', 'jirodt'])])
    for (let round = 0; round < 3; round += 1) await login('jirodt', wrongCode(FOB))
    const [stopped] = await pulled()
    expect(stopped?.data).toEqual({ loginIds: ['hanakodt', 'jirodt'], serial: FOB, cause: 'longRun' })
    expect(await login('jirodt', world.code(FOB))).toMatchObject({
      code: 'USER_STOPPED',
      detail: { cause: 'longRun' },
    })
    await exchange(world, [
      ...approvedRequest('r-reset', { kind: 'thresholdReset', serial: FOB, reason: '確認済' }),
      { type: 'ThresholdReset', v: 1, data: { serial: FOB, requestId: 'r-reset' }, by: '1001' },
    ])
    expect(await login('jirodt', world.code(FOB))).toMatchObject({ next: 'topPage' })
  })

  it('a new seed clears both counters and lets only new codes in', async () => {
    await issue(FOB, ['ichirodt'])
    for (let round = 0; round < 4; round += 1) {
      const input = { device: world.desk.device, staffNo: '2001', loginId: 'ichirodt', serial: FOB }
      await world.headOffice.activate({ ...input, code: wrongCode(FOB) })
    }
    expect(await world.hub.store.transaction((tx) => tx.fob(FOB))).toMatchObject({ wrongInRow: 4 })
    const { applicationId, issuanceId } = latestIssuance()
    await exchange(world, [
      {
        type: 'IssuanceCancelled',
        v: 1,
        data: { applicationId, issuanceId, serial: FOB },
        personal: { memo: '' },
      },
    ])
    await issue(FOB, ['hanakodt'])
    const row = await world.hub.store.transaction((tx) => tx.fob(FOB))
    expect(row).toMatchObject({ wrongInRow: 0, longRun: [] })
    await register(world, 'hanakodt', FOB)
  })

  it('an attempt that a crash left behind is spent', async () => {
    await sharedFob()
    const { hub } = world
    const row = await hub.store.transaction((tx) => tx.fob(FOB))
    if (row === undefined) throw new Error('the fob has its row')
    await hub.store.transaction((tx) =>
      tx.saveFob({ ...row, wrongInRow: 4, reserved: { attemptId: 'crashed', at: hub.now() } }),
    )
    expect(await login('hanakodt', world.code(FOB))).toMatchObject({ code: 'VERIFICATION_BUSY' })
    world.setNow(hub.now() + RESERVATION_MS)
    expect(await login('hanakodt', world.code(FOB))).toMatchObject({
      code: 'USER_STOPPED',
      detail: { cause: 'failures' },
    })
    expect((await pulled()).map((event) => event.type)).toEqual(['UsersStopped'])
  })
})

it('a process that dies between the fifth wrong code and the stop leaves a fob that the next attempt stops', async () => {
  await sharedFob()
  const { hub } = world
  for (let round = 0; round < 4; round += 1) await login('hanakodt', wrongCode(FOB))
  const dying = { ...hub.store, transaction: () => Promise.reject(new Error('killed')) }
  const dead = createHub({ ...hub, store: dying })
  await expect(verify(dead, 'hanakodt', wrongCode(FOB))).rejects.toThrow('killed')
  expect(await pulled()).toEqual([])
  expect(await login('jirodt', world.code(FOB))).toMatchObject({ code: 'USER_STOPPED' })
  expect((await pulled()).map((event) => event.data)).toEqual([
    { loginIds: ['hanakodt', 'jirodt'], serial: FOB, cause: 'failures' },
  ])
})

it('never accepts a code again, however head office’s clock jumps', async () => {
  const DAY = 86_400_000
  const jump = fc.oneof(
    fc.integer({ min: -3, max: 3 }).map((count) => count * 1000),
    fc.integer({ min: -3, max: 3 }).map(minutes),
    fc.integer({ min: -3650, max: 1000 }).map((days) => days * DAY),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(jump, { minLength: 5, maxLength: 15 }), async (jumps) => {
      await build()
      await sharedFob()
      const accepted = new Set<number>()
      const start = world.hub.now()
      for (const by of jumps) {
        // Jumped and back again: what was accepted on either side stays used on the other.
        for (const now of [start + by, start]) {
          world.setNow(now)
          const answer = await login('hanakodt', world.code(FOB))
          if (!answer.ok || answer.next !== 'topPage') continue
          expect(accepted.has(stepAt(now))).toBe(false)
          accepted.add(stepAt(now))
        }
      }
      expect(accepted.size).toBeGreaterThan(0)
    }),
    { numRuns: 25 },
  )
})

it('two hub processes on one store never accept a code twice', async () => {
  await sharedFob()
  const { hub, desk } = world
  const second = headOfficeOf(createHub({ ...hub }))
  const code = world.code(FOB)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 ? second : world.headOffice).login({ device: desk.device, loginId: 'hanakodt', code }),
    ),
  )
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.code]))
  expect(refusals.filter((refusal) => !['OTP_USED', 'VERIFICATION_BUSY'].includes(refusal))).toEqual([])
})

it('counts a reuse of the same seed on', async () => {
  await sharedFob()
  for (let round = 0; round < 3; round += 1) await login('jirodt', wrongCode(FOB))
  await revoke('hanakodt', 'other')
  world.setNow(TEN_O_CLOCK + minutes(40))
  const tie = { tieId: 't-again', applicationId: 'a-again', serial: FOB, startDate: TODAY }
  const reuse = { loginIds: ['hanakodt'], kind: 'reuse' as const, relatedSerial: FOB }
  await exchange(world, approvedDrafts(reuse, [{ loginId: 'hanakodt', tie }], 'a-again'))
  const row = await world.hub.store.transaction((tx) => tx.fob(FOB))
  expect(row?.longRun).toHaveLength(3)
})

function latestIssuance(): { readonly applicationId: string; readonly issuanceId: string } {
  const application = world.desk.state.openApplications('C1').find(({ serial }) => serial === FOB)
  const issuanceId = application?.issuanceId ?? null
  if (application === undefined || issuanceId === null) throw new Error('the fob is issued')
  return { applicationId: application.applicationId, issuanceId }
}
