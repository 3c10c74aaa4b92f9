/** 停止解除, 失効, 事故届: who cannot be chosen and why, and what is missing before the button. */
import { expect, test, type Page } from '@playwright/test'
import { goToCustomer, openTraining } from '../support/arrange.ts'
import { call, credentialsOf, MANAGER, TELLER } from '../support/bridge.ts'
import type { Desk } from '../support/launch.ts'
import { says } from '../support/refused.ts'

let desk: Desk
let page: Page

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
})

test.afterAll(() => desk.app.close())

const box = (loginId: string) => page.getByRole('checkbox', { name: new RegExp(loginId) })
const button = (name: RegExp) => page.getByRole('main').getByRole('button', { name })

test('解除: nobody chosen, what is missing, a wrong password, then done', async () => {
  await goToCustomer(page, '利用停止解除', '1000001')
  await expect(box('hanakodt')).toBeDisabled()
  await says(page, 'NOT_STOPPED')
  const unlock = button(/^停止解除（/)
  await expect(unlock).toBeDisabled()
  await says(page, 'NOBODY_CHOSEN')
  await box('ichirodt').check()
  await says(page, 'IDENTITY_NOT_CHECKED')
  await page.getByLabel(/本人確認を済ませました/).check()
  await page.getByLabel(/状況の確認結果/).fill('本人来店、番号の打ち間違い')
  await says(page, 'PASSWORD_NEEDED')
  await page.getByLabel(/担当者パスワード/).fill('not-the-password')
  await unlock.click()
  await says(page, 'PASSWORD_WRONG')
  await page.getByLabel(/担当者パスワード/).fill(credentialsOf(TELLER).password)
  await unlock.click()
  await expect(page.getByRole('heading', { name: 'ワンタイムパスワード利用停止解除結果' })).toBeVisible()
})

test('失効: rows that cannot be chosen, a wrong password, then done', async () => {
  await goToCustomer(page, 'トークン失効', '1000002')
  await expect(box('shirodt')).toBeDisabled()
  await expect(box('tarodt')).toBeDisabled()
  await says(page, 'NOT_REVOCABLE')
  await box('saburodt').check()
  const revoke = button(/^失効（/)
  await expect(page.getByText('失効理由を選択してください。')).toBeVisible()
  await page.getByLabel(/失効理由/).selectOption({ label: 'その他' })
  await expect(page.getByText('「その他」の理由をメモに入力してください。')).toBeVisible()
  await page.getByLabel(/失効理由/).selectOption({ label: '送付事故' })
  await says(page, 'PASSWORD_NEEDED')
  // Three masters and administrators of 1000002: only 三郎 has a fob.
  await says(page, 'FLAG_LAST_ADMINISTRATOR')
  await page.getByLabel(/担当者パスワード/).fill('not-the-password')
  await revoke.click()
  await says(page, 'PASSWORD_WRONG')
  await page.getByLabel(/担当者パスワード/).fill(credentialsOf(TELLER).password)
  await revoke.click()
  await expect(page.getByRole('heading', { name: 'トークン失効結果' })).toBeVisible()
})

test('事故届: an unknown serial, one reported already; 失効 and 解除 of its users wait for a manager', async () => {
  await page
    .getByRole('navigation', { name: '業務メニュー' })
    .getByRole('link', { name: /^事故届/ })
    .click()
  const serial = page.getByRole('region', { name: 'シリアル番号が分かるとき' })
  await serial.getByLabel('シリアル番号').fill('99999998')
  await serial.getByRole('button', { name: '照会' }).click()
  await says(page, 'FOB_UNKNOWN')
  await serial.getByLabel('シリアル番号').fill('12345678')
  await serial.getByRole('button', { name: '照会' }).click()
  await page.getByRole('radio', { name: '紛失' }).check({ force: true })
  await page.getByLabel('届出人').fill('データ花子（本人）')
  await button(/届出を受理して直ちに停止/).click()
  await expect(page.getByText('事故届を受理しました。トークンを停止しました。')).toBeVisible()
  await button(/続けて別の届出/).click()
  await serial.getByLabel('シリアル番号').fill('12345678')
  await serial.getByRole('button', { name: '照会' }).click()
  // Already reported: the screen offers to lift it, and does not take a second report.
  await expect(page.getByRole('heading', { name: '事故届の取消し（役席）' })).toBeVisible()
  await expect(button(/届出を受理して直ちに停止/)).toBeHidden()
  await page.screenshot({ path: test.info().outputPath('INCIDENT_EXISTS.png') })

  await goToCustomer(page, '利用停止解除', '1000001')
  await expect(box('hanakodt')).toBeDisabled()
  await says(page, 'UNLOCK_INCIDENT')
  await goToCustomer(page, 'トークン失効', '1000001')
  await box('hanakodt').check()
  await page.getByLabel(/失効理由/).selectOption({ label: '紛失' })
  await page.getByLabel(/担当者パスワード/).fill(credentialsOf(TELLER).password)
  await button(/^失効（/).click()
  await says(page, 'REVOCATION_BY_APPROVAL')
})

test('事故届の取消し: a teller may not, a manager over the shoulder may', async () => {
  await goToCustomer(page, '事故届', '1000001')
  await page.getByRole('radio', { name: '12345678' }).check({ force: true })
  await page.getByLabel(/取消しの理由/).fill('かばんの中から見つかった')
  await page.getByLabel(/担当者パスワード/).fill(credentialsOf(TELLER).password)
  await button(/事故届を取り消す/).click()
  await says(page, 'NOT_ALLOWED')
  await button(/役席/).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('役席の職員番号').fill(MANAGER)
  await dialog.getByLabel('役席のパスワード').fill(credentialsOf(MANAGER).password)
  await dialog.getByRole('button', { name: '承認' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(async () => (await call(page, 'fobs.get', { serial: '12345678' }))?.incident).toBeNull()
})
