import { expect, type Page } from '@playwright/test'
import { CONFIRMATION, PASSWORD, test } from './portal.ts'

/** Presses Tab until the focus is on it; a way longer than the page has stops fails. */
async function tabTo(page: Page, selector: string) {
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

test('the whole unlocking by keyboard alone', async ({ page, address, bank }) => {
  await page.goto(`${address}/login`)
  await tabTo(page, '#loginId')
  await page.keyboard.type('ichirodt')
  await tabTo(page, '#password')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/otp')
  await tabTo(page, '#code')
  await page.keyboard.type('123456')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/top')
  for (const path of ['/management', '/management/users', '/management/users/unlock']) {
    await tabTo(page, `a[href$="${path}"]`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${path}`)
  }
  await tabTo(page, '#user-hanakodt')
  await page.keyboard.press('Space')
  await tabTo(page, '#confirmation')
  await page.keyboard.type(CONFIRMATION)
  // Enter carries out 停止解除 although 再表示 stands before it.
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toHaveText('ワンタイムパスワード利用停止解除結果')
  expect(bank.asked.at(-1)).toEqual({ unlock: ['ichirodt', ['hanakodt']] })
})

test('after a refusal the reader is at what is wrong, one key from the field', async ({ page, address }) => {
  await page.goto(`${address}/login`)
  await page.locator('form.work button').click()
  await expect(page.locator('.summary')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ichirodt')
  await expect(page.locator('#loginId')).toHaveValue('ichirodt')
})

test('the first key leads past the menus', async ({ page, address }) => {
  await page.goto(`${address}/login`)
  await page.keyboard.press('Tab')
  await expect(page.getByText('本文へ移動')).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, '#loginId')
})
