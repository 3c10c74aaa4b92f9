import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addApiClient, removeApiClient } from '../../../hub/api-clients.ts'
import { minutes, TEN_O_CLOCK } from '../world.ts'
import {
  basic,
  createApi,
  FOREIGN,
  MASTER,
  OWN,
  SHARED,
  WAITING,
  WAITING_FOB,
  type Api,
  type Call,
} from './api.ts'

let api: Api
beforeEach(async () => {
  api = await createApi()
})
afterEach(() => api.close())

const verify = (loginId: string, code: string) => ({ path: '/verify', body: { loginId, code } })
const activate = (loginId: string, serial: string, code: string) => ({
  path: '/activate',
  body: { loginId, serial, code },
})
const lock = async (): Promise<void> => {
  for (let round = 0; round < 5; round += 1) {
    await api.call(['verify'], verify('jirodt', api.wrongCode(SHARED)))
  }
}

describe('clients', () => {
  it('are known by id and secret, and have their scopes', async () => {
    const call = verify(MASTER, '000000')
    const { hub } = api.world
    const { client, secret } = await addApiClient(hub, 'bank', ['verify'])
    const status = async (headers: Readonly<Record<string, string>>) =>
      (await api.call(null, { ...call, headers })).statusCode
    expect(await status({})).toBe(401)
    expect(await status(basic(client.id))).toBe(401)
    expect(await status(basic('c-0', secret))).toBe(401)
    expect(await status(basic('', ''))).toBe(401)
    expect(await status({ authorization: `Bearer ${secret}` })).toBe(401)
    expect(await status(basic(client.id, secret))).toBe(403)
    const why = { method: 'GET', path: `/users/${MASTER}/why` } as const
    expect((await api.call(['verify'], why)).json()).toMatchObject({ code: 'API_SCOPE' })
    expect((await api.call(['staff'], call)).json()).toMatchObject({ code: 'API_SCOPE' })
    expect(await removeApiClient(hub, client.id)).toBe(true)
    expect(await removeApiClient(hub, client.id)).toBe(false)
    expect(await status(basic(client.id, secret))).toBe(401)
  })

  it('are counted together with those who are none, by address, before anybody is looked up', async () => {
    const left = async (scopes: readonly ['verify'] | null, call: Call) => {
      const { statusCode, headers } = await api.call(scopes, call)
      return [statusCode, headers['x-ratelimit-remaining']]
    }
    const why = { method: 'GET', path: `/users/${MASTER}/why` } as const
    expect(await left(null, verify(MASTER, '000000'))).toEqual([401, '59999'])
    expect(await left(null, { ...why, headers: basic('c-0') })).toEqual([401, '59998'])
    expect(await left(['verify'], why)).toEqual([403, '59997'])
    expect(await left(['verify'], verify(MASTER, api.world.code(OWN)))).toEqual([200, '59996'])
  })

  it('leave neither secret nor login id nor code in store or log', async () => {
    const { client, secret } = await addApiClient(api.world.hub, 'bank', ['verify'])
    const code = api.wrongCode(OWN)
    await api.call(null, { ...verify(MASTER, code), headers: basic(client.id, secret) })
    const row = await api.world.hub.store.read((tx) => tx.document('apiClient', client.id))
    expect(row?.secretHash).toHaveLength(32)
    expect(JSON.stringify(row)).not.toContain(secret)
    const log = api.log.join('')
    expect(log).toContain('"route":"/v1/verify"')
    for (const hidden of [secret, MASTER, code]) expect(log).not.toContain(hidden)
  })
})

describe('to outsiders', () => {
  it('every refusal is the same bytes, to staff the exact reason', async () => {
    await lock()
    const used = api.world.code(OWN)
    expect((await api.call(['verify'], verify(MASTER, used))).statusCode).toBe(200)
    const cases = [
      [verify('nobody', '123456'), 'USER_UNKNOWN'],
      [verify('hanakodt', api.world.code(SHARED)), 'USER_STOPPED'],
      [verify(MASTER, api.wrongCode(OWN)), 'OTP_WRONG'],
      [verify(MASTER, used), 'OTP_USED'],
      [verify(MASTER, 'abc'), 'CODE_FORM'],
      [verify(WAITING, '123456'), 'OTP_NOT_ASKED'],
      [activate(WAITING, FOREIGN, api.world.code(FOREIGN)), 'NOT_ISSUED_TO_CONTRACT'],
      [activate(WAITING, '99999999', '123456'), 'NOT_ISSUED_TO_CONTRACT'],
      [activate(WAITING, '１２', '123456'), 'SERIAL_FORM'],
      [activate(MASTER, OWN, api.world.code(OWN)), 'ALREADY_IN_SERVICE'],
      [{ path: '/resynchronise', body: { loginId: 'nobody', codes: ['123456', '123456'] } }, 'USER_UNKNOWN'],
    ] as const
    const answers = new Set<string>()
    for (const [call, code] of cases) {
      const outside = await api.call(['verify'], call)
      // How many calls are left depends on their number alone.
      const { date: _, 'x-ratelimit-remaining': __, 'x-ratelimit-reset': ___, ...headers } = outside.headers
      answers.add(JSON.stringify([outside.statusCode, headers, outside.body]))
      expect((await api.call(['verify', 'staff'], call)).json()).toMatchObject({ code })
    }
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toContain('API_REFUSED')
  })

  it('customers read what leads them on', async () => {
    await lock()
    const asked = async (call: ReturnType<typeof verify>) =>
      (await api.call(['verify', 'customer'], call)).json<{ code: string }>().code
    expect(await asked(verify('hanakodt', '123456'))).toBe('CUSTOMER_STOPPED')
    expect(await asked(verify('nobody', '123456'))).toBe('LOGIN_REFUSED')
    expect(await asked(verify(MASTER, api.wrongCode(OWN)))).toBe('OTP_WRONG')
    expect(await asked(activate(WAITING, FOREIGN, '123456'))).toBe('ACTIVATION_REFUSED')
  })
})

