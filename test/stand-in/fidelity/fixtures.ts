import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { chooseShell, type Shell } from '../choose-shell.ts'

export const APP_FOLDER = path.join(import.meta.dirname, 'app')
export const shell: Shell = chooseShell()

/** What the app's preload exposes; see app/preload.cjs. */
export interface Probe {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  send(channel: string, ...args: unknown[]): void
  on(channel: string, callback: (...args: never[]) => void): () => void
  versions: { chrome: string; electron: string }
  nested: { list: [number, { when: Date; greet(name: string): string }] }
  callBack(callback: (value: number) => number | Promise<number>): Promise<number>
  fail(): never
  useUnknown(): string
  requireFs(): string
}

declare global {
  interface Window {
    probe: Probe
    askWorker(): Promise<unknown>
  }
  var fidelityLog: string[]
  var fidelityVeto: boolean
}

export function launchApp(userData: string, args: string[] = []): Promise<ElectronApplication> {
  // `electron` itself decides by this variable where its executable is, before Playwright looks at `env`.
  Object.assign(process.env, shell.env)
  const environment = Object.entries(process.env)
  return _electron.launch({
    args: ['.', `--user-data-dir=${userData}`, ...args],
    cwd: APP_FOLDER,
    env: Object.fromEntries(environment.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  })
}

/** What main has noted so far. */
export function mainLog(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.fidelityLog)
}

interface Fixtures {
  userData: string
  app: ElectronApplication
  page: Page
}

/** Every test gets its own app with its own user-data folder. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures off the pattern
  userData: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fidelity-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  },
  app: async ({ userData }, use) => {
    const app = await launchApp(userData)
    await use(app)
    await app.close()
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow()
    await page.waitForSelector('#count')
    await use(page)
  },
})

/** Skips a test about the stand-in's own refusals on real Electron, which has them elsewhere or not at all. */
export function onlyOnStandIn(): void {
  test.skip(shell.kind !== 'stand-in', 'about the stand-in itself')
}

export { expect } from '@playwright/test'
