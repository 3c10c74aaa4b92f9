/** Two consecutive codes bring a fob back whose clock has run away; `why` tells staff that it has. */
import { beforeEach, describe, expect, it } from 'vitest'
import { activate, loginStep, resynchronise, verify, why } from '../../../hub/verification/service.ts'
import { headOfficeMethods } from '../../../protocol/head-office.ts'
import {
  BRANCH,
  contractDrafts,
  createWorld,
  enrolDesk,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  TEN_O_CLOCK,
  type World,
} from '../world.ts'

const FOB = '12345678'
const SLOW = -12

let world: World
beforeEach(async () => {
  world = await createWorld()
  await exchange(world, [...contractDrafts('C1', ['ichirodt', 'hanakodt']), ...fobDrafts(FOB)])
  await exchange(world, await issuedDrafts(world, { serial: FOB, loginIds: ['ichirodt'] }))
})

const inService = async (): Promise<void> => {
  expect(await activate(world.hub, 'ichirodt', FOB, world.code(FOB))).toMatchObject({ ok: true })
  // Long enough for a slow fob to show codes that were never used.
  world.setNow(TEN_O_CLOCK + minutes(60))
}
/** What the slow fob shows now, and showed before. */
const shown = (steps = 0): string => world.code(FOB, SLOW + steps)
const resync = (code1: string, code2: string) => resynchronise(world.hub, 'ichirodt', code1, code2)
const row = () => world.hub.store.read((tx) => tx.fob(FOB))

it('is told by `why`, brought back by two codes, and remembered', async () => {
  const { hub } = world
  await inService()
  expect(await verify(hub, 'ichirodt', shown(-1))).toMatchObject({ code: 'OTP_WRONG' })
  expect(await verify(hub, 'ichirodt', shown())).toMatchObject({ code: 'OTP_WRONG' })
  world.setNow(TEN_O_CLOCK + minutes(63))
  expect(await why(hub, 'ichirodt')).toMatchObject({
    ok: true,
    serial: FOB,
    otpStatus: 'inService',
    authStatus: 'available',
    wrongInRow: 2,
    wrongInLongRun: 2,
    attempts: [
      { outcome: 'wrong', offSteps: SLOW },
      { outcome: 'wrong', offSteps: SLOW - 1 },
      { outcome: 'accepted', offSteps: null },
    ],
    findings: [{ code: 'WHY_CLOCK_SLOW', detail: { minutes: 3, off: -SLOW } }],
  })

  expect(await resync(shown(-1), shown())).toEqual({ ok: true })
  expect(await row()).toMatchObject({ driftSteps: SLOW, wrongInRow: 0 })
  expect(await verify(hub, 'ichirodt', shown())).toMatchObject({ code: 'OTP_USED' })
  world.setNow(TEN_O_CLOCK + minutes(64))
  expect(await verify(hub, 'ichirodt', shown())).toMatchObject({ next: 'topPage' })
  expect(await why(hub, 'ichirodt')).toMatchObject({ findings: [{ code: 'WHY_ACCEPTED' }] })
})

it('counts as an attempt and stops like one', async () => {
  const { hub } = world
  await inService()
  for (let round = 0; round < 5; round += 1) {
    expect(await resync(shown(), shown())).toMatchObject({ code: 'OTP_WRONG' })
  }
  expect(await resync(shown(-1), shown())).toMatchObject({ code: 'USER_STOPPED' })
  expect(await loginStep(hub, 'ichirodt')).toMatchObject({ detail: { cause: 'failures' } })
  expect(await why(hub, 'ichirodt')).toMatchObject({ causes: ['failures'], authStatus: 'stopped' })
})

it('refuses codes already seen, and what is not of the form, uncounted', async () => {
  await inService()
  const pair = [world.code(FOB, -1), world.code(FOB)] as const
  expect(await resync(...pair)).toEqual({ ok: true })
  expect(await resync(...pair)).toMatchObject({ code: 'OTP_USED' })
  expect(await resync('12345', world.code(FOB))).toMatchObject({ code: 'CODE_FORM' })
  expect(await resync(world.code(FOB), '')).toMatchObject({ code: 'CODE_FORM' })
  expect(await row()).toMatchObject({ wrongInRow: 0, longRun: [] })
})

