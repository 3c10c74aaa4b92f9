import { expect, mainLog, test } from './fixtures.ts'

test('the app’s scheme is a secure context with an origin', async ({ page }) => {
  const result = await page.evaluate(() => ({
    secure: isSecureContext,
    crypto: 'subtle' in crypto,
    origin: location.origin !== 'null',
    storage: (localStorage.setItem('a', 'b'), localStorage.getItem('a')),
  }))
  expect(result).toEqual({ secure: true, crypto: true, origin: true, storage: 'b' })
})

test('main sees its own scheme in requests', async ({ app, page }) => {
  await page.waitForSelector('#count')
  const log = await mainLog(app)
  expect(log).toContain('request:GET:app://main/index.html')
  expect(log).toContain('request:GET:app://main/page.css')
})

test('a POST reaches the handler with body and headers, and its answer comes back', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const response = await fetch('/echo', { method: 'POST', body: '日本', headers: { 'x-sent': 'yes' } })
    const { status, headers } = response
    return [status, headers.get('x-method'), headers.get('x-sent'), await response.text()]
  })
  expect(result).toEqual([200, 'POST', 'yes', '日本'])
})

test('binary bodies keep their bytes', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const lengthOf = async (body: BodyInit) => {
      const response = await fetch('/echo', { method: 'POST', body })
      return (await response.arrayBuffer()).byteLength
    }
    const bytes = new Uint8Array(1_000_000).fill(200)
    return [await lengthOf(bytes), await lengthOf('x'.repeat(500_000))]
  })
  expect(result).toEqual([1_000_000, 500_000])
})

test('a missing file is a 404, a broken handler a failed request', async ({ page }) => {
  const result = await page.evaluate(async () => ({
    missing: (await fetch('/missing.txt')).status,
    outside: (await fetch('/../../package-lock.json')).status,
    broken: await fetch('/broken').catch((error: Error) => error.name),
  }))
  expect(result).toEqual({ missing: 404, outside: 404, broken: 'TypeError' })
})

test('a worker is served and may fetch', async ({ page }) => {
  expect(await page.evaluate(() => window.askWorker())).toEqual({ status: 200, body: '仕事', secure: true })
})
