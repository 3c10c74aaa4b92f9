/** 復旧コードで開く to its end: the new code is shown until two people say that it is in its envelope. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveRenderer, type Served } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serveRenderer()
}, 120_000)
afterAll(() => served.close())

test('code, two managers, and a new code that is not passed by', { timeout: 60_000 }, async () => {
  const { page, broken } = await served.open('?phase=signIn&realm=real')
  await page.getByRole('button', { name: /復旧コードで開く/ }).click()
  await page.getByRole('textbox', { name: '復旧コード' }).fill('A'.repeat(35))
  await page.keyboard.press('Enter')
  for (const number of [1, 2]) {
    const fields = page.getByRole('group', { name: `役席 ${number}` })
    await fields.getByLabel('職員番号').fill(`100${number}`)
    await fields.getByLabel('パスワード', { exact: true }).fill('atarashii-no-kagi')
    await fields.getByLabel('パスワード（確認）').fill('atarashii-no-kagi')
  }
  await page.getByRole('button', { name: '記録を開く' }).click()
  await page.getByText('大宮支店の記録を開きました').waitFor()
  await page.getByText('K7QW2-9FMXD-4T8HP-RV3JC-6NZAB-M2C4D-8XYZ1').waitFor()
  const finish = page.getByRole('button', { name: 'サインインへ' })
  expect(await finish.isDisabled()).toBe(true)
  await page.getByRole('button', { name: '印刷する' }).click()
  await page.getByText('印刷しました').waitFor()
  await page.getByLabel(/2 名で確認しました/).check()
  await finish.click()
  await page.getByRole('heading', { name: 'サインイン' }).waitFor()
  expect(broken).toEqual([])
  await page.close()
})
