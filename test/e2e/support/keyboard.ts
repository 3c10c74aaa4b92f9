/** The hands of a teller: everything is done with keys, and every key is counted. */
import type { Locator, Page } from '@playwright/test'
import { expect } from './expect.ts'

/** Tabs after which a control counts as out of the keyboard's reach. */
const FAR = 80

/** ms: at Playwright's own pace a serial and Enter are a scan (renderer/scanner). */
const SLOWER_THAN_A_SCANNER = 40

export class Keyboard {
  readonly #page: Page
  #strokes = 0

  constructor(page: Page) {
    this.#page = page
  }

  /** Keys pressed so far; a combination (`Alt+2`) is one. */
  get strokes(): number {
    return this.#strokes
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.#strokes += 1
      await this.#page.keyboard.press(key)
    }
  }

  /** Characters outside ASCII arrive as an input method commits them: in one piece. */
  async type(text: string): Promise<void> {
    this.#strokes += text.length
    if (/^[ -~]*$/.test(text)) await this.#page.keyboard.type(text, { delay: SLOWER_THAN_A_SCANNER })
    else await this.#page.keyboard.insertText(text)
  }

  /** Tabs to a control, backwards with `back`. Fails when the keyboard cannot reach it. */
  async reach(control: Locator, { back = false }: { readonly back?: boolean } = {}): Promise<void> {
    await expect(control).toBeVisible()
    await expect(control).toBeEnabled()
    for (let tabs = 0; tabs <= FAR; tabs += 1) {
      if (await hasFocus(control)) return
      await this.press(back ? 'Shift+Tab' : 'Tab')
    }
    throw new Error(`the keyboard does not reach ${String(control)}`)
  }

  /** Tabs to a button and presses it. */
  async push(button: Locator, direction: { readonly back?: boolean } = {}): Promise<void> {
    await this.reach(button, direction)
    await this.press('Enter')
  }

  /** Goes through the options of a list with the arrow keys; each takes effect at once. */
  async choose(list: Locator, option: string): Promise<void> {
    await this.reach(list)
    const selected = () =>
      list.evaluate((element) =>
        element instanceof HTMLSelectElement ? element.selectedOptions[0]?.text : '',
      )
    for (let steps = 0; steps <= FAR; steps += 1) {
      const text = await selected()
      if (text === option) return
      await this.press('ArrowDown')
      await expect.poll(selected).not.toBe(text)
    }
    throw new Error(`${option} is not in ${String(list)}`)
  }
}

export async function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === document.activeElement)
}
