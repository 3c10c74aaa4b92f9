/** 仮のパスワード by two managers, changed at the first sign-in; 復旧コードで開く with a code that is none. */
import { randomBytes } from 'node:crypto'
import { expect, test, type Page } from '@playwright/test'
import { formatRecoveryCode } from '../../main/keyring/recovery-code.ts'
import { goTo, openTraining } from './support/arrange.ts'
import { call, credentialsOf, MANAGER, OTHER_MANAGER, TELLER } from './support/bridge.ts'
import type { Desk } from './support/launch.ts'
import { says } from './support/refused.ts'

const TEMPORARY = 'kari-no-aikotoba'
const OWN = 'jibun-no-aikotoba'

let desk: Desk
let page: Page

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), MANAGER)
  page = desk.page
})

test.afterAll(() => desk.app.close())

const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) })

async function inBothLanguages(name: string): Promise<void> {
  await shot(`${name}-ja`)
  await call(page, 'desk.setLanguage', { language: 'en' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await shot(`${name}-en`)
  await call(page, 'desk.setLanguage', { language: 'ja' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
}

test('two managers set a teller’s password, who changes it before anything else', async () => {
  await goTo(page, '設定')
  await page.getByRole('tab', { name: '職員' }).click()
  await page.getByText(TELLER, { exact: true }).click()
  await page.getByRole('button', { name: 'パスワードを設定' }).click()
  const dialog = page.getByRole('dialog', { name: 'パスワードを設定' })
  await dialog.getByLabel('仮のパスワード', { exact: true }).fill(TEMPORARY)
  await dialog.getByLabel('仮のパスワード（確認）').fill(TEMPORARY)
  const [mine, other] = [dialog.getByRole('group').first(), dialog.getByRole('group').last()]
  await mine.getByLabel('パスワード').fill(credentialsOf(MANAGER).password)
  await other.getByLabel('職員番号').fill(MANAGER)
  await other.getByLabel('パスワード').fill(credentialsOf(MANAGER).password)
  const set = dialog.getByRole('button', { name: 'パスワードを設定' })
  await set.click()
  await says(page, 'SECOND_MANAGER_NEEDED', dialog)
  await inBothLanguages('set-password')
  await other.getByLabel('職員番号').fill(OTHER_MANAGER)
  await other.getByLabel('パスワード').fill(credentialsOf(OTHER_MANAGER).password)
  await set.click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('パスワードを設定しました')).toBeVisible()

  await call(page, 'session.signOut', {})
  await page.getByLabel('職員番号').fill(TELLER)
  await page.getByLabel('パスワード').fill(TEMPORARY)
  await page.getByRole('button', { name: 'サインイン', exact: true }).click()
  await expect(page.getByRole('heading', { name: /パスワードを変更してください/ })).toBeVisible()
  // What the manager was told is not for the teller.
  await expect(page.getByText('パスワードを設定しました')).toBeHidden()
  await inBothLanguages('first-password')
  await page.getByLabel('役席から受け取ったパスワード').fill(TEMPORARY)
  await page.getByLabel('新しいパスワード', { exact: true }).fill(TEMPORARY)
  await page.getByLabel('新しいパスワード（確認）').fill(TEMPORARY)
  const change = page.getByRole('button', { name: '変更して始める' })
  await change.click()
  await says(page, 'PASSWORD_SAME')
  await page.getByLabel('新しいパスワード', { exact: true }).fill(OWN)
  await page.getByLabel('新しいパスワード（確認）').fill(OWN)
  await change.click()
  await expect(page.getByRole('heading', { name: '今日の仕事' })).toBeVisible()
})

test('the recovery code: a slip is named as one, another branch’s sheet as that', async () => {
  await call(page, 'session.signOut', {})
  await inBothLanguages('sign-in')
  await page.getByRole('button', { name: /復旧コードで開く/ }).click()
  const code = formatRecoveryCode(new Uint8Array(randomBytes(20)))
  const field = page.getByRole('textbox', { name: '復旧コード' })
  const slip = (code.startsWith('A') ? 'B' : 'A') + code.slice(1)
  await field.fill(slip)
  await page.getByRole('button', { name: '次へ' }).click()
  await says(page, 'RECOVERY_CODE_INVALID')
  await inBothLanguages('recovery-slip')
  await field.fill(code.toLowerCase().replaceAll('-', '－').replaceAll('0', 'o'))
  await expect(page.getByText('35 文字 / 35 文字')).toBeVisible()
  await page.getByRole('button', { name: '次へ' }).click()
  for (const [number, staffNo] of [MANAGER, OTHER_MANAGER].entries()) {
    const fields = page.getByRole('group', { name: `役席 ${number + 1}` })
    await fields.getByLabel('職員番号').fill(staffNo)
    await fields.getByLabel('パスワード', { exact: true }).fill(OWN)
    await fields.getByLabel('パスワード（確認）').fill(OWN)
  }
  await inBothLanguages('recovery-managers')
  await page.getByRole('button', { name: '記録を開く' }).click()
  await says(page, 'RECOVERY_REFUSED')
  await inBothLanguages('recovery-refused')
  await page.getByRole('button', { name: 'やめる' }).click()
  // Nothing was changed by it.
  await page.getByLabel('職員番号').fill(MANAGER)
  await page.getByLabel('パスワード').fill(credentialsOf(MANAGER).password)
  await page.getByRole('button', { name: 'サインイン', exact: true }).click()
  await expect(page.getByRole('heading', { name: '今日の仕事' })).toBeVisible()
})
