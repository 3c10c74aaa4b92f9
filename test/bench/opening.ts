/** Signing in on the big store: password, full replay with progress on screen, the first screen's data; memory. */
import { readFileSync } from 'node:fs'
import type { Figure } from './figures.ts'
import { ask, type RunningApp } from './app.ts'
import { passwordOf } from './training-password.ts'

// A manager, because every screen is to be measured, the audit view too.
const MANAGER = '1001'
const OPENING_BAR_S = 15

export async function measureOpening({ app, page }: RunningApp): Promise<Figure[]> {
  await ask(page, 'start.training', {})
  await page.evaluate(() => {
    const said: number[] = []
    Object.assign(window, { benchProgress: said })
    window.desk.onNotice((notice) => {
      if (notice.kind === 'progress' && notice.work === 'opening') said.push(notice.done / notice.total)
    })
  })
  const shown = page.getByRole('progressbar').waitFor()
  const began = performance.now()
  const signedIn = ask(page, 'session.signIn', { staffNo: MANAGER, password: passwordOf(MANAGER) })
  await shown
  await signedIn
  await page.locator('main h1').waitFor()
  const seconds = (performance.now() - began) / 1000
  const steps = await page.evaluate(() => (Reflect.get(window, 'benchProgress') as number[]).length)
  const memory = await app.evaluate(() => ({
    pid: process.pid,
    rss: process.memoryUsage().rss,
    heap: process.memoryUsage().heapUsed,
  }))
  return [
    {
      name: 'opening the store at sign-in, to the first screen',
      unit: 's',
      value: seconds,
      bar: OPENING_BAR_S,
      note: `progress bar on screen, ${steps} steps`,
    },
    {
      name: 'memory of the main process after opening',
      unit: 'MB',
      value: memory.rss / 1e6,
      bar: null,
      note: `JavaScript heap ${(memory.heap / 1e6).toFixed(0)} MB`,
    },
    {
      name: 'memory of the main process, peak',
      unit: 'MB',
      value: peakMegabytes(memory.pid),
      bar: null,
      note: '',
    },
  ]
}

/** The most that was ever resident; Linux only, elsewhere it cannot be measured. */
function peakMegabytes(pid: number): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  if (found === null) throw new Error('this system does not say how much memory a process took at most')
  return Number(found[1]) / 1000
}
