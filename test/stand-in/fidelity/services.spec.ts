import path from 'node:path'
import { APP_FOLDER, expect, launchApp, mainLog, test } from './fixtures.ts'

const UTILITY = path.join(APP_FOLDER, 'utility.mjs')

test('a utility process answers, is told its arguments, and ends with its own code', async ({ app }) => {
  const result = await app.evaluate(async ({ utilityProcess }, modulePath) => {
    const env = { ...process.env, FIDELITY_FLAG: 'on' }
    const child = utilityProcess.fork(modulePath, ['one', 'two'], { serviceName: 'fidelity', env })
    await new Promise((resolve) => child.once('spawn', () => resolve(null)))
    const { pid } = child
    const answer = new Promise<{ echo: { map: Map<string, number> }; isView: boolean }>((resolve) =>
      child.once('message', resolve),
    )
    child.postMessage({ map: new Map([['a', 1]]), bytes: Buffer.from([1]) })
    const { echo, ...rest } = await answer
    const ended = new Promise<number>((resolve) => child.once('exit', resolve))
    child.postMessage({ exitWith: 3 })
    const code = await ended
    return { ...rest, map: echo.map.get('a'), code, hadPid: typeof pid === 'number', pidAfter: child.pid }
  }, UTILITY)
  expect(result).toEqual({
    args: ['one', 'two'],
    flag: 'on',
    type: 'utility',
    isView: true,
    map: 1,
    code: 3,
    hadPid: true,
    pidAfter: undefined,
  })
})

test('a utility process can be killed, and its output read', async ({ app }) => {
  const result = await app.evaluate(async ({ utilityProcess }, modulePath) => {
    const child = utilityProcess.fork(modulePath, [], { stdio: 'pipe' })
    await new Promise((resolve) => child.once('spawn', () => resolve(null)))
    const ended = new Promise<number>((resolve) => child.once('exit', resolve))
    const killed = child.kill()
    await ended
    return { killed, again: child.kill(), piped: child.stdout !== null }
  }, UTILITY)
  expect(result).toEqual({ killed: true, again: false, piped: true })
})

test('a message sent just before process.exit arrives before the end is told', async ({ app }) => {
  const heard = await app.evaluate(async ({ utilityProcess }, modulePath) => {
    const child = utilityProcess.fork(modulePath)
    const events: string[] = []
    child.on('message', (message: Uint8Array) => events.push(`message of ${message.length}`))
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.postMessage({ lastWords: new Uint8Array(20_000), exitWith: 0 })
    await ended
    return events
  }, UTILITY)
  expect(heard).toEqual(['message of 20000'])
})

test('what cannot be cloned is refused by a utility process’s port', async ({ app }) => {
  const name = await app.evaluate(async ({ utilityProcess }, modulePath) => {
    const child = utilityProcess.fork(modulePath)
    await new Promise((resolve) => child.once('spawn', () => resolve(null)))
    try {
      child.postMessage(() => 1)
      return 'sent'
    } catch (error) {
      return (error as Error).message
    } finally {
      child.kill()
    }
  }, UTILITY)
  expect(name).toContain('could not be cloned')
})

test('safeStorage seals, opens and refuses what was changed', async ({ app }) => {
  const result = await app.evaluate(async ({ safeStorage }) => {
    const available = await safeStorage.isAsyncEncryptionAvailable()
    const sealed = await safeStorage.encryptStringAsync('秘密')
    const opened = await safeStorage.decryptStringAsync(sealed)
    const spoiled = Buffer.from(sealed)
    spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1
    const refused = await safeStorage.decryptStringAsync(spoiled).then(
      ({ result: text }) => (text === '秘密' ? 'opened' : 'refused'),
      () => 'refused',
    )
    return { available, plain: sealed.includes('秘密'), result: opened.result, refused }
  })
  expect(result).toEqual({ available: true, plain: false, result: '秘密', refused: 'refused' })
})

test('safeStorage opens after a restart with the same user data', async ({ app, userData }) => {
  const sealed = await app.evaluate(async ({ safeStorage }) =>
    (await safeStorage.encryptStringAsync('また明日')).toString('base64'),
  )
  await app.close()
  const again = await launchApp(userData)
  const opened = await again.evaluate(
    async ({ safeStorage }, text) => safeStorage.decryptStringAsync(Buffer.from(text, 'base64')),
    sealed,
  )
  await again.close()
  expect(opened.result).toBe('また明日')
})

test('dialogs and the shell can be replaced by a test', async ({ app, page }) => {
  const result = await app.evaluate(async ({ dialog, shell }) => {
    const opened: string[] = []
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/tmp/a.pskc'] })
    dialog.showMessageBox = () => Promise.resolve({ response: 2, checkboxChecked: false })
    shell.openExternal = (url) => Promise.resolve(void opened.push(url))
    Object.assign(globalThis, { opened })
    const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'] })
    const { response } = await dialog.showMessageBox({ message: 'よろしいですか' })
    return { filePaths, response }
  })
  expect(result).toEqual({ filePaths: ['/tmp/a.pskc'], response: 2 })
  await page.click('#blank')
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual(['https://example.com/blank'])
})

test('paths, names and versions are the app’s own', async ({ app, userData }) => {
  const result = await app.evaluate(({ app: electronApp }) => ({
    name: electronApp.getName(),
    version: electronApp.getVersion(),
    packaged: electronApp.isPackaged,
    userData: electronApp.getPath('userData'),
    documents: electronApp.getPath('documents').length > 0,
    type: process.type,
    electron: /^\d+\./.test(process.versions.electron),
    chrome: /^\d+\./.test(process.versions.chrome),
    switch: electronApp.commandLine.hasSwitch('user-data-dir'),
  }))
  expect(result).toEqual({
    name: 'Fidelity',
    version: '1.2.3',
    packaged: false,
    userData,
    documents: true,
    type: 'browser',
    electron: true,
    chrome: true,
    switch: true,
  })
})

test('a second instance with the same user data is turned away and told to the first', async ({
  app,
  userData,
}) => {
  const code = await app.evaluate(
    async ({ app: electronApp }, { folder }) => {
      const { spawn } = process.getBuiltinModule('node:child_process')
      const program = process.env.ELECTRON_OVERRIDE_DIST_PATH
        ? `${process.env.ELECTRON_OVERRIDE_DIST_PATH}/electron`
        : process.execPath
      const args = ['--no-sandbox', electronApp.getAppPath(), `--user-data-dir=${folder}`]
      const second = spawn(program, args, { stdio: 'ignore' })
      return new Promise((resolve) => second.once('exit', resolve))
    },
    { folder: userData },
  )
  expect(code).toBe(7)
  await expect.poll(() => mainLog(app)).toContain('second:second:true')
})

test('the power monitor’s events reach the app', async ({ app }) => {
  const heard = await app.evaluate(({ powerMonitor }) => {
    let count = 0
    powerMonitor.on('lock-screen', () => (count += 1))
    powerMonitor.emit('lock-screen')
    return { count, idle: typeof powerMonitor.getSystemIdleTime() }
  })
  expect(heard).toEqual({ count: 1, idle: 'number' })
})

test('the clipboard gives back what was written', async ({ app }) => {
  const text = await app.evaluate(async ({ clipboard }) => {
    await clipboard.writeText('控え 123')
    return clipboard.readText()
  })
  expect(text).toBe('控え 123')
})
