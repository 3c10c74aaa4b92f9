/** One state of the desk, photographed in every language and size. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type {} from '../../../renderer/desk/bridge.ts' // what window.desk is
import { expect } from '../support/expect.ts'

const languages = ['ja', 'en'] as const
const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const

export class Album {
  readonly #page: Page
  readonly #folder: string
  readonly #say: (line: string) => void
  #count = 0

  constructor(page: Page, folder: string, say: (line: string) => void) {
    this.#page = page
    this.#folder = folder
    this.#say = say
    rmSync(folder, { recursive: true, force: true })
    for (const language of languages)
      for (const size of sizes) mkdirSync(this.#place(language, size), { recursive: true })
  }

  get count(): number {
    return this.#count
  }

  /** `NN-name.png` in each of the four folders; leaves the desk in Japanese at the smaller size. */
  async take(name: string): Promise<void> {
    this.#count += 1
    const file = `${String(this.#count).padStart(2, '0')}-${name}.png`
    this.#say(file)
    for (const language of ['en', 'ja'] as const) {
      await this.#speak(language)
      for (const size of sizes.toReversed()) {
        await this.#page.setViewportSize(size)
        await this.#page.screenshot({ path: path.join(this.#place(language, size), file) })
      }
    }
  }

  async #speak(language: 'ja' | 'en'): Promise<void> {
    // Not by the button: a dialog or the lock may cover it, and the state must stay as it is.
    await this.#page.evaluate(
      (chosen) => window.desk.call['desk.setLanguage']({ language: chosen }),
      language,
    )
    await expect(this.#page.locator('html')).toHaveAttribute('lang', language)
  }

  #place(language: string, { width, height }: (typeof sizes)[number]): string {
    return path.join(this.#folder, `${language}-${width}x${height}`)
  }
}
