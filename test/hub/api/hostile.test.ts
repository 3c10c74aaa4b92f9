import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi, MASTER, type Api } from './api.ts'
import { endpoints, runHostile } from './hostile.ts'

const RUNS = 2000
const names = Object.keys(endpoints) as (keyof typeof endpoints)[]

let api: Api
beforeAll(async () => {
  api = await createApi()
})
afterAll(() => api.close())

it.each(names)(`${RUNS} hostile calls of %s are refused`, { timeout: 120_000 }, async (name) => {
  await runHostile(api, endpoints[name], RUNS, 20_261_123)
})

describe('what the calls before rest on', () => {
  it('a whole call by the right client is carried out', async () => {
    const status = await api.call(['customer'], endpoints.status.call)
    const why = await api.call(['staff'], endpoints.why.call)
    expect([status.statusCode, why.statusCode]).toEqual([200, 200])
  })

  it('oversized bodies and other media types are refused as such', async () => {
    const body = { loginId: MASTER, code: '1'.repeat(70_000) }
    const large = await api.call(['verify'], { path: '/verify', body })
    expect([large.statusCode, large.json<{ code: string }>().code]).toEqual([413, 'BODY_TOO_LARGE'])
    const headers = { 'content-type': 'application/xml' }
    const text = await api.call(['verify'], { path: '/verify', body: 'loginId=a', headers })
    expect([text.statusCode, text.json<{ code: string }>().code]).toEqual([415, 'INPUT_MALFORMED'])
  })
})
