/**
 * 他店のお客さま, with the keyboard alone: a customer of branch 002 telephones branch 001 about a lost fob. Both are
 * desks of their own at one hub; what was taken here stands in the home branch's tasks, and internet banking stops.
 */
import { expect, test, type Page } from '@playwright/test'
import {
  admit,
  codeFor,
  codeOf,
  enrolled,
  furnish,
  handedOver,
  internetBanking,
  signIn,
  synchronised,
  type Holder,
  type InternetBanking,
} from './support/branch.ts'
import { startHub, type HubProcess } from './support/hub.ts'
import { Keyboard } from './support/keyboard.ts'
import { inBothLanguages } from './support/pictures.ts'
import type { Desk } from './support/launch.ts'
import { openLine, type Line } from './support/line.ts'
import { says } from './support/refused.ts'

test.describe.configure({ mode: 'serial' })

/** The fob's number in branch 002's lot. */
const FOB = 11

let hub: HubProcess
let line: Line
let desk: Desk
let home: Desk
let page: Page
let keys: Keyboard
let banking: InternetBanking
let holder: Holder

test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(300_000)
  hub = await startHub(testInfo.outputPath('hub'))
  line = await openLine(hub.address)
  await hub.hq('branch', 'add', '002', '浦和支店')
  await hub.hq('staff', 'set', '002', '1001', '浦和 役一', 'manager', '-')
  await hub.hq('staff', 'set', '002', '1002', '浦和 役二', 'manager', '-')
  await hub.hq('staff', 'set', '001', '3001', '試行 検査', 'auditor', '-')
  banking = await internetBanking(hub)
  home = await enrolled(testInfo.outputPath('home'), hub.address, await codeFor(hub, '002'))
  await signIn(home.page, '1001')
  await synchronised(home.page)
  await furnish(home, testInfo.outputDir, '002', FOB)
  holder = await handedOver(home.page, 0, FOB)
  const { loginId, serial } = holder
  expect(await banking('activate', { loginId, serial, code: codeOf(FOB) })).toBe(200)
  desk = await enrolled(testInfo.outputPath('desk'), line.address, hub.enrolmentCode)
  page = desk.page
  keys = new Keyboard(page)
  await signIn(page, '1001')
  await synchronised(page)
  await admit(page, '2001')
  await admit(page, '3001')
  await signIn(page, '2001')
})

test.afterAll(async () => {
  await desk.app.close()
  await home.app.close()
  await line.close()
  await hub.stop()
})

const field = () => page.getByRole('textbox', { name: '照会する内容' })

const shot = (name: string): Promise<void> => inBothLanguages(page, name)

test('the search of the own branch leads there; a report stops the fob at once', async () => {
  await keys.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await keys.type(holder.loginId)
  await expect(page.getByRole('option', { name: /他店のお客さまとして本部に照会/ })).toBeVisible()
  await shot('1-nobody-here')
  await keys.press('Enter')
  await expect(field()).toBeFocused()
  await expect(field()).toHaveValue(holder.loginId)
  await keys.press('Enter')
  await expect(page.getByText('002 浦和支店').first()).toBeVisible()
  await expect(page.getByRole('main')).toContainText(holder.name)
  await keys.press('1')
  await keys.reach(page.getByRole('textbox', { name: /届出人/ }))
  await keys.type('ご本人')
  await shot('2-report')
  // Whether it counted nobody can say; the same again does not count twice.
  line.cut()
  await keys.press('F12')
  await says(page, 'ELSEWHERE_UNANSWERED', page.getByRole('main'))
  await shot('2-unanswered')
  line.mend()
  await keys.press('F12')
  await expect(page.getByText('届出を受理し、トークンを停止しました。')).toBeVisible()
  await expect(page.getByText(/浦和支店の要対応一覧と承認待ち一覧に届きます/)).toBeVisible()
  await shot('3-stopped')
  expect(await banking('verify', { loginId: holder.loginId, code: codeOf(FOB) })).toBe(403)
})

test('the home branch has the task, which leads to the request', async () => {
  await synchronised(home.page)
  const hands = new Keyboard(home.page)
  await hands.press('Alt+t')
  await says(home.page, 'TASK_INCIDENT_ELSEWHERE')
  await home.page.screenshot({ path: test.info().outputPath('4-task-at-home.png') })
  await expect(home.page.getByRole('grid', { name: '要対応一覧' })).toBeFocused()
  await hands.press('Enter')
  await expect(home.page.getByRole('heading', { level: 1, name: '承認待ち一覧' })).toBeVisible()
  const request = home.page.getByRole('region', { name: '依頼の内容' })
  await expect(request).toContainText('事故届による失効')
  await expect(request).toContainText('41000011')
  await home.page.screenshot({ path: test.info().outputPath('4-request-at-home.png') })
})

test('several fit: the row is opened; what is reported already is said', async () => {
  await keys.press('Enter')
  await expect(field()).toBeFocused()
  await keys.type('スズキ')
  await keys.press('Enter')
  const grid = page.getByRole('grid', { name: '該当したお客さま' })
  await expect(grid).toBeFocused()
  await shot('5-several')
  await keys.press('ArrowDown', 'Enter')
  await expect(page.getByText('お客さまのトークン', { exact: true })).toBeVisible()
  await shot('6-no-fob')
  await keys.press('Escape')
  await keys.reach(field(), { back: true })
  await keys.press('Control+a')
  await keys.type(holder.serial)
  await keys.press('Enter')
  await expect(page.getByText(/受理済み。トークンは停止しています/)).toBeVisible()
  await shot('7-reported')
  await keys.press('Escape')
  await keys.reach(field(), { back: true })
  await keys.press('Control+a')
  await keys.type('49999999')
  await keys.press('Enter')
  await expect(page.getByText(/どの店にもいません/)).toBeVisible()
  await shot('8-nobody')
})

test('offline it says whom to telephone', async () => {
  line.cut()
  await keys.press('F5')
  await says(page, 'ELSEWHERE_OFFLINE', page.getByRole('main'))
  await shot('9-offline')
  line.mend()
  await keys.press('F5')
  await expect(page.getByRole('main').getByText('本部と通信できない')).toBeHidden()
})

test('検査 does not come here', async () => {
  await signIn(page, '3001')
  await expect(page.getByRole('link', { name: /^他店のお客さま/ })).toHaveCount(0)
  await keys.press('Alt+o')
  await expect(page.getByRole('heading', { level: 1, name: '今日の仕事' })).toBeVisible()
  await page.evaluate(() => (location.hash = '#/elsewhere'))
  await expect(page.getByRole('heading', { level: 1, name: 'この画面はありません' })).toBeVisible()
})
