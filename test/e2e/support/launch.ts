/** The built desk in a folder of its own, on real Electron or on the stand-in. */
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { chooseShell } from '../../stand-in/choose-shell.ts'

const root = path.join(import.meta.dirname, '../../..')

export interface Desk {
  readonly app: ElectronApplication
  readonly page: Page
}

/** The screen of most branch PCs. */
const size = { width: 1366, height: 768 }

/** Needs `out/` to be built. The caller closes `app`. */
export async function launchDesk(userData: string): Promise<Desk> {
  // `electron` itself decides by this variable where its executable is, before Playwright looks at `env`.
  Object.assign(process.env, chooseShell().env)
  const environment = Object.entries({ STANDIN_QUIET: '1', ...process.env })
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${userData}`],
    cwd: root,
    env: Object.fromEntries(environment.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  })
  const page = await app.firstWindow()
  page.setDefaultTimeout(20_000)
  await page.setViewportSize(size)
  return { app, page }
}
