/** Typing in the customer search: from each key to the hits of what then stands in the box. */
import type { Page } from '@playwright/test'
import { spread, type Figure } from './figures.ts'
import { installProbe, keyToPaint } from './probe.ts'
import { summary } from './statistics.ts'

const BAR_MS = 50
/** Beginnings, parts, kana, numbers; most with many hits, some with none. */
const typed = [
  '2004321',
  'suzuki00',
  'カブシキ',
  '製作所',
  '40012345',
  '048-12',
  'サイタマ',
  'yamada',
  '鈴木健',
  '5001',
]

export async function measureTyping(page: Page): Promise<Figure[]> {
  await installProbe(page)
  await page.keyboard.press('Control+KeyK')
  const box = page.getByRole('dialog').getByRole('combobox')
  await box.waitFor()
  const took: number[] = []
  let same = 0
  for (const text of typed) {
    await box.fill('')
    await page.waitForTimeout(400)
    for (const character of text) {
      const one = await keyToPaint(page, '[role=dialog]', () => typeOne(page, character))
      // A longer text may have the very same hits.
      if (one === undefined) same += 1
      else took.push(one)
    }
  }
  await page.keyboard.press('Escape')
  const note = `no pause before asking; ${same} further keys changed no hit`
  return spread('typing in the customer search', summary(took), 'ms', { p50: BAR_MS, p99: BAR_MS }, note)
}

/** One character as one key: `keyboard.type` sends no key event for kana and kanji, so their stamp is a Shift's. */
async function typeOne(page: Page, character: string): Promise<void> {
  if (/[ -~]/.test(character)) return page.keyboard.press(character === ' ' ? 'Space' : character)
  await page.keyboard.press('Shift')
  await page.keyboard.insertText(character)
}
