import { expect } from '@playwright/test'
import { refuse } from '../../../domain/refuse.ts'
import { CONFIRMATION, enter, enterCode, logIn, test } from './portal.ts'

test.use({ javaScriptEnabled: false })

test('login, registration, unlocking and revocation without scripts', async ({ page, address, bank }) => {
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  await logIn(page, address, 'ichirodt')
  await page.locator('#serial').fill('23456789')
  await enterCode(page)
  await expect(page.locator('h1')).toHaveText('トップページ')
  for (const [work, loginId, title] of [
    ['unlock', 'hanakodt', 'ワンタイムパスワード利用停止解除結果'],
    ['revocation', 'sakikodt', 'トークン失効結果'],
  ]) {
    await page.goto(`${address}/management/users/${work}`)
    await page.locator(`#user-${loginId}`).check()
    await page.getByLabel('昇順・降順').selectOption('descending')
    await page.getByRole('button', { name: '再表示' }).click()
    await expect(page.locator(`#user-${loginId}`)).toBeChecked()
    await page.locator('#confirmation').fill(CONFIRMATION)
    await page.locator('.buttons button').click()
    await expect(page.locator('h1')).toHaveText(title ?? '')
  }
})

test('the waiting time is told in minutes without scripts', async ({ page, address, bank }) => {
  bank.waiting = bank.time + 25 * 60_000
  bank.steps.set('ichirodt', refuse('WAITING_TIME', { until: '2026-11-24 10:25' }))
  await logIn(page, address, 'ichirodt')
  await expect(page.getByText('約 25 分')).toBeVisible()
})

test('the language can be changed on any page and stays', async ({ page, address }) => {
  await enter(page, address)
  await page.getByRole('link', { name: 'English' }).click()
  await expect(page.locator('h1')).toHaveText('Top page')
  await page.goto(`${address}/management/users/unlock`)
  await expect(page.locator('h1')).toHaveText('Lift stops of one-time passwords')
  await page.getByRole('link', { name: '日本語' }).click()
  await expect(page.locator('h1')).toHaveText('ワンタイムパスワード利用停止解除一覧')
})
