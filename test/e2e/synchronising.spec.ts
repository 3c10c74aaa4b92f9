/**
 * What a teller sees of synchronisation, with the keyboard alone: two PCs of one branch at a hub of its own process,
 * one of them on a line that is cut, held up and mended; internet banking asks the same hub.
 */
import { hostname } from 'node:os'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { applied, wrongCode } from './support/arrange.ts'
import {
  admit,
  codeFor,
  codeOf,
  enrolled,
  furnish,
  handedOver,
  internetBanking,
  PASSWORD,
  signIn,
  synchronised,
  type Holder,
  type InternetBanking,
} from './support/branch.ts'
import { call } from './support/bridge.ts'
import { startHub, type HubProcess } from './support/hub.ts'
import { Keyboard } from './support/keyboard.ts'
import { inBothLanguages } from './support/pictures.ts'
import type { Desk } from './support/launch.ts'
import { openLine, type Line } from './support/line.ts'
import { says } from './support/refused.ts'

test.describe.configure({ mode: 'serial' })

let hub: HubProcess
let line: Line
let desk: Desk
let other: Desk
let page: Page
let keys: Keyboard
let banking: InternetBanking
let lost: Holder
let locked: Holder
let starting: Holder

test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(300_000)
  hub = await startHub(testInfo.outputPath('hub'))
  line = await openLine(hub.address)
  await hub.hq('staff', 'set', '001', '3001', '試行 検査', 'auditor', '-')
  desk = await enrolled(testInfo.outputPath('first'), line.address, hub.enrolmentCode)
  other = await enrolled(testInfo.outputPath('second'), hub.address, await codeFor(hub, '001'))
  banking = await internetBanking(hub)
  page = desk.page
  keys = new Keyboard(page)
  await signIn(page, '1001')
  await synchronised(page)
  await furnish(desk, testInfo.outputDir, '001')
  lost = await handedOver(page, 0, 1)
  locked = await handedOver(page, 1, 2)
  starting = await handedOver(page, 2, 3)
  for (const [{ loginId, serial }, n] of [
    [lost, 1],
    [locked, 2],
  ] as const)
    expect(await banking('activate', { loginId, serial, code: codeOf(n) })).toBe(200)
  await admit(page, '2001')
  await admit(page, '3001')
  await synchronised(page)
  await signIn(other.page, '1001')
  await synchronised(other.page)
  await signIn(page, '2001')
})

test.afterAll(async () => {
  await desk.app.close()
  await other.app.close()
  await line.close()
  await hub.stop()
})

const bar = () => page.getByRole('contentinfo', { name: /接続状況|Connection/ })

const shot = (name: string): Promise<void> => inBothLanguages(page, name)

async function go(key: string, heading: string): Promise<void> {
  await keys.press(`Alt+${key}`)
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
}

/** 事故届, as far as the key that records it. */
async function reportLost(serial: string): Promise<void> {
  await go('9', '事故届')
  await keys.type(serial)
  await keys.press('Enter')
  await expect(page.getByText('直ちに停止される利用者')).toBeVisible()
  await keys.press('1')
  await keys.reach(page.getByRole('textbox', { name: /届出人/ }))
  await keys.type('ご本人')
  await keys.press('F12')
}

test('the line is cut: work goes on, the bar counts, and says what head office does not know', async () => {
  await expect(bar()).toContainText('本部と接続中')
  await expect(bar()).toContainText('未送信 0 件')
  await shot('1-connected')
  line.cut()
  await reportLost(lost.serial)
  await expect(page.getByText('事故届を受理しました。トークンを停止しました。')).toBeVisible()
  await expect(bar()).toContainText('本部と未接続')
  await expect(bar()).toContainText(/未送信 [1-9]\d* 件/)
  await expect(bar()).toContainText(/本部未反映 1 件.*本部緊急連絡先/)
  await shot('2-stopped-offline')
  await keys.press('F5')
  await shot('3-sync-offline')
})

test('the line is back: it is sent beside the typing, and the notice goes', async () => {
  await go('2', '申込')
  const search = page.getByRole('main').getByRole('combobox', { name: 'お客さまを検索' })
  await expect(search).toBeFocused()
  await keys.type('41')
  line.mend()
  line.holdUp()
  await keys.press('F5')
  await expect(bar()).toContainText('同期中')
  await keys.type('00')
  await shot('4-synchronising')
  line.mend()
  await expect(bar()).toContainText('未送信 0 件')
  await expect(bar()).not.toContainText('本部未反映')
  await keys.type('0')
  await expect(search).toBeFocused()
  await expect(search).toHaveValue('41000')
  const button = bar().getByRole('button', { name: '今すぐ同期' })
  await keys.push(button)
  await expect(button).toBeFocused()
  await shot('5-sent')
})

