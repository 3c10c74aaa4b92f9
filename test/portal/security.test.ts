/** What an outsider or another site could try: sessions, forms, headers, errors. */
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { refuse } from '../../domain/refuse.ts'
import type { HubServer } from '../../hub/http/server.ts'
import { ABSOLUTE_MS, IDLE_MS } from '../../hub/portal/session.ts'
import { BankDouble } from './bank-double.ts'
import { SmallBrowser } from './browser.ts'
import { CONFIRMATION, makeSite, MemorySessions, PREFIX, samePasswords, type SiteOptions } from './site.ts'

async function visitor(options: Partial<SiteOptions> = {}) {
  const bank = new BankDouble()
  const sessions = new MemorySessions()
  const site = await makeSite({ bank, sessions, ...options })
  return { bank, sessions, site, browser: new SmallBrowser(site) }
}
const UNLOCK = '/management/users/unlock'
const session = (browser: SmallBrowser) => browser.cookies.get('portal')

test('a session has a new value at each rise in privilege, and the old one is worth nothing', async () => {
  const { site, sessions, browser } = await visitor()
  await browser.get('/login')
  expect(session(browser)).toBeUndefined()
  await browser.login('ichirodt')
  const before = session(browser)
  await browser.post('/otp', { code: '123456' })
  expect(session(browser)).not.toBe(before)
  expect(sessions.rows.size).toBe(1)
  const thief = new SmallBrowser(site)
  thief.cookies.set('portal', before ?? '')
  expect((await thief.get('/top')).headers.location).toBe('/portal/login?ended=idle')
})

test('a value that somebody planted before the login does not become the session', async () => {
  const { browser } = await visitor()
  const planted = 'A'.repeat(43)
  browser.cookies.set('portal', planted)
  await browser.loginWithCode('ichirodt')
  expect(session(browser)).not.toBe(planted)
})

test('cookies: HttpOnly, SameSite=Strict, and under TLS Secure with the __Host- prefix', async () => {
  for (const tls of [false, true]) {
    const { browser } = await visitor({ tls })
    await browser.get('/login')
    const answer = await browser.login('ichirodt')
    expect(answer.statusCode).toBe(200)
    const name = tls ? '__Host-portal' : 'portal'
    expect(browser.cookies.has(name)).toBe(true)
    const set = browser.setCookies.find((line) => line.startsWith(`${name}=`)) ?? ''
    expect(set).toContain('HttpOnly')
    expect(set).toContain('SameSite=Strict')
    expect(set).toContain('Path=/')
    expect(set.includes('Secure')).toBe(tls)
    expect(set).not.toContain('Domain')
  }
})

