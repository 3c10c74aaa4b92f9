/** What a refusal looks like to the person who meets it. */
import { expect, test, type Locator, type Page } from '@playwright/test'
import { refusals, type RefusalCode } from '../../../domain/refusals.ts'

/** The code's Japanese sentence with anything in its gaps but `―`, which stands for a gap left unfilled. */
export function sentenceOf(code: RefusalCode): RegExp {
  const pieces = refusals[code].ja.split(/(\[[^\]]*\]|\{\w+\})/)
  return new RegExp(pieces.map(piece).join(''))
}

/** A choice may come to nothing. */
function piece(text: string): string {
  if (text.startsWith('[')) return '[^―{}]*'
  return text.startsWith('{') ? '[^―{}]+' : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/**
 * The refusal's own sentence can be read. Keeps a picture of the screen, for a person to judge by.
 * @param within where it must stand; the whole page if absent
 */
export async function says(page: Page, code: RefusalCode, within: Page | Locator = page): Promise<void> {
  await expect(within.getByText(sentenceOf(code)).filter({ visible: true }).first()).toBeVisible()
  await page.screenshot({ path: test.info().outputPath(`${code}.png`) })
}