test('what internet banking and the other PC did arrives by itself; the typing stays', async () => {
  await keys.press('Alt+7')
  await keys.type(locked.contractNo)
  await keys.press('Enter')
  const box = page.getByRole('checkbox', { name: new RegExp(locked.loginId) })
  await expect(box).toBeDisabled()
  const memo = page.getByLabel(/状況の確認結果/)
  await keys.reach(memo)
  await keys.type('本人来店、')
  line.cut()
  await keys.press('F5')
  await expect(bar()).toContainText('本部と未接続')
  for (let tries = 0; tries < 5; tries += 1) {
    const code = wrongCode(codeOf(2))
    expect(await banking('verify', { loginId: locked.loginId, code })).toBe(403)
  }
  const { contractNo, loginId, serial } = starting
  expect(await banking('activate', { loginId, serial, code: codeOf(3) })).toBe(200)
  await applied(other.page, await applicant(other.page, 3))
  await synchronised(other.page)
  line.mend()
  // No key is pressed: the desk tries again by itself, and the row can be chosen.
  await expect(box).toBeEnabled()
  await expect(memo).toBeFocused()
  await expect(memo).toHaveValue('本人来店、')
  await expect(page.getByRole('link', { name: /^承認待ち一覧/ })).toContainText('2')
  await shot('6-locked-meanwhile')
  const user = (await call(page, 'customers.get', { contractNo }))?.userList.find(
    (one) => one.loginId === loginId,
  )
  expect(user?.otpStatus).toBe('inService')
})

test('decided on another PC first: refused by head office, a task leads to the application', async () => {
  await signIn(page, '1002')
  line.cut()
  await keys.press('F5')
  await expect(bar()).toContainText('本部と未接続')
  await go('3', '承認待ち一覧')
  await expect(page.getByRole('grid', { name: '承認待ち一覧' })).toBeFocused()
  // The revocation that follows the report stands first.
  await keys.press('End', 'F12')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('担当者パスワード').and(page.locator('input'))).toBeFocused()
  await keys.type(PASSWORD)
  await keys.press('Enter')
  await expect(dialog).toBeHidden()
  await shot('7-approved-offline')
  await signIn(other.page, '1002')
  const requests = await call(other.page, 'approvals.list', { waitingOnly: true })
  const waiting = requests.find(({ proposal }) => proposal.kind === 'application')
  const command = { requestIds: [waiting?.requestId ?? ''], verdict: 'deny' as const, memo: '書類の不備' }
  await call(other.page, 'command.decideApprovals', { command, password: PASSWORD })
  await synchronised(other.page)
  line.mend()
  await keys.press('F5')
  await expect(page.getByRole('link', { name: /^要対応一覧/ })).toContainText('1')
  await go('T', '要対応一覧')
  await says(page, 'DECIDED_ELSEWHERE')
  await shot('8-task')
  await expect(page.getByRole('grid', { name: '要対応一覧' })).toBeFocused()
  await keys.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /申込/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('否認')
  await shot('9-denied')
})

test('the record says what came from another PC and what head office refused', async () => {
  await signIn(page, '3001')
  await go('L', '操作履歴')
  await expect(page.getByText('本部で不受理').first()).toBeVisible()
  await expect(page.getByRole('gridcell', { name: hostname(), exact: true }).first()).toBeVisible()
  const grid = page.getByRole('grid')
  await keys.reach(grid)
  for (let rows = 0; !(await activeRow(grid)).includes('本部で不受理'); rows += 1) {
    expect(rows).toBeLessThan(30)
    await keys.press('ArrowDown')
  }
  await expect(page.getByRole('region', { name: '記録の内容' })).toContainText('先の決裁が有効です')
  await shot('10-audit')
})

test('head office takes nothing from this PC: the bar says why, and work goes on', async () => {
  await signIn(page, '2001')
  const devices = await hub.hq('device', 'list', '001')
  await hub.hq('device', 'revoke', firstOf(devices), '紛失')
  await reportLost(starting.serial)
  await says(page, 'DEVICE_REVOKED', bar())
  await shot('11-revoked')
})

/** The master of a contract without a fob. */
async function applicant(at: Page, nth: number) {
  const hits = await call(at, 'customers.search', { text: '株式会社', limit: 40 })
  const contractNo = hits[nth]?.contract.contractNo ?? ''
  const contract = await call(at, 'customers.get', { contractNo })
  const loginId = contract?.userList.find(({ role }) => role === 'master')?.loginId ?? ''
  return { contractNo, loginId }
}

/** The PC that was enrolled first, of head office's list. */
function firstOf(list: string): string {
  const devices = [...list.matchAll(/^(d-[0-9a-f]+)\s.*?(\d{4}-\d\d-\d\dT\S+)/gm)]
  const [first] = devices.toSorted(([, , one = ''], [, , two = '']) => (one < two ? -1 : 1))
  return first?.[1] ?? ''
}

/** What stands in the row under the keyboard. */
async function activeRow(grid: Locator): Promise<string> {
  const id = await grid.getAttribute('aria-activedescendant')
  return id === null ? '' : page.locator(`[id="${id}"]`).innerText()
}