test('what is stored does not open a session', async () => {
  const { sessions, browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  const stored = JSON.stringify([...sessions.rows])
  expect(stored).not.toContain(session(browser))
})

test('a session ends after ten minutes without a request, and two hours after the password in any case', async () => {
  const { bank, browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  bank.time += IDLE_MS - 1
  expect((await browser.get('/top')).statusCode).toBe(200)
  bank.time += IDLE_MS
  expect((await browser.get('/top')).headers.location).toBe('/portal/login?ended=idle')
  await browser.loginWithCode('ichirodt')
  const end = bank.time + ABSOLUTE_MS
  while (bank.time + IDLE_MS / 2 < end) {
    bank.time += IDLE_MS / 2
    expect((await browser.get('/top')).statusCode).toBe(200)
  }
  bank.time = end
  expect((await browser.get('/top')).statusCode).toBe(303)
})

test('a session outlives neither a stop nor a revocation of its user', async () => {
  const { bank, browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  bank.steps.set('ichirodt', refuse('USER_STOPPED', { loginId: 'ichirodt', cause: 'incident' }))
  expect((await browser.get('/management/users/unlock')).headers.location).toBe('/portal/refused')
})

test('after logging out the value opens nothing', async () => {
  const { site, browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  const value = session(browser) ?? ''
  await browser.get('/top')
  await browser.post('/logout', {})
  expect(session(browser)).toBeUndefined()
  const thief = new SmallBrowser(site)
  thief.cookies.set('portal', value)
  expect((await thief.get('/top')).statusCode).toBe(303)
})

/** As a real password's hash takes its time: what is sent at once is under way at once. */
function slowConfirmation() {
  const compared: string[] = []
  return {
    ...samePasswords,
    compared,
    async isConfirmation(_: string, password: string) {
      compared.push(password)
      await setTimeout(20)
      return password === CONFIRMATION
    },
  }
}

test('a form sent twice at once acts once and shows the same result', async () => {
  const { bank, browser } = await visitor({ logins: slowConfirmation() })
  await browser.loginWithCode('ichirodt')
  await browser.get(UNLOCK)
  const { token, formId } = browser
  const fields = { token, formId, act: 'carryOut', user: 'hanakodt', confirmation: CONFIRMATION }
  const [first, second] = await Promise.all([browser.post(UNLOCK, fields), browser.post(UNLOCK, fields)])
  expect(second.body).toBe(first.body)
  expect(bank.asked.slice(1)).toEqual([{ unlock: ['ichirodt', ['hanakodt']] }])
})

test('five 確認用パスワード are compared in one session, however many are sent at once to two processes', async () => {
  const sessions = new MemorySessions()
  const logins = slowConfirmation()
  const { site, browser, bank } = await visitor({ sessions, logins })
  const other = await makeSite({ bank, sessions, logins })
  await browser.loginWithCode('ichirodt')
  await browser.get(UNLOCK)
  const send = (at: HubServer, confirmation: string) => {
    const { token, formId, cookies } = browser
    const payload = new URLSearchParams({ token, formId, act: 'carryOut', user: 'hanakodt', confirmation })
    return at.app.inject({
      method: 'POST',
      url: `${PREFIX}${UNLOCK}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      payload: payload.toString(),
    })
  }
  await Promise.all(Array.from({ length: 40 }, (_, n) => send(n % 2 === 0 ? site : other, `wrong ${n}`)))
  expect(logins.compared).toHaveLength(5)
  expect((await send(other, CONFIRMATION)).headers.location).toMatch('/portal/login')
  expect(sessions.rows.size).toBe(0)
  expect(JSON.stringify(bank.asked)).not.toContain('unlock')
})

test('nothing that is still running brings back a session that has ended', async () => {
  // Logs out on another tab between a request's look at the session and what it writes there.
  class EndedMeanwhile extends MemorySessions {
    ending = false
    override async read(id: string) {
      const row = await super.read(id)
      if (this.ending) this.rows.clear()
      return row
    }
  }
  const sessions = new EndedMeanwhile()
  const { bank, browser } = await visitor({ sessions })
  const attempts = [
    async () => {
      bank.time += IDLE_MS / 2
      await browser.get('/top')
    },
    () => browser.post(UNLOCK, { act: 'carryOut', formId: 'f', user: 'hanakodt', confirmation: 'wrong' }),
    () =>
      browser.post(UNLOCK, { act: 'carryOut', formId: 'f', user: 'hanakodt', confirmation: CONFIRMATION }),
    async () => {
      bank.steps.set('ichirodt', refuse('USER_STOPPED', { loginId: 'ichirodt', cause: 'incident' }))
      await browser.get('/top')
      bank.steps.delete('ichirodt')
    },
  ]
  for (const attempt of attempts) {
    await browser.loginWithCode('ichirodt')
    await browser.get(UNLOCK)
    sessions.ending = true
    await attempt()
    expect([...sessions.rows], String(attempt)).toEqual([])
    sessions.ending = false
    browser.cookies.clear()
  }
  await browser.login('ichirodt')
  sessions.ending = true
  await browser.post('/otp', { code: '123456' })
  expect([...sessions.rows]).toEqual([])
  expect(JSON.stringify(bank.asked)).not.toContain('unlock')
})

test('a form without its token, with another session’s, or from another site does nothing', async () => {
  const { site, bank, browser } = await visitor()
  await browser.login('ichirodt')
  const other = new SmallBrowser(site)
  await other.login('hanakodt')
  const attempts = [
    () => browser.post('/otp', { token: '', code: '123456' }),
    () => browser.post('/otp', { token: other.token, code: '123456' }),
    () => browser.post('/otp', { code: '123456' }, { origin: 'https://evil.example' }),
    () => browser.post('/otp', { code: '123456' }, { origin: 'null' }),
    () => browser.post('/otp', { code: '123456' }, { 'sec-fetch-site': 'cross-site' }),
  ]
  for (const attempt of attempts) expect((await attempt()).statusCode).toBe(403)
  expect(bank.asked).toEqual([])
  const login = await new SmallBrowser(site).post('/login', { loginId: 'ichirodt', password: 'x' })
  expect(login.statusCode).toBe(403)
})

test('what is refused counts for its address like everything else', async () => {
  const { browser } = await visitor()
  const left = ({ headers }: { headers: Readonly<Record<string, unknown>> }) =>
    Number(headers['x-ratelimit-remaining'])
  await browser.get('/login')
  const first = await browser.post('/login', { loginId: 'ichirodt', password: 'x' })
  const second = await browser.post('/login', { loginId: 'ichirodt', password: 'y' })
  const forged = await browser.post('/login', { token: '', loginId: 'ichirodt', password: 'z' })
  expect([first.statusCode, second.statusCode, forged.statusCode]).toEqual([422, 422, 403])
  expect([left(first) - left(second), left(second) - left(forged)]).toEqual([1, 1])
})

test('every page: nothing inline, nothing from elsewhere, no frame, not kept', async () => {
  const { browser } = await visitor()
  for (const path of ['/login', '/help', '/no-such-page']) {
    const { headers, body } = await browser.get(path)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(body).not.toMatch(/<style|<script(?! src=)|\sstyle=|\son[a-z]+=|javascript:|https?:/)
  }
})

test('general users see neither the menu nor its pages', async () => {
  const { browser } = await visitor()
  const top = await browser.loginWithCode('shirodt')
  expect(top.body).not.toContain('/management')
  for (const path of [
    '/management',
    '/management/users',
    '/management/users/unlock',
    '/management/users/revocation',
  ]) {
    expect((await browser.get(path)).statusCode).toBe(403)
  }
})

test('what somebody typed never becomes markup or an address', async () => {
  const { browser } = await visitor()
  const answer = await browser.login('"><script src=//evil>', 'x')
  expect(answer.body).not.toContain('<script src=//evil>')
  expect((await browser.get('/%2F%2Fevil.example')).body).not.toContain('evil')
  expect((await browser.get('/help?lang=en')).headers.location).toBe('/portal/help')
  expect((await browser.get('/help?lang=%0d%0aset-cookie:x')).statusCode).toBe(200)
})

test('a bug is told to the log, not to the customer', async () => {
  const bugs: unknown[] = []
  const { bank, browser } = await visitor({ onBug: (error) => bugs.push(error) })
  await browser.login('ichirodt')
  bank.broken = true
  const answer = await browser.get('/otp')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).toContain('処理できませんでした')
  expect(answer.body).not.toContain('broken')
  expect(bugs).toHaveLength(1)
})

test('a form of another kind or size is refused with a page', async () => {
  const { browser } = await visitor()
  await browser.get('/login')
  const large = await browser.post('/login', { loginId: 'x'.repeat(70_000) })
  expect(large.statusCode).toBe(413)
  const xml = await browser.post('/login', {}, { 'content-type': 'application/xml' })
  expect(xml.statusCode).toBe(415)
  for (const { body } of [large, xml]) expect(body).toContain('画面の有効期限が切れています')
})
