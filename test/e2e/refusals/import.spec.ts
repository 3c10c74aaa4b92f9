/** Files that cannot be taken in: every bad row is named, and nothing of the file comes into the store. */
import { writeFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { rosterColumns } from '../../../main/files/roster-file.ts'
import { goTo, openTraining, writeLot } from '../support/arrange.ts'
import { call, changeTo, MANAGER, TELLER } from '../support/bridge.ts'
import { answerOpen } from '../support/dialogs.ts'
import type { Desk } from '../support/launch.ts'
import { says, sentenceOf } from '../support/refused.ts'

let desk: Desk
let page: Page

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), MANAGER)
  page = desk.page
})

test.afterAll(() => desk.app.close())

const dialog = () => page.getByRole('dialog')
const take = () => dialog().getByRole('button', { name: '取り込む', exact: true })

/** Chooses the file in the dialog of its kind. */
async function choose(kind: 'roster' | 'lot', file: string): Promise<void> {
  await answerOpen(desk.app, file)
  if (await dialog().isHidden()) {
    await goTo(page, '設定')
    await page.getByRole('tab', { name: '取込み' }).click()
    await page
      .getByRole('region', { name: kind === 'roster' ? '名簿の取込み' : 'ロットの取込み' })
      .getByRole('button')
      .click()
  }
  await dialog()
    .getByRole('button', { name: /ファイルを選ぶ/ })
    .click()
}

const closeDialog = async (): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
}

const good = {
  店番: '001',
  契約番号: '7000001',
  契約者区分: '法人',
  契約者名: '株式会社秩父製麺',
  契約者名カナ: 'カブシキガイシャチチブセイメン',
  顧客番号: '57000001',
  口座番号: '1700001',
  郵便番号: '368-0034',
  住所1: '埼玉県秩父市日野田町1-2-3',
  住所2: '',
  電話番号: '0494-22-1111',
  契約状態: '契約中',
  ログインID: 'chichibu01',
  利用者名: '浅見 誠',
  利用者名カナ: 'アサミ マコト',
  利用者区分: 'マスターユーザ',
  利用者状態: '利用中',
} as const
type Row = Partial<Record<(typeof rosterColumns)[number], string>>

function writeRoster(file: string, rows: readonly Row[], columns: readonly string[] = rosterColumns): void {
  const lines = rows.map((row) =>
    columns.map((column) => ({ ...good, ...row })[column as keyof Row]).join(','),
  )
  writeFileSync(file, [columns.join(','), ...lines, ''].join('\r\n'))
}

test('a bad roster: every bad row with line, column and reason; nothing is imported', async ({}, testInfo) => {
  const file = testInfo.outputPath('bad-roster.csv')
  writeRoster(file, [
    {},
    { 契約番号: '7000002', ログインID: 'bad id!' },
    { 契約番号: '7000003', ログインID: 'chichibu03', 契約者名: '' },
    { 契約番号: '7000004', ログインID: 'chichibu04', 契約状態: '不明' },
    { ログインID: 'chichibu01' },
    { ログインID: 'chichibu05', 契約者名: '別の会社' },
    { ログインID: 'chichibu06' },
  ])
  await choose('roster', file)
  const errors = dialog()
    .getByRole('grid', { name: '誤り' })
    .or(dialog().getByRole('table', { name: '誤り' }))
  await expect(dialog().getByText('誤り（7 件）')).toBeVisible()
  for (const [line, column, code] of [
    ['3', 'ログインID', 'ROW_VALUE'],
    ['4', '契約者名', 'ROW_REQUIRED'],
    ['5', '契約状態', 'ROW_VALUE'],
    ['6', 'ログインID', 'ROW_DUPLICATE'],
    ['7', '契約番号', 'ROW_CONTRACT_DIFFERS'],
    ['8', '利用者区分', 'ROW_TWO_MASTERS'],
  ] as const) {
    const row = errors.getByRole('row').filter({ hasText: new RegExp(`^${line}`) })
    await expect(row.first()).toContainText(column)
    await says(page, code, row.first())
  }
  await expect(take()).toBeDisabled()
  expect(await call(page, 'customers.get', { contractNo: '7000001' })).toBeNull()
  // The way on: the corrected file, in the same dialog.
  const corrected = testInfo.outputPath('roster.csv')
  writeRoster(corrected, [{}])
  await choose('roster', corrected)
  await take().click()
  await expect(dialog().getByText('取り込みました')).toBeVisible()
  expect(await call(page, 'customers.get', { contractNo: '7000001' })).not.toBeNull()
  await closeDialog()
})

test('a lot with a serial and a chip twice', async ({}, testInfo) => {
  const file = testInfo.outputPath('lot.csv')
  const expires = '2031-03-31'
  writeLot(file, [
    { serial: '55600001', expires },
    { serial: '55600001', chipSerial: '865961055600009', expires },
    { serial: '55600002', chipSerial: '865961055600001', expires },
    { serial: '5560', chipSerial: '865961055600003', expires },
    { serial: '55600004', expires: '2031-02-30' },
    { serial: '12345678', chipSerial: '865961012345678', expires },
    { serial: '55600006', chipSerial: '865961012345678', expires },
  ])
  await choose('lot', file)
  for (const code of ['ROW_DUPLICATE', 'SERIAL_FORM', 'DATE_FORM'] as const) await says(page, code, dialog())
  await expect(dialog().getByText(sentenceOf('ROW_DUPLICATE'))).toHaveCount(3)
  await expect(take()).toBeDisabled()
  expect(await call(page, 'fobs.get', { serial: '55600001' })).toBeNull()
  await closeDialog()
})

test('files that are no roster at all', async ({}, testInfo) => {
  const file = (name: string) => testInfo.outputPath(name)
  writeFileSync(file('empty.csv'), `${rosterColumns.join(',')}\r\n`)
  writeRoster(
    file('no-login-id.csv'),
    [{}],
    rosterColumns.filter((column) => column !== 'ログインID'),
  )
  writeFileSync(file('utf-16.csv'), Buffer.from(`\u{feff}${rosterColumns.join(',')}`, 'utf16le'))
  for (const [name, code] of [
    ['empty.csv', 'FILE_EMPTY'],
    ['no-login-id.csv', 'FILE_HEADER'],
    ['utf-16.csv', 'FILE_ENCODING'],
    ['gone.csv', 'FILE_UNREADABLE'],
  ] as const) {
    await choose('roster', file(name))
    await says(page, code, dialog())
    await expect(take()).toBeHidden()
  }
  await closeDialog()
})

test('a teller is told who imports', async () => {
  await changeTo(page, TELLER)
  await goTo(page, '設定')
  await page.getByRole('tab', { name: '取込み' }).click()
  const roster = page.getByRole('region', { name: '名簿の取込み' })
  await expect(roster).toContainText('役席')
  await expect(roster.getByRole('button')).toBeDisabled()
})
