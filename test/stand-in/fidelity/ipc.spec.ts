import { expect, mainLog, test } from './fixtures.ts'

test('values survive the round trip to main as structured clones', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const sent = {
      cycle,
      date: new Date(3),
      map: new Map([[1, new Set(['x'])]]),
      bytes: new Uint8Array([9, 8]),
      floats: new Float64Array([1.5]),
      buffer: new ArrayBuffer(3),
      error: new RangeError('out'),
      pattern: /z/gi,
      big: 12n,
      missing: undefined,
      minusZero: -0,
      notANumber: NaN,
      $: 'dollar',
    }
    const back = (await window.probe.invoke('echo', sent)) as typeof sent
    return {
      cycle: back.cycle.self === back.cycle,
      date: back.date instanceof Date && back.date.getTime(),
      map: [...(back.map.get(1) ?? [])],
      bytes: back.bytes instanceof Uint8Array && [...back.bytes],
      floats: back.floats instanceof Float64Array && [...back.floats],
      buffer: back.buffer.byteLength,
      error: [back.error instanceof Error, back.error.message],
      pattern: String(back.pattern),
      big: String(back.big),
      missing: 'missing' in back,
      minusZero: Object.is(back.minusZero, -0),
      notANumber: Number.isNaN(back.notANumber),
      dollar: back.$,
    }
  })
  expect(result).toEqual({
    cycle: true,
    date: 3,
    map: ['x'],
    bytes: [9, 8],
    floats: [1.5],
    buffer: 3,
    error: [true, 'out'],
    pattern: '/z/gi',
    big: '12',
    missing: true,
    minusZero: true,
    notANumber: true,
    dollar: 'dollar',
  })
})

test('main receives real Maps, Dates, Errors and typed arrays', async ({ page }) => {
  const described = await page.evaluate(() =>
    Promise.all([
      window.probe.invoke('describe', new Map([['a', new Date(0)]])),
      window.probe.invoke('describe', new TypeError('bad')),
      window.probe.invoke('describe', new Uint8Array([1, 2])),
      window.probe.invoke('describe', -0),
    ]),
  )
  expect(described[0]).toBe('Map(a=Date(1970-01-01T00:00:00.000Z))')
  expect(described[1]).toMatch(/Error\(bad\)$/) // the bridge may have made a plain Error of it
  expect(described[2]).toBe('Uint8Array(1,2)')
})

test('a Buffer of main arrives as a Uint8Array', async ({ page }) => {
  const bytes = await page.evaluate(async () => {
    const value = await window.probe.invoke('buffer')
    return value instanceof Uint8Array && [...value]
  })
  expect(bytes).toEqual([1, 2, 3])
})

test('a handler’s error, a missing handler and what cannot be cloned reject in Electron’s words', async ({
  page,
}) => {
  const messages = await page.evaluate(() => {
    const messageOf = (answer: Promise<unknown>) => answer.catch((error: Error) => error.message)
    return Promise.all([
      messageOf(window.probe.invoke('fail')),
      messageOf(window.probe.invoke('nobody')),
      messageOf(window.probe.invoke('uncloneable')),
      messageOf(window.probe.invoke('echo', () => 1)),
    ])
  })
  expect(messages[0]).toBe("Error invoking remote method 'fail': TypeError: main refused")
  expect(messages[1]).toContain("No handler registered for 'nobody'")
  expect(messages[2]).toContain('could not be cloned')
  expect(messages[3]).toContain('could not be cloned')
})

test('events of main carry rich values, and listening can be stopped', async ({ app, page }) => {
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const stop = window.probe.on('tick', (value: { when: Date; map: Map<string, number> }) => {
      seen.push(`${value.when.getTime()} ${value.map.get('a')}`)
      stop()
    })
  })
  const tick = () =>
    app.evaluate(({ BrowserWindow }) => {
      const value = { when: new Date(5), map: new Map([['a', 1]]) }
      BrowserWindow.getAllWindows()[0]?.webContents.send('tick', value)
    })
  await tick()
  await tick()
  const seen = () => page.evaluate(() => (window as unknown as { seen: string[] }).seen)
  await expect.poll(seen).toEqual(['5 1'])
})

test('a one-way message can be replied to', async ({ page }) => {
  const answer = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.probe.on('one-way-back', resolve)
        window.probe.send('one-way', 4)
      }),
  )
  expect(answer).toBe(5)
})

test('main knows the sender: top frame with the app’s origin', async ({ page }) => {
  expect(await page.evaluate(() => window.probe.invoke('who'))).toEqual({
    url: 'app://main/index.html',
    origin: 'app://main',
    isTop: true,
    isMainFrame: true,
    parentIsMainFrame: false,
  })
})

test('a message of an iframe is not taken for one of the top frame', async ({ app, page }) => {
  await page.waitForSelector('#count')
  const opened = app.waitForEvent('window')
  await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const preload = `${electronApp.getAppPath()}/preload.cjs`
    const window = new BrowserWindow({ webPreferences: { preload, nodeIntegrationInSubFrames: true } })
    void window.loadURL('app://main/framed.html')
  })
  const framed = await opened
  const inner = framed.frameLocator('iframe').locator('#count')
  await inner.waitFor()
  expect(await inner.evaluate(() => window.probe.invoke('who'))).toEqual({
    url: 'app://main/index.html?inner',
    origin: 'app://main',
    isTop: false,
    isMainFrame: false,
    parentIsMainFrame: true,
  })
})

test('8 MB go to main and back unharmed', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const bytes = new Uint8Array(8 << 20)
    for (let at = 0; at < bytes.length; at += 4096) bytes[at] = at >> 12
    const back = (await window.probe.invoke('echo', bytes)) as Uint8Array
    return back.length === bytes.length && back.every((byte, at) => byte === bytes[at])
  })
  expect(result).toBe(true)
})

test('the console of the page reaches main with its level', async ({ app, page }) => {
  await page.evaluate(() => {
    console.log('行', 1)
    console.warn('警告')
    console.error('誤り')
  })
  await expect.poll(() => mainLog(app)).toContain('console:error:誤り')
  expect(await mainLog(app)).toEqual(expect.arrayContaining(['console:info:行 1', 'console:warning:警告']))
})
