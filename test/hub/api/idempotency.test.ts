import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CODE_REPLAY_MS } from '../../../hub/http/api/idempotency.ts'
import { createApi, MASTER, OWN, SHARED, type Api } from './api.ts'

const HOURS_24 = 24 * 3_600_000
const KEY = { 'idempotency-key': '0123456789abcdef-1' }

let api: Api
beforeEach(async () => {
  api = await createApi()
})
afterEach(() => api.close())

const verify = (code: string, headers: Readonly<Record<string, string>> = KEY) =>
  api.call(['verify'], { path: '/verify', body: { loginId: MASTER, code }, headers })
const row = () => api.world.hub.store.read((tx) => tx.fob(OWN))

it('gives the same answer to the same request, carried out once', async () => {
  const code = api.world.code(OWN)
  const answers = [await verify(code), await verify(code)]
  expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
    [200, '{"accepted":true}'],
    [200, '{"accepted":true}'],
  ])
  const wrong = api.wrongCode(OWN)
  const other = { 'idempotency-key': '0123456789abcdef-2' }
  const refused = [await verify(wrong, other), await verify(wrong, other)]
  expect(refused[0]?.body).toBe(refused[1]?.body)
  expect(await row()).toMatchObject({ wrongInRow: 1 })
})

it('refuses the key for another request, and each client has keys of its own', async () => {
  const code = api.world.code(OWN)
  await verify(code)
  const reused = await verify(api.wrongCode(OWN))
  expect([reused.statusCode, reused.json<{ code: string }>().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  const elsewhere = { path: '/activate', body: { loginId: MASTER, serial: OWN, code }, headers: KEY }
  expect((await api.call(['verify'], elsewhere)).statusCode).toBe(422)
  const others = { path: '/verify', body: { loginId: MASTER, code }, headers: KEY }
  expect((await api.call(['verify', 'staff'], others)).json()).toMatchObject({ code: 'OTP_USED' })
  expect(await row()).toMatchObject({ wrongInRow: 0 })
})

it('carries out one of many at the same time', async () => {
  const code = api.world.code(OWN)
  const answers = await Promise.all(Array.from({ length: 20 }, () => verify(code)))
  const accepted = answers.filter(({ statusCode }) => statusCode === 200)
  expect(accepted.length).toBeGreaterThan(0)
  expect(answers.filter(({ statusCode }) => statusCode !== 200 && statusCode !== 409)).toEqual([])
  expect((await row())?.recent.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
})

it('repeats an accepted code for a short time only, other answers for a day', async () => {
  const { world } = api
  const code = world.code(OWN)
  const start = world.hub.now()
  await verify(code)
  for (let round = 0; round < 5; round += 1) {
    const body = { loginId: 'jirodt', code: api.wrongCode(SHARED) }
    await api.call(['verify'], { path: '/verify', body })
  }
  const body = { actorLoginId: MASTER, loginIds: ['jirodt'] }
  const unlock = () => api.call(['customer'], { path: '/unlock', body, headers: KEY })
  const unlocked = await unlock()
  expect(unlocked.statusCode).toBe(200)
  world.setNow(start + CODE_REPLAY_MS - 1)
  expect((await verify(code)).statusCode).toBe(200)
  world.setNow(start + CODE_REPLAY_MS)
  expect((await verify(code)).statusCode).toBe(422)
  world.setNow(start + HOURS_24 - 1)
  expect((await unlock()).body).toBe(unlocked.body)
  world.setNow(start + HOURS_24)
  expect((await unlock()).json()).toMatchObject({ code: 'NOT_STOPPED' })
})

it('lets the key be used again when its first call never ended', async () => {
  const { hub } = api.world
  const gone = vi.spyOn(hub.store, 'putDocument').mockRejectedValueOnce(new Error('the process is gone'))
  const code = api.world.code(OWN)
  expect((await verify(code)).statusCode).toBe(500)
  expect(gone).toHaveBeenCalledOnce()
  expect((await verify(code)).json()).toMatchObject({ code: 'IDEMPOTENCY_RUNNING' })
  api.world.setNow(hub.now() + 60_000)
  // Carried out anew: the code was spent by the first call.
  expect((await verify(code)).statusCode).toBe(403)
})

it('takes no key that is too short, too long or not printable', async () => {
  for (const key of ['short', 'x'.repeat(129), 'with blanks in it, sixteen']) {
    const answer = await verify(api.wrongCode(OWN), { 'idempotency-key': key })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'INPUT_MALFORMED'])
  }
  expect(await row()).toMatchObject({ wrongInRow: 0 })
})
