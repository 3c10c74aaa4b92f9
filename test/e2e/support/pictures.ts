import { expect, test, type Page } from '@playwright/test'
import { call } from './bridge.ts'

/** The screen as the teller sees it, in both languages; leaves the desk in Japanese. */
export async function inBothLanguages(page: Page, name: string): Promise<void> {
  for (const language of ['en', 'ja'] as const) {
    await call(page, 'desk.setLanguage', { language })
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await page.screenshot({ path: test.info().outputPath(`${name}-${language}.png`) })
  }
}
