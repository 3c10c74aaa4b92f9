import type { Page } from '@playwright/test'
import { expect, mainLog, onlyOnStandIn, test } from './fixtures.ts'

test('the policy stops inline scripts, eval and foreign hosts', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const violated = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.body.append(script)
    // In a timer, because DevTools lets `eval` pass in the first, synchronous part of an evaluation.
    const evaluated = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-eval -- that it is refused is what is tested
          resolve((0, eval)('"ran"'))
        } catch (error) {
          resolve((error as Error).name)
        }
      }),
    )
    const fetched = await fetch('https://example.com/').catch((error: Error) => error.name)
    const image = new Image()
    const imageFailed = new Promise((resolve) => (image.onerror = () => resolve(true)))
    image.src = 'https://example.com/a.png'
    await imageFailed
    return { inline: 'inlineRan' in window, evaluated, fetched, violated: [...violated].sort() }
  })
  expect(result.inline).toBe(false)
  expect(result.evaluated).toBe('EvalError')
  expect(result.fetched).toBe('TypeError')
  expect(result.violated).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
})

test('a source the policy names by the app’s own scheme is allowed', async ({ page }) => {
  const status = await page.evaluate(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
    const image = new Image()
    const done = new Promise((resolve) => (image.onerror = image.onload = resolve))
    image.src = 'missing.png'
    await done
    return violated
  })
  expect(status).toEqual([])
})

test('navigation away is vetoed and the page stays', async ({ app, page }) => {
  const before = page.url()
  await page.click('#count')
  await page.click('#outside', { noWaitAfter: true })
  await expect.poll(() => mainLog(app)).toContain('navigate:https://example.com/outside')
  expect(page.url()).toBe(before)
  expect(await page.textContent('#count')).toBe('1')
})

test('navigation inside the app is allowed and told to main', async ({ app, page }) => {
  await page.evaluate(() => location.assign('index.html?second'))
  await page.waitForURL(/second/)
  expect(await mainLog(app)).toContain('navigate:app://main/index.html?second')
  expect(await page.evaluate(() => typeof window.probe)).toBe('object')
})

test('window.open and target=_blank ask the app and open nothing', async ({ app, page }) => {
  expect(await page.evaluate(() => window.open('https://example.com/popup'))).toBeNull()
  await page.click('#blank')
  await expect.poll(() => mainLog(app)).toContain('open:https://example.com/blank')
  expect(await mainLog(app)).toContain('open:https://example.com/popup')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('permission handlers decide what the page may use', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const stateOf = async (name: string) => {
      const { state } = await navigator.permissions.query({ name: name as PermissionName })
      return state
    }
    const position = new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        ({ code }) => resolve(code),
      ),
    )
    return {
      geolocation: await stateOf('geolocation'),
      camera: await stateOf('camera'),
      position: await position,
    }
  })
  expect(states).toEqual({ geolocation: 'denied', camera: 'denied', position: 1 })
})

test('webRequest can cancel a request and add a header', async ({ page }) => {
  const result = await page.evaluate(async () => ({
    forbidden: await fetch('/forbidden.txt').catch((error: Error) => error.name),
    added: (await fetch('/echo')).headers.get('x-added'),
  }))
  expect(result).toEqual({ forbidden: 'TypeError', added: 'by webRequest' })
})

const WEAK_PREFERENCES = [{ sandbox: false }, { contextIsolation: false }, { nodeIntegration: true }]

test('the stand-in refuses windows with a weakened renderer', async ({ app, page }) => {
  onlyOnStandIn()
  await page.waitForSelector('#count')
  const messages = await app.evaluate(
    ({ BrowserWindow }, weak) =>
      weak.map((webPreferences) => {
        try {
          return `opened ${new BrowserWindow({ webPreferences }).id}`
        } catch (error) {
          return (error as Error).message
        }
      }),
    WEAK_PREFERENCES,
  )
  for (const message of messages) expect(message).toContain('refuses webPreferences')
})

test('the stand-in throws for what it does not have', async ({ app, page }) => {
  onlyOnStandIn()
  const messages = await app.evaluate((electron) => {
    const objects: Record<string, unknown>[] = [
      electron,
      electron.app,
      electron.dialog,
      electron.session.defaultSession,
      electron.BrowserWindow.getAllWindows()[0]?.webContents,
    ] as never
    return objects.map((object) => {
      try {
        return `got ${typeof object.doSomethingNew}`
      } catch (error) {
        return (error as Error).message
      }
    })
  })
  for (const message of messages) expect(message).toMatch(/stand-in does not implement .*doSomethingNew/)
  expect(await unknownInPreload(page)).toMatch(/stand-in does not implement ipcRenderer\.sendToNobody/)
})

function unknownInPreload(page: Page): Promise<string> {
  return page.evaluate(() => window.probe.useUnknown())
}
