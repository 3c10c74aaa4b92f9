/** 申込 and 承認: what is missing or too early is said at its field, and who may not approve is told so. */
import { expect, test, type Page } from '@playwright/test'
import { applied, freshCustomers, goTo, goToCustomer, openTraining } from '../support/arrange.ts'
import {
  call,
  changeTo,
  credentialsOf,
  MANAGER,
  OTHER_MANAGER,
  OTHER_TELLER,
  TELLER,
} from '../support/bridge.ts'
import type { Desk } from '../support/launch.ts'
import { says } from '../support/refused.ts'

let desk: Desk
let page: Page
let customer: ReturnType<typeof freshCustomers>

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
  customer = freshCustomers(page)
})

test.afterAll(() => desk.app.close())

const button = (name: string) => page.getByRole('main').getByRole('button', { name: new RegExp(`^${name}`) })
const register = () => button('登録').click()
const dialog = () => page.getByRole('dialog')

/** The form of a new application for a customer without a fob. */
async function newApplication(): Promise<string> {
  const { contractNo } = await customer()
  await goToCustomer(page, '申込', contractNo)
  await button('新規申込').click()
  await page.getByText('届出印を照合しました').waitFor()
  return contractNo
}

test('what is missing is said at its field, one after the other, and then it registers', async () => {
  await newApplication()
  await page.getByText('代理人').click()
  await register()
  await says(page, 'EVIDENCE_ATTORNEY')
  await says(page, 'EVIDENCE_SEAL')
  await says(page, 'IDENTITY_NOT_CHECKED')
  await says(page, 'EVIDENCE_RECEIPT')
  await page.getByLabel('委任状を確認しました').check()
  await page.getByLabel('届出印を照合しました').check()
  await page.getByText('運転免許証').click()
  await page.getByLabel('受付番号').fill('K-0101')
  const startDate = page.getByRole('textbox', { name: '利用開始日' })
  await startDate.fill('2020-01-06')
  await says(page, 'START_DATE_EARLY')
  await startDate.fill('あした')
  await register()
  await says(page, 'DATE_FORM')
  await startDate.fill('2099-01-06')
  await says(page, 'START_DATE_FAR')
  await startDate.fill('')
  await register()
  await expect(page.getByText('申込を登録しました。')).toBeVisible()
})

test('an application that is under way already', async () => {
  await goToCustomer(page, '申込', 'shirodt')
  await button('新規申込').click()
  await page.getByLabel('届出印を照合しました').check()
  await page.getByText('運転免許証').click()
  await page.getByLabel('受付番号').fill('K-0102')
  await register()
  await says(page, 'APPLICATION_DUPLICATE')
  await button('戻る').click()
  await dialog().getByRole('button', { name: '離れる' }).click()
  // The way on: the one that waits stands in the customer's list.
  await page.getByRole('table', { name: '申込の履歴' }).getByRole('button').first().click()
  await expect(page.getByText('承認待ち').first()).toBeVisible()
})

test('over the shoulder: a teller, a wrong password, then a manager', async () => {
  const { contractNo, loginId } = await customer()
  const applicationId = await applied(page, { contractNo, loginId })
  await goToCustomer(page, '申込', contractNo)
  await page.getByRole('table', { name: '申込の履歴' }).getByRole('button').first().click()
  await button('役席の承認を受ける').click()
  const approve = async (staffNo: string, password: string): Promise<void> => {
    await dialog().getByLabel('役席の職員番号').fill(staffNo)
    await dialog().getByLabel('役席のパスワード').fill(password)
    await dialog().getByRole('button', { name: '承認' }).click()
  }
  await approve(OTHER_TELLER, credentialsOf(OTHER_TELLER).password)
  await says(page, 'APPROVER_NOT_MANAGER', dialog())
  await approve(MANAGER, 'not-the-password')
  await says(page, 'PASSWORD_WRONG', dialog())
  await approve(OTHER_MANAGER, credentialsOf(OTHER_MANAGER).password)
  await expect(dialog()).toBeHidden()
  await expect(button('発行へ')).toBeVisible()
  expect((await call(page, 'applications.get', { applicationId }))?.status).toBe('approved')
})

test('one’s own request stays in the list, disabled, with the reason; another manager approves it', async () => {
  const { contractNo, loginId } = await customer()
  await changeTo(page, MANAGER)
  const applicationId = await applied(page, { contractNo, loginId })
  const name = (await call(page, 'customers.get', { contractNo }))?.name ?? ''
  await goTo(page, '承認待ち一覧')
  const row = () => page.getByRole('row').filter({ hasText: name })
  // A row that cannot be chosen can still be looked at.
  await row().click({ force: true })
  await says(page, 'SELF_APPROVAL')
  await expect(button('承認')).toBeDisabled()
  await changeTo(page, OTHER_MANAGER)
  await goTo(page, '承認待ち一覧')
  await row().click()
  await button('承認').click()
  await dialog().getByLabel('担当者パスワード').fill('not-the-password')
  await dialog().getByRole('button', { name: '承認' }).click()
  await says(page, 'PASSWORD_WRONG', dialog())
  await dialog().getByLabel('担当者パスワード').fill(credentialsOf(OTHER_MANAGER).password)
  await dialog().getByRole('button', { name: '承認' }).click()
  await expect(dialog()).toBeHidden()
  expect((await call(page, 'applications.get', { applicationId }))?.status).toBe('approved')
  await changeTo(page, TELLER)
})
