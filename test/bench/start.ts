/**
 * From the start of the process to the start screen. Started as a person does, without Playwright in the program:
 * its own loader would delay the start. The page says when its largest text was painted; the browser is asked
 * through its debugging port afterwards.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { root } from '../../tools/steps.ts'
import { shellEnvironment } from './app.ts'
import { spread, type Figure } from './figures.ts'
import { summary } from './statistics.ts'

const STARTS = 7
const BAR_MS = 1500

/** @param data a data folder with a store in it; starting changes nothing there */
export async function measureStart(data: string): Promise<Figure[]> {
  const took: number[] = []
  for (let start = 0; start < STARTS; start += 1) took.push(await oneStart(data))
  return spread('start to the start screen', summary(took), 'ms', { p50: BAR_MS, worst: BAR_MS }, 'warm disk')
}

async function oneStart(data: string): Promise<number> {
  const env = shellEnvironment()
  const electron = createRequire(import.meta.url)('electron') as unknown
  if (typeof electron !== 'string') throw new TypeError('the electron package names no executable')
  // Wall clock, because the page's clock is another process's.
  const began = Date.now()
  const child = spawn(
    electron,
    ['.', `--user-data-dir=${data}`, '--password-store=basic', '--remote-debugging-port=0'],
    { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(child))
    const context = browser.contexts()[0]
    if (context === undefined) throw new Error('the browser has no context')
    const page = context.pages()[0] ?? (await context.waitForEvent('page'))
    await page.getByRole('button').first().waitFor()
    const painted = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const last = list.getEntries().at(-1)
            if (last !== undefined) resolve(performance.timeOrigin + last.startTime)
          }).observe({ type: 'largest-contentful-paint', buffered: true })
        }),
    )
    await browser.close()
    return painted - began
  } finally {
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}

async function debuggingAddress({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new TypeError('the program has no standard error')
  for await (const line of createInterface({ input: stderr })) {
    const found = /^DevTools listening on (ws:\S+)$/.exec(line)
    if (found?.[1] !== undefined) return found[1]
  }
  throw new Error('the program ended before its browser was there')
}