it('works before the registration, for the fob issued to the user and nobody else', async () => {
  const { hub } = world
  world.setNow(TEN_O_CLOCK + minutes(60))
  expect(await activate(hub, 'ichirodt', FOB, shown())).toMatchObject({ code: 'OTP_WRONG' })
  expect(await resync(shown(-1), shown())).toEqual({ ok: true })
  world.setNow(TEN_O_CLOCK + minutes(61))
  expect(await activate(hub, 'ichirodt', FOB, shown())).toMatchObject({ ok: true })
  for (const [loginId, code] of [
    ['hanakodt', 'NO_TIE'],
    ['nobody', 'USER_UNKNOWN'],
  ] as const) {
    expect(await resynchronise(hub, loginId, shown(-1), shown())).toMatchObject({ code })
  }
})

it('knows nothing of a user without a fob', async () => {
  expect(await why(world.hub, 'hanakodt')).toMatchObject({
    serial: null,
    otpStatus: 'unregistered',
    attempts: [],
    findings: [{ code: 'WHY_NO_ATTEMPT' }],
  })
  expect(await why(world.hub, 'nobody')).toMatchObject({ code: 'USER_UNKNOWN' })
})

describe('at the counter', () => {
  const ask = { device: '', staffNo: '2001', loginId: 'ichirodt' }
  beforeEach(async () => {
    ask.device = world.desk.device
    await inService()
    await verify(world.hub, 'ichirodt', shown())
  })
  const whyOf = ({ device, loginId }: typeof ask) => world.headOffice.why({ device, loginId })
  const twoCodes = (asking: typeof ask, first = shown(-1)) =>
    world.headOffice.resynchronise({ ...asking, first, second: shown() })

  it('is explained and mended for the branch’s own customer', async () => {
    world.setNow(TEN_O_CLOCK + minutes(62))
    expect(headOfficeMethods.why.output.parse(await whyOf(ask))).toMatchObject({
      serial: FOB,
      attempts: [{ outcome: 'wrong', offSteps: SLOW }, { outcome: 'accepted' }],
      findings: [{ code: 'WHY_CLOCK_SLOW', detail: { minutes: 2, off: -SLOW } }],
    })
    await world.desk.pull(world.headOffice)
    expect(await twoCodes(ask)).toEqual({ ok: true })
    // On record, by whom; the same again is refused and is not.
    expect(await twoCodes(ask)).toMatchObject({ code: 'OTP_USED' })
    expect(await world.desk.pull(world.headOffice)).toMatchObject([
      { type: 'FobResynchronised', data: { loginId: 'ichirodt', serial: FOB }, meta: { by: '2001' } },
    ])
    world.setNow(TEN_O_CLOCK + minutes(63))
    expect(await verify(world.hub, 'ichirodt', shown())).toMatchObject({ next: 'topPage' })
  })

  it('is neither for another branch’s device, for an auditor, or for nobody', async () => {
    const { hub, headOffice } = world
    await hub.store.transaction((tx) => tx.saveBranch({ ...BRANCH, branchNo: '002' }))
    const { device } = await enrolDesk(hub, headOffice, '002')
    const elsewhere = { ok: false, code: 'CONTRACT_OTHER_BRANCH', detail: { branchNo: '001' } }
    expect(await whyOf({ ...ask, device })).toEqual(elsewhere)
    expect(await twoCodes({ ...ask, device })).toEqual(elsewhere)
    expect(await twoCodes({ ...ask, staffNo: '3001' })).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await twoCodes({ ...ask, staffNo: '9999' })).toMatchObject({ code: 'STAFF_UNKNOWN' })
    expect(await whyOf({ ...ask, device: 'd-none' })).toMatchObject({ code: 'DEVICE_UNKNOWN' })
    expect(await whyOf({ ...ask, loginId: 'nobody' })).toMatchObject({ code: 'USER_UNKNOWN' })
    expect(await row(), 'no code was looked at').toMatchObject({ wrongInRow: 1, driftSteps: 0 })
  })
})
