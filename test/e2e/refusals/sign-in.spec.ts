/** Who may not come in, and who may look but not touch. */
import { expect, test, type Page } from '@playwright/test'
import { goTo, goToCustomer, openTraining } from '../support/arrange.ts'
import { answerOf, AUDITOR, call, changeTo, credentialsOf, MANAGER, TELLER } from '../support/bridge.ts'
import type { Desk } from '../support/launch.ts'
import { says } from '../support/refused.ts'

let desk: Desk
let page: Page

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
})

test.afterAll(() => desk.app.close())

const signIn = () => page.getByRole('button', { name: /サインイン|再試行/ })

async function tryToSignIn(staffNo: string, password: string): Promise<void> {
  await page.getByLabel('職員番号').fill(staffNo)
  await page.getByLabel('パスワード').fill(password)
  await expect(signIn()).toHaveText('サインイン')
  await signIn().click()
}

test('three wrong passwords, each with its wait, then the right one', async () => {
  await call(page, 'session.signOut', {})
  for (const wrong of ['kenshu-madoguchi ', 'KENSHU-MADOGUCHI', 'kenshu']) {
    await tryToSignIn(TELLER, wrong)
    await says(page, 'PASSWORD_WRONG')
    await expect(signIn()).toBeDisabled()
  }
  await tryToSignIn(TELLER, credentialsOf(TELLER).password)
  await expect(page.getByRole('heading', { name: '今日の仕事' })).toBeVisible()
})

test('somebody who is not on the staff reads the same as a wrong password', async () => {
  await call(page, 'session.signOut', {})
  await tryToSignIn('9999', 'kenshu-madoguchi')
  await says(page, 'PASSWORD_WRONG')
  await changeTo(page, MANAGER)
})

test('a locked desk: a wrong password, then the right one, back on the same screen', async () => {
  await changeTo(page, TELLER)
  await goToCustomer(page, '申込', '1000001')
  await page.getByText('データ花子').first().waitFor()
  await page.keyboard.press('Control+l')
  const cover = page.getByRole('dialog', { name: 'ロック中' })
  await cover.getByLabel('パスワード').fill('wrong')
  await cover.getByRole('button', { name: 'ロックを解除' }).click()
  await says(page, 'PASSWORD_WRONG', cover)
  await expect(cover.getByRole('button', { name: 'ロックを解除' })).toBeVisible()
  await cover.getByLabel('パスワード').fill(credentialsOf(TELLER).password)
  await cover.getByRole('button', { name: 'ロックを解除' }).click()
  await expect(cover).toBeHidden()
  await expect(page.getByText('データ花子').first()).toBeVisible()
})

test('an auditor reads every screen and changes nothing', async () => {
  await changeTo(page, AUDITOR)
  await goToCustomer(page, '申込', '1000001')
  await expect(page.getByText('検査の方は閲覧のみです。')).toBeVisible()
  await expect(page.getByRole('button', { name: '新規申込' })).toBeDisabled()
  for (const screen of ['承認待ち一覧', '発行', '送付', '在庫', '要対応一覧', '操作履歴']) {
    await goTo(page, screen)
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  }
  await goToCustomer(page, '事故届', '1000001')
  await page.getByRole('radio', { name: '12345678' }).check()
  await expect(page.getByText('検査の方は閲覧のみです。事故届は窓口担当か役席が受け付けます。')).toBeVisible()
  await expect(page.getByLabel('届出人')).toBeHidden()
  const report = {
    serial: '12345678',
    kind: 'loss' as const,
    channel: 'counter' as const,
    reportedBy: 'x',
    memo: '',
  }
  expect(await answerOf(page, 'command.reportIncident', { command: report })).toMatchObject({
    code: 'NOT_ALLOWED',
  })
  expect((await call(page, 'fobs.get', { serial: '12345678' }))?.incident).toBeNull()
  const command = { serials: ['40100000'], to: 'toMaker' as const, reference: null, memo: '' }
  expect(await answerOf(page, 'command.moveFobs', { command })).toMatchObject({ code: 'NOT_ALLOWED' })
})