describe('the calls', () => {
  it('verify, once', async () => {
    const call = verify(MASTER, api.world.code(OWN))
    const first = await api.call(['verify'], call)
    expect([first.statusCode, first.json()]).toEqual([200, { accepted: true }])
    expect((await api.call(['verify'], call)).statusCode).toBe(403)
  })

  it('activate, then the status says that an OTP is asked', async () => {
    const status = async () =>
      (await api.call(['customer'], { method: 'GET', path: `/users/${WAITING}/status` })).json()
    expect(await status()).toMatchObject({ login: 'passwordThenRegistration', serial: '-' })
    const code = api.world.code(WAITING_FOB)
    expect((await api.call(['verify'], activate(WAITING, '４５６７８９０１', code))).json()).toEqual({
      accepted: true,
    })
    expect(await status()).toEqual({
      loginId: WAITING,
      contractNo: 'C1',
      login: 'passwordAndOtp',
      serial: WAITING_FOB,
      expiry: '2031年09月30日 08時00分',
      otpStatus: 'inService',
      authStatus: 'available',
      waitingUntil: null,
    })
    const unknown = await api.call(['customer'], { method: 'GET', path: '/users/nobody/status' })
    expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([403, 'LOGIN_REFUSED'])
  })

  it('resynchronise, and why for staff, in both languages', async () => {
    const { world } = api
    world.setNow(TEN_O_CLOCK + minutes(30))
    const shown = (steps = 0) => world.code(OWN, steps - 9)
    await api.call(['verify'], verify(MASTER, shown(-1)))
    await api.call(['verify'], verify(MASTER, shown()))
    world.setNow(TEN_O_CLOCK + minutes(33))
    const why = await api.call(['staff'], { method: 'GET', path: `/users/${MASTER}/why` })
    expect(why.json()).toMatchObject({
      serial: OWN,
      wrongInRow: 2,
      attempts: [{ offSteps: -9 }, { offSteps: -10 }, { outcome: 'accepted' }],
      findings: [
        {
          ja: '3分前の番号は正しいものでした: トークンの時計が9分遅れています。時刻合わせをしてください。',
          en: expect.stringContaining('Resynchronise') as string,
        },
      ],
    })
    const call = { path: '/resynchronise', body: { loginId: MASTER, codes: [shown(-1), shown()] } }
    expect((await api.call(['verify'], call)).json()).toEqual({ accepted: true })
    world.setNow(TEN_O_CLOCK + minutes(34))
    expect((await api.call(['verify'], verify(MASTER, shown()))).statusCode).toBe(200)
  })

  it('unlock and revoke on behalf of an administrator', async () => {
    await lock()
    const unlock = { path: '/unlock', body: { actorLoginId: MASTER, loginIds: ['hanakodt'], memo: '確認' } }
    expect((await api.call(['customer'], unlock)).json()).toMatchObject({
      users: [
        { loginId: 'hanakodt', authStatus: 'available' },
        { loginId: 'jirodt', authStatus: 'available' },
      ],
    })
    expect((await api.call(['customer'], unlock)).json()).toMatchObject({ code: 'NOT_STOPPED' })
    const revoke = async (actorLoginId: string, loginId: string) =>
      (await api.call(['customer'], { path: '/revoke', body: { actorLoginId, loginIds: [loginId] } })).json()
    expect(await revoke('jirodt', 'hanakodt')).toMatchObject({ code: 'CUSTOMER_NOT_ADMINISTRATOR' })
    expect(await revoke(MASTER, 'saburodt')).toMatchObject({ code: 'USER_NOT_OF_CONTRACT' })
    expect(await revoke('nobody', 'saburodt')).toMatchObject({ code: 'LOGIN_REFUSED' })
    expect(await revoke(MASTER, 'hanakodt')).toMatchObject({
      users: [{ loginId: 'hanakodt', otpStatus: 'revoked', serial: SHARED }],
    })
  })
})
