/** Changing screens by the keyboard, every screen to every next one, first visit and later ones apart. */
import type { Page } from '@playwright/test'
import { screens } from '../../renderer/routes.ts'
import { spread, type Figure } from './figures.ts'
import { installProbe, keyToPaint } from './probe.ts'
import { summary } from './statistics.ts'

const ROUNDS = 6
const BAR_MS = 100

export async function measureScreens(page: Page): Promise<Figure[]> {
  await installProbe(page)
  const keyed = screens.filter(({ key }) => key !== null)
  const first: number[] = []
  const later: number[] = []
  const slowest = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    // Another step each round, so that every screen is reached from several; 13 screens, so any step meets all.
    const step = round + 1
    for (let at = 1; at <= keyed.length; at += 1) {
      const { key, path } = keyed[(at * step) % keyed.length] as (typeof keyed)[number]
      const took = await keyToPaint(page, 'main', () => page.keyboard.press(`Alt+${codeOf(String(key))}`))
      if (took === undefined) throw new Error(`${path} showed nothing`)
      ;(round === 0 ? first : later).push(took)
      if (round > 0) slowest.set(path, Math.max(slowest.get(path) ?? 0, took))
    }
  }
  const [path, took] = [...slowest].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0]
  const bars = { p50: BAR_MS, p99: BAR_MS, worst: BAR_MS }
  return [
    ...spread('screen change', summary(later), 'ms', bars, `slowest ${path} ${took.toFixed(0)} ms`),
    ...spread('screen change, first visit', summary(first), 'ms', bars, 'loads the code of the screen'),
  ]
}

function codeOf(key: string): string {
  return /\d/.test(key) ? `Digit${key}` : `Key${key}`
}
