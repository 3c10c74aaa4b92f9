import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { APP_FOLDER, expect, launchApp, mainLog, onlyOnStandIn, test } from './fixtures.ts'

/** The living processes below one process, from Linux's /proc. A zombie has ended; it only waits for its parent. */
function descendants(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name))
    if (parent !== undefined) parents.set(Number(name), parent)
  }
  const below = (pid: number): number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)])
  return below(root)
}

function parentOf(pid: number): number | undefined {
  try {
    const [, state, parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return state === 'Z' ? undefined : Number(parent)
  } catch {
    return undefined // ended between the listing and the reading
  }
}

function startUtility(app: ElectronApplication): Promise<unknown> {
  return app.evaluate(
    ({ utilityProcess }, modulePath) =>
      new Promise((resolve) => utilityProcess.fork(modulePath).once('spawn', () => resolve(null))),
    path.join(APP_FOLDER, 'utility.mjs'),
  )
}

/** Starts an app with all kinds of child processes; returns how to see which of them still live. */
async function startWithChildren(userData: string) {
  const app = await launchApp(userData)
  const page = await app.firstWindow()
  await page.waitForSelector('#count')
  await startUtility(app)
  const root = app.process().pid ?? 0
  const children = descendants(root)
  expect(children.length).toBeGreaterThan(2)
  const living = () => [root, ...children].filter((pid) => parentOf(pid) !== undefined)
  const exited = new Promise<void>((resolve) => app.process().once('exit', () => resolve()))
  return { app, root, living, exited }
}

test('quitting ends every process', async ({ userData }) => {
  const { app, living } = await startWithChildren(userData)
  await app.close()
  await expect.poll(living).toEqual([])
})

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`${signal} ends every process`, async ({ userData }) => {
    const { root, living, exited } = await startWithChildren(userData)
    process.kill(root, signal)
    await exited
    await expect.poll(living).toEqual([])
  })
}

test('an uncaught error in main ends every process and leaves no profile', async ({ userData }) => {
  onlyOnStandIn()
  const { app, root, living, exited } = await startWithChildren(userData)
  await app.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('nobody catches this')
      }),
  )
  await exited
  await expect.poll(living).toEqual([])
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`electron-stand-in-${root}-`))).toEqual([])
})

test('a window’s veto keeps the app running; without it the app quits in order', async ({ userData }) => {
  const app = await launchApp(userData)
  const page = await app.firstWindow()
  await page.waitForSelector('#count')
  await app.evaluate(({ app: electronApp }) => {
    globalThis.fidelityVeto = true
    electronApp.quit()
  })
  await expect.poll(() => mainLog(app)).toEqual(expect.arrayContaining(['before-quit', 'close vetoed']))
  expect(await page.evaluate(() => window.probe.invoke('echo', 'still here'))).toBe('still here')
  const exited = new Promise((resolve) => app.process().once('exit', resolve))
  await app.evaluate(() => (globalThis.fidelityVeto = false))
  await page.close()
  expect(await exited).toBe(0)
})

test('app.exit ends with the code it is given', async ({ userData }) => {
  const app = await launchApp(userData)
  const exited = new Promise((resolve) => app.process().once('exit', resolve))
  await app.evaluate(({ app: electronApp }) => void setTimeout(() => electronApp.exit(5)))
  expect(await exited).toBe(5)
})
