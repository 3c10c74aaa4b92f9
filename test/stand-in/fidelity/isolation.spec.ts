import { expect, test } from './fixtures.ts'

test('the page sees neither Node nor the preload’s globals', async ({ page }) => {
  const seen = await page.evaluate(() => {
    const names = ['require', 'process', 'Buffer', 'module', 'global', 'leakedFromPreload']
    const standInNames = Object.getOwnPropertyNames(window).filter((name) => /standIn/i.test(name))
    return [...names.filter((name) => name in window), ...standInNames]
  })
  expect(seen).toEqual([])
})

test('what the bridge exposes is frozen and cannot be replaced', async ({ page }) => {
  const state = await page.evaluate(() => {
    const { configurable, writable } = Object.getOwnPropertyDescriptor(window, 'probe') ?? {}
    return {
      configurable,
      writable,
      deep: Object.isFrozen(window.probe) && Object.isFrozen(window.probe.nested.list),
    }
  })
  expect(state).toEqual({ configurable: false, writable: false, deep: true })
})

test('the bridge copies values and proxies functions and promises', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const [, inner] = window.probe.nested.list
    return {
      date: inner.when instanceof Date && inner.when.getTime(),
      greeting: inner.greet('世界'),
      callBack: await window.probe.callBack((value) => Promise.resolve(value * 2)),
    }
  })
  expect(result).toEqual({ date: 7, greeting: 'こんにちは 世界', callBack: 41 })
})

test('an error thrown by the preload arrives as an error of the page with its message', async ({ page }) => {
  const result = await page.evaluate(() => {
    try {
      return window.probe.fail()
    } catch (error) {
      return [error instanceof Error, (error as Error).message]
    }
  })
  expect(result).toEqual([true, expect.stringContaining('preload refused')])
})

test('a page that spoils its built-ins does not reach the preload', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const { push, map } = Array.prototype
    const { stringify } = JSON
    const spoiled = () => {
      throw new Error('spoiled')
    }
    Object.assign(Array.prototype, { push: spoiled, map: spoiled })
    JSON.stringify = spoiled
    const answer = window.probe.invoke('echo', [1])
    await new Promise((resolve) => setTimeout(resolve, 100))
    Object.assign(Array.prototype, { push, map })
    JSON.stringify = stringify
    return answer
  })
  expect(result).toEqual([1])
})

test('a sandboxed preload cannot load Node’s modules', async ({ page }) => {
  expect(await page.evaluate(() => window.probe.requireFs())).toContain('module not found')
})

test('a subframe has no bridge unless the app asked for one', async ({ app, page }) => {
  await page.evaluate(() => location.assign('framed.html'))
  await page.waitForSelector('iframe')
  const inner = page.frameLocator('iframe').locator('#count')
  await inner.waitFor()
  expect(await inner.evaluate(() => typeof (window as Partial<Window>).desk)).toBe('undefined')
  expect(await page.evaluate(() => typeof window.probe)).toBe('object')
  expect(app.windows()).toHaveLength(1)
})
