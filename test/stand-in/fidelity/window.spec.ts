import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect, mainLog, test } from './fixtures.ts'

test('a window is shown once it is ready, with the size that was asked for', async ({ app, page }) => {
  await expect.poll(() => mainLog(app)).toContain('ready-to-show')
  const state = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return { visible: window?.isVisible(), size: window?.getSize() }
  })
  expect(state).toEqual({ visible: true, size: [900, 650] })
  expect(await page.evaluate(() => innerWidth)).toBeGreaterThan(800)
})

test('changing the content size changes what the page sees', async ({ app, page }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(640, 480))
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([640, 480])
})

test('reloading keeps the bridge', async ({ page }) => {
  await page.reload()
  await page.waitForSelector('#count')
  expect(await page.evaluate(() => window.probe.invoke('echo', 7))).toBe(7)
})

test('a second window works beside the first and closes alone', async ({ app, page }) => {
  const opened = app.waitForEvent('window')
  await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const webPreferences = { preload: `${electronApp.getAppPath()}/preload.cjs` }
    await new BrowserWindow({ width: 500, height: 400, webPreferences }).loadURL('app://main/index.html?2')
  })
  const second = await opened
  await second.waitForURL(/\?2$/)
  await second.waitForSelector('#count')
  expect(await second.evaluate(() => window.probe.invoke('echo', 2))).toBe(2)
  await second.close()
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(await page.evaluate(() => window.probe.invoke('echo', 1))).toBe(1)
})

test('Playwright finds the window of a page', async ({ app, page }) => {
  const window = await app.browserWindow(page)
  expect(await window.evaluate((found) => found.webContents.getURL())).toBe('app://main/index.html')
})

test('a hidden window prints to PDF in the paper size of its style sheet', async ({
  app,
  page,
}, testInfo) => {
  await page.waitForSelector('#count')
  const pdf = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    await window.loadURL('app://main/index.html')
    const bytes = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
    window.destroy()
    return { base64: bytes.toString('base64'), destroyed: window.isDestroyed() }
  })
  expect(pdf.destroyed).toBe(true)
  const file = testInfo.outputPath('page.pdf')
  writeFileSync(file, Buffer.from(pdf.base64, 'base64'))
  expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain('帳票')
  expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/\(A5\)|419\.\d+ x 59[45]/)
})

test('capturePage gives a PNG of the window', async ({ app, page }) => {
  await page.waitForSelector('#count')
  const image = await app.evaluate(async ({ BrowserWindow }) => {
    const captured = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return { start: captured?.toPNG().subarray(1, 4).toString(), size: captured?.getSize() }
  })
  expect(image.start).toBe('PNG')
  expect(image.size?.width).toBeGreaterThan(800)
})

test('a hidden window without scripts shows a paper in its full size', async ({ app, page }) => {
  await page.waitForSelector('#count')
  const paper = await app.evaluate(async ({ BrowserWindow }) => {
    const size = { width: 794, height: 1123, useContentSize: true }
    const window = new BrowserWindow({ ...size, show: false, webPreferences: { javascript: false } })
    let lines = 0
    window.webContents.on('console-message', () => (lines += 1))
    await window.loadURL('app://main/loud.html')
    const image = await window.webContents.capturePage()
    const pdf = await window.webContents.printToPDF({})
    window.destroy()
    return { size: image.getSize(), pdf: pdf.subarray(0, 4).toString(), lines }
  })
  expect(paper).toEqual({ size: { width: 794, height: 1123 }, pdf: '%PDF', lines: 0 })
})

test('the theme the app sets is the theme the page sees', async ({ app, page }) => {
  const dark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'light'))
  await expect.poll(dark).toBe(false)
  await app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'dark'))
  await expect.poll(dark).toBe(true)
})

test('a menu item found by its id can be clicked', async ({ app, page }) => {
  await page.evaluate(() => {
    window.probe.on('menu', (item: string) => (document.title = `menu ${item}`))
  })
  await app.evaluate(({ Menu, BrowserWindow }) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById('new')
    const [window] = BrowserWindow.getAllWindows()
    item?.click({}, window, window?.webContents)
  })
  await expect.poll(() => page.title()).toBe('menu new')
})

test('a missing preload is reported and the page loads without it', async ({ app, page }) => {
  await page.waitForSelector('#count')
  const reported = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: '/nowhere/preload.cjs' } })
    const failed = new Promise<string>((resolve) => {
      window.webContents.on('preload-error', (_event, file) => resolve(file))
    })
    await window.loadURL('app://main/index.html')
    const file = await failed
    window.destroy()
    return file
  })
  expect(reported).toBe('/nowhere/preload.cjs')
})

test('a crashed renderer is told to main', async ({ app, page }) => {
  await page.waitForSelector('#count')
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await expect.poll(() => mainLog(app)).toEqual(expect.arrayContaining([expect.stringMatching(/^gone:/)]))
})
