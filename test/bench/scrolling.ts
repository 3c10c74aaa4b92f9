/**
 * Scrolling the inventory at speed: at every animation frame the rows that lie in view are compared with those
 * that are drawn with their data. A row that is missing, or still says that it is being read, is blank.
 */
import type { Page } from '@playwright/test'
import { spread, type Figure } from './figures.ts'
import { summary } from './statistics.ts'

const ROW = 32
const SECONDS = 30
/** Far beyond any hand: 75 rows a step, some 2,000 rows a second. */
const WHEEL_PIXELS = 2400
const WHEEL_EVERY_MS = 16
/** What a held key repeats at. */
const KEY_EVERY_MS = 33

interface Sample {
  readonly frames: readonly number[]
  readonly blankFrames: number
  readonly rowsPassed: number
}

export async function measureScrolling(page: Page): Promise<Figure[]> {
  await page.keyboard.press('Alt+Digit0')
  const grid = page.getByRole('grid')
  await grid.getByRole('row').nth(5).waitFor()
  const wheel = await sampled(page, async () => {
    await grid.hover()
    await repeat(WHEEL_EVERY_MS, () => page.mouse.wheel(0, WHEEL_PIXELS))
  })
  await grid.focus()
  await page.keyboard.press('Home')
  await page.waitForTimeout(500)
  const keys = await sampled(page, () => repeat(KEY_EVERY_MS, () => page.keyboard.press('PageDown')))
  return [...figures('wheel', wheel), ...figures('PageDown held', keys)]
}

function figures(how: string, { frames, blankFrames, rowsPassed }: Sample): Figure[] {
  const note = `${rowsPassed.toLocaleString('en')} rows passed in ${frames.length} frames`
  return [
    {
      name: `scrolling by ${how}, frames with a blank row`,
      unit: 'frames',
      value: blankFrames,
      bar: 0,
      note,
    },
    ...spread(`scrolling by ${how}, frame time`, summary(frames), 'ms', {}),
  ]
}

async function repeat(everyMs: number, act: () => Promise<void>): Promise<void> {
  const end = performance.now() + SECONDS * 1000
  while (performance.now() < end) {
    const began = performance.now()
    await act()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - (performance.now() - began))))
  }
}

async function sampled(page: Page, act: () => Promise<void>): Promise<Sample> {
  const sampling = await page.evaluateHandle((rowHeight) => {
    const grid = document.querySelector('main [role=grid]')
    const scroll = grid?.parentElement
    if (!grid || !scroll) throw new Error('no table on this screen')
    const frames: number[] = []
    let blankFrames = 0
    let running = true
    let before = performance.now()
    const begun = scroll.scrollTop
    const isBlank = (): boolean => {
      const head = grid.querySelector('thead')?.clientHeight ?? rowHeight
      const first = Math.floor(scroll.scrollTop / rowHeight)
      const last = Math.floor((scroll.scrollTop + scroll.clientHeight - head - 1) / rowHeight)
      const drawn = new Map(
        [...grid.querySelectorAll('tbody tr[aria-rowindex]')].map((row) => [
          Number(row.getAttribute('aria-rowindex')) - 2,
          row,
        ]),
      )
      const count = Number(grid.getAttribute('aria-rowcount')) - 1
      for (let index = first; index <= Math.min(last, count - 1); index += 1) {
        const row = drawn.get(index)
        // A row that is still being read is one cell across the table.
        if (row === undefined || row.children.length < 3) return true
      }
      return false
    }
    const sample = (now: number): void => {
      if (!running) return
      frames.push(now - before)
      before = now
      if (isBlank()) blankFrames += 1
      requestAnimationFrame(sample)
    }
    requestAnimationFrame((now) => {
      before = now
      requestAnimationFrame(sample)
    })
    return {
      end: () => {
        running = false
        return { frames, blankFrames, rowsPassed: Math.round((scroll.scrollTop - begun) / rowHeight) }
      },
    }
  }, ROW)
  await act()
  const sample = await sampling.evaluate((running) => running.end())
  await sampling.dispose()
  return sample
}
