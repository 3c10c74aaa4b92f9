/** Every screen of the counter without a finding of axe (WCAG 2.1 A and AA). */
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from '@playwright/test'
import { startCounter, type Counter } from './driver.ts'

let counter: Counter
beforeAll(async () => {
  counter = await startCounter()
}, 120_000)
afterEach(() => counter.closePages())
afterAll(() => counter.close())

const screens = [
  ['search', '/application', ''],
  ['contract', '/application?contractNo=0010002', ''],
  ['application', '/application?applicationId=A-6', ''],
  ['issuance', '/issuance', ''],
  ['issuance without a reader', '/issuance', 'reader=none'],
  ['dispatch', '/dispatch', ''],
  ['registration', '/activation?contractNo=0010002', ''],
  ['stopped contracts', '/unlock', ''],
  ['unlocking', '/unlock?contractNo=0010001', ''],
  ['revocation', '/revocation?contractNo=0010002', ''],
  ['incident', '/incident?contractNo=0010001', ''],
] as const

test.each(screens)('%s (%s %s)', { timeout: 60_000 }, async (_name, hash, query) => {
  const page = await counter.open(hash, query)
  await page.waitForTimeout(300)
  expect(await findings(page)).toEqual([])
})

test('the form', { timeout: 60_000 }, async () => {
  const page = await counter.open('/application?contractNo=0010002')
  await page.locator('button:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel('受付番号').waitFor()
  await page.keyboard.press('F12')
  expect(await findings(page)).toEqual([])
})

async function findings(page: Page): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
