import { beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../domain/events.ts'
import { waitingUntil } from '../../../domain/waiting.ts'
import {
  approvedDrafts,
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
const FOREIGN = '34567890'

let world: World
beforeEach(async () => {
  world = await createWorld()
  await exchange(world, [
    ...contractDrafts('C1', ['ichirodt', 'hanakodt', 'jirodt']),
    ...contractDrafts('C2', ['saburodt']),
    ...fobDrafts(FOB),
    ...fobDrafts(OTHER),
    ...fobDrafts(FOREIGN),
  ])
})

const issue = async (
  serial: string,
  loginIds: string[],
  more: { startDate?: string; contractNo?: string } = {},
) => exchange(world, await issuedDrafts(world, { serial, loginIds, ...more }))

const activate = (loginId: string, serial: string, code = world.code(serial), staffNo = '2001') =>
  world.headOffice.activate({ device: world.desk.device, staffNo, loginId, serial, code })

const revoked = (loginId: string, reason: 'other' | 'loss' = 'other'): EventDraft => {
  const otp = world.desk.state.get('user', loginId)?.otp
  if (otp === undefined || otp.status === 'unregistered') throw new Error(`${loginId} has no tie`)
  const { tieId, serial } = otp.tie
  const at = world.desk.now
  const revocations = [{ loginId, tieId, serial, at, waitingUntil: waitingUntil(at) }]
  return {
    type: 'UsersRevoked',
    v: 1,
    data: { revocations, reason, requestId: null },
    personal: { memo: '' },
  }
}

describe('利用開始登録', () => {
  it('brings the user into service and tells the desk', async () => {
    await issue(FOB, ['ichirodt'])
    expect(await activate('ichirodt', FOB)).toEqual({ ok: true, loginId: 'ichirodt', serial: FOB })
    const [activated] = await world.desk.pull(world.headOffice)
    expect(activated).toMatchObject({
      type: 'UserActivated',
      data: { loginId: 'ichirodt', serial: FOB, atCounter: true, crossedWith: null },
      meta: { device: 'hub', by: '2001', at: TEN_O_CLOCK },
    })
    expect(world.desk.state.get('user', 'ichirodt')?.otp.status).toBe('inService')
  })

  it('takes full-width digits for serial and code', async () => {
    await issue(FOB, ['ichirodt'])
    const wide = (text: string) =>
      text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    expect(await activate('ichirodt', wide(FOB), wide(world.code(FOB)))).toMatchObject({
      ok: true,
      serial: FOB,
    })
  })

  it('refuses whoever may not act at a counter', async () => {
    await issue(FOB, ['ichirodt'])
    const code = world.code(FOB)
    expect(await activate('ichirodt', FOB, code, '3001')).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await activate('ichirodt', FOB, code, '9999')).toMatchObject({ code: 'STAFF_UNKNOWN' })
    const input = { device: 'd-none', staffNo: '2001', loginId: 'ichirodt', serial: FOB, code }
    expect(await world.headOffice.activate(input)).toMatchObject({ code: 'DEVICE_UNKNOWN' })
  })

  it('refuses, with the exact reason, what is not to be registered', async () => {
    await issue(FOB, ['ichirodt'])
    await issue(FOREIGN, ['saburodt'], { contractNo: 'C2' })
    expect(await activate('ichirodt', '1234', '000000')).toMatchObject({ code: 'SERIAL_FORM' })
    expect(await activate('ichirodt', FOB, '12345')).toMatchObject({ code: 'CODE_FORM' })
    expect(await activate('ichirodt', FOB, 'abcdef')).toMatchObject({ code: 'CODE_FORM' })
    expect(await activate('nobody', FOB)).toMatchObject({ code: 'USER_UNKNOWN' })
    expect(await activate('hanakodt', FOB)).toMatchObject({ code: 'NO_TIE' })
    expect(await activate('ichirodt', '99999999', '000000')).toMatchObject({ code: 'NOT_ISSUED_TO_CONTRACT' })
    expect(await activate('ichirodt', FOREIGN)).toMatchObject({ code: 'NOT_ISSUED_TO_CONTRACT' })
    expect(await activate('ichirodt', OTHER, '000000')).toMatchObject({ code: 'NOT_ISSUED_TO_CONTRACT' })
    await register(world, 'ichirodt', FOB)
    expect(await activate('ichirodt', FOB)).toMatchObject({ code: 'ALREADY_IN_SERVICE' })
  })

  it('refuses before the first day of use, by Tokyo’s midnight', async () => {
    await issue(FOB, ['ichirodt'], { startDate: '2026-11-25' })
    world.setNow(Date.parse('2026-11-24T14:59:59Z'))
    expect(await activate('ichirodt', FOB)).toMatchObject({ code: 'BEFORE_START_DATE' })
    world.setNow(Date.parse('2026-11-24T15:00:00Z'))
    expect(await activate('ichirodt', FOB)).toMatchObject({ ok: true })
  })

  it('refuses an expired fob from 08:00 of its last day', async () => {
    const expiresAt = Date.parse('2026-12-31T23:00:00Z')
    await exchange(world, fobDrafts('45678901', expiresAt))
    await issue('45678901', ['ichirodt'])
    world.setNow(expiresAt)
    expect(await activate('ichirodt', '45678901')).toMatchObject({ code: 'TOKEN_EXPIRED' })
  })

  it('refuses a fob under incident and a stopped user', async () => {
    await issue(FOB, ['ichirodt', 'hanakodt'])
    const data = { serial: FOB, kind: 'loss' as const, channel: 'phone' as const, loginIds: ['ichirodt'] }
    await exchange(world, [{ type: 'IncidentReported', v: 1, data, personal: { reportedBy: '', memo: '' } }])
    expect(await activate('ichirodt', FOB)).toMatchObject({
      code: 'USER_STOPPED',
      detail: { cause: 'incident' },
    })
    // Not named by the PC that took the report, and a user of the fob all the same.
    expect(await activate('hanakodt', FOB)).toMatchObject({ code: 'USER_STOPPED' })
    await exchange(world, fobDrafts('45678901'))
    await issue('45678901', ['jirodt'])
    expect(await activate('jirodt', FOB)).toMatchObject({ code: 'FOB_INCIDENT' })
  })

  it('refuses within the waiting time and registers the same fob again after it', async () => {
    await issue(FOB, ['ichirodt'])
    await register(world, 'ichirodt', FOB)
    await world.desk.pull(world.headOffice)
    const before = world.desk.state.get('user', 'ichirodt')?.otp
    await exchange(world, [revoked('ichirodt')])
    world.setNow(TEN_O_CLOCK + minutes(30) - 1)
    expect(await activate('ichirodt', FOB)).toMatchObject({ code: 'WAITING_TIME' })
    world.setNow(TEN_O_CLOCK + minutes(30))
    expect(await activate('ichirodt', FOB)).toMatchObject({ ok: true })
    await world.desk.pull(world.headOffice)
    const after = world.desk.state.get('user', 'ichirodt')?.otp
    expect(after?.status).toBe('inService')
    // A tie of its own: a late revocation of the first must not end it.
    const tieOf = (otp: typeof after) => (otp && 'tie' in otp ? otp.tie.tieId : undefined)
    expect(tieOf(after)).not.toBe(tieOf(before))
  })

  it('registers a colleague’s fob with an approved sharing only', async () => {
    await issue(FOB, ['hanakodt'])
    const tie = { tieId: 't-share', applicationId: 'a-share', serial: null, startDate: TODAY }
    const sharing = { loginIds: ['jirodt'], kind: 'sharing' as const }
    await exchange(world, approvedDrafts(sharing, [{ loginId: 'jirodt', tie }], 'a-share'))
    expect(await activate('jirodt', FOB)).toMatchObject({ code: 'SHARE_NOT_IN_USE' })
    await register(world, 'hanakodt', FOB)
    world.setNow(TEN_O_CLOCK + minutes(1))
    expect(await activate('jirodt', FOB)).toMatchObject({ ok: true })
    await issue(OTHER, ['ichirodt'])
    world.setNow(TEN_O_CLOCK + minutes(2))
    expect(await activate('ichirodt', FOB)).toMatchObject({ code: 'SHARE_NOT_APPROVED' })
  })

  it('lets the registration of crossed fobs win, and raises a task', async () => {
    await issue(FOB, ['ichirodt'])
    await issue(OTHER, ['hanakodt'])
    expect(await activate('ichirodt', OTHER)).toMatchObject({ ok: true, serial: OTHER })
    const events = await world.desk.pull(world.headOffice)
    expect(events.map((event) => event.type)).toEqual(['UserActivated', 'TaskRaised'])
    expect(events[0]?.data).toMatchObject({ serial: OTHER, crossedWith: FOB })
    expect(await activate('hanakodt', FOB)).toMatchObject({ ok: true, serial: FOB })
  })

  it('refuses a used code without counting it, and the proof’s own code', async () => {
    await issue(FOB, ['ichirodt', 'hanakodt'])
    expect(await activate('ichirodt', FOB, world.code(FOB, -1))).toMatchObject({ code: 'OTP_USED' })
    expect(await activate('ichirodt', FOB)).toMatchObject({ ok: true })
    for (let round = 0; round < 7; round += 1) {
      expect(await activate('hanakodt', FOB)).toMatchObject({ code: 'OTP_USED' })
    }
    world.setNow(TEN_O_CLOCK + minutes(1))
    expect(await activate('hanakodt', FOB)).toMatchObject({ ok: true })
  })

  it('counts wrong codes for the fob and stops all its users at the fifth', async () => {
    await issue(FOB, ['hanakodt', 'jirodt'])
    await register(world, 'hanakodt', FOB)
    world.setNow(TEN_O_CLOCK + minutes(1))
    const wrong = String((Number(world.code(FOB)) + 1) % 1_000_000).padStart(6, '0')
    for (let round = 0; round < 5; round += 1) {
      expect(await activate('jirodt', FOB, wrong)).toMatchObject({ code: 'OTP_WRONG' })
    }
    expect(await activate('jirodt', FOB)).toMatchObject({
      code: 'USER_STOPPED',
      detail: { cause: 'failures' },
    })
    await world.desk.pull(world.headOffice)
    expect(world.desk.pulled.at(-1)).toMatchObject({
      type: 'UsersStopped',
      data: { loginIds: ['hanakodt', 'jirodt'], serial: FOB, cause: 'failures' },
    })
    expect(
      await world.headOffice.login({ device: world.desk.device, loginId: 'hanakodt', code: null }),
    ).toMatchObject({
      code: 'USER_STOPPED',
    })
  })

  it('waits for the sealed seed', async () => {
    const drafts = await issuedDrafts(world, { serial: FOB, loginIds: ['ichirodt'], spoilBox: true })
    await exchange(world, drafts)
    // Head office refused the issuance, so for it there is no tie.
    expect(await activate('ichirodt', FOB)).toMatchObject({ code: 'NO_TIE' })
  })
})
