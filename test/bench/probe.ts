/**
 * What runs in the page to see when something is on the screen: the time from the key that was pressed to the
 * frame after the last change of the watched part. Everything is painted then, so the figure is an upper bound of
 * "first data painted". Times are the page's own (`performance.now`, the key event's stamp); the way into the page
 * is not in them.
 */
import type { Page } from '@playwright/test'

/** So long (ms) nothing may have changed before a screen counts as complete. */
const QUIET_MS = 250

interface Probe {
  /** Key down to the frame after the last change; -1 when nothing changed. */
  result(): Promise<number>
}

declare global {
  interface Window {
    benchProbe: (watched: string, quietMs: number) => Probe
  }
}

/** To be called once on a page before `keyToPaint`. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames = async (): Promise<number> => {
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      return performance.now()
    }
    window.benchProbe = (watched, quietMs) => {
      let pressed = 0
      let lastChange = 0
      let painted: Promise<number> = Promise.resolve(0)
      const onKey = (event: KeyboardEvent): void => {
        if (event.key !== 'Alt' && pressed === 0) pressed = event.timeStamp
      }
      document.addEventListener('keydown', onKey, true)
      const seen = new MutationObserver((changes) => {
        const inside = changes.some(({ target }) => {
          const element = target instanceof Element ? target : target.parentElement
          return element?.closest(watched) !== null
        })
        if (pressed === 0 || !inside) return
        lastChange = performance.now()
        painted = frames()
      })
      seen.observe(document.body, { childList: true, subtree: true })
      return {
        async result() {
          const began = performance.now()
          while (performance.now() - Math.max(began, lastChange) < quietMs) await frames()
          seen.disconnect()
          document.removeEventListener('keydown', onKey, true)
          return lastChange === 0 ? -1 : (await painted) - pressed
        },
      }
    }
  })
}

/**
 * Milliseconds from the key to the complete picture of `watched` (a selector); undefined when the key changed
 * nothing there. Texts that change in place do not count: a clock that ticks is no answer.
 */
export async function keyToPaint(
  page: Page,
  watched: string,
  press: () => Promise<void>,
): Promise<number | undefined> {
  const probe = await page.evaluateHandle(([selector, quietMs]) => window.benchProbe(selector, quietMs), [
    watched,
    QUIET_MS,
  ] as const)
  await press()
  const took = await probe.evaluate((running) => running.result())
  await probe.dispose()
  return took < 0 ? undefined : took
}
