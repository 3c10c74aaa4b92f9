/** Fobdesk as a person starts it, driven from outside: the compiled product, its window, its bridge. */
import type { ElectronApplication, Page } from '@playwright/test'
import { _electron } from '@playwright/test'
import type { Answer, Channel, ChannelInput, ChannelOutput } from '../../preload/contract/channels.ts'
import { root } from '../../tools/steps.ts'
import { chooseShell } from '../stand-in/choose-shell.ts'
import { passwordOf } from './training-password.ts'

/** The least room the screens are made for. */
const viewport = { width: 1366, height: 768 }

export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
}

/**
 * Starts the app over a data folder. The system's sealing of secrets is told to be the plain one, so that the
 * training store can be opened by the part of the bench that runs without a shell (`in-main.ts`).
 */
export async function launch(data: string): Promise<RunningApp> {
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${data}`, '--password-store=basic'],
    cwd: root,
    env: shellEnvironment(),
  })
  const page = await app.firstWindow()
  await page.setViewportSize(viewport)
  // The window is there before its page: the start screen's buttons say that the bridge is.
  await page.getByRole('button').first().waitFor()
  return { app, page }
}

/** Also sets this process's own, because Playwright asks the `electron` package here where the shell lies. */
export function shellEnvironment(): Record<string, string> {
  Object.assign(process.env, chooseShell().env)
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return {
    ...Object.fromEntries(inherited),
    STANDIN_STORAGE_BACKEND: 'basic_text',
    STANDIN_QUIET: '1',
  }
}

/** Calls a channel of the bridge from the page; a refusal throws. */
export async function ask<C extends Channel>(
  page: Page,
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C>> {
  const answer = (await page.evaluate(
    ([name, given]) => {
      const { call } = window.desk
      return (call[name as Channel] as (input: unknown) => Promise<unknown>)(given)
    },
    [channel, input] as const,
  )) as Answer<ChannelOutput<C>>
  if (!answer.ok) throw new Error(`${channel}: ${answer.code} ${JSON.stringify(answer.detail)}`)
  return answer.value
}

/** Opens the training branch and its store by the bridge; the screens follow. */
export async function signIn(page: Page, staffNo: string): Promise<void> {
  await ask(page, 'start.training', {})
  await ask(page, 'session.signIn', { staffNo, password: passwordOf(staffNo) })
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Until head office has everything and has answered, so that no synchronisation runs into a measurement. */
export async function settled(page: Page): Promise<void> {
  for (;;) {
    const { headOffice } = await ask(page, 'desk.status', {})
    if (headOffice.online && !headOffice.running && headOffice.unsent === 0) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
