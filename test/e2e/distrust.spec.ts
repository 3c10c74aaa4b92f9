/**
 * Whoever answers is not head office, and head office's keys on this PC are not those of the record: what a teller
 * reads, in the bar and where a fob would be written. Another hub stands in for the stranger.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { enrolled, signIn, synchronised } from './support/branch.ts'
import { startHub, type HubProcess } from './support/hub.ts'
import { Keyboard } from './support/keyboard.ts'
import { launchDesk, type Desk } from './support/launch.ts'
import { openLine, type Line } from './support/line.ts'
import { inBothLanguages } from './support/pictures.ts'
import { says } from './support/refused.ts'

test.describe.configure({ mode: 'serial' })

let hub: HubProcess
let stranger: HubProcess
let line: Line
let desk: Desk
let data: string

test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(300_000)
  hub = await startHub(testInfo.outputPath('hub'))
  stranger = await startHub(testInfo.outputPath('stranger'))
  line = await openLine(hub.address)
  data = testInfo.outputPath('desk')
  desk = await enrolled(data, line.address, hub.enrolmentCode)
  await signIn(desk.page, '1001')
  await synchronised(desk.page)
})

test.afterAll(async () => {
  await desk.app.close()
  await line.close()
  await hub.stop()
  await stranger.stop()
})

const bar = (page: Page) => page.getByRole('contentinfo', { name: /接続状況|Connection/ })

test('a stranger answers: nothing is sent, the bar says whom to call, and head office is known again', async () => {
  const { page } = desk
  const keys = new Keyboard(page)
  line.leadTo(stranger.address)
  await keys.press('F5')
  await says(page, 'HEAD_OFFICE_FOREIGN', bar(page))
  await inBothLanguages(page, 'foreign')
  line.leadTo(hub.address)
  await keys.press('F5')
  await expect(bar(page)).toContainText('本部と接続中')
  await expect(bar(page)).not.toContainText('本部であることを確かめられない')
})

test('keys exchanged in this PC’s files: the bar says so at the next start', async () => {
  await desk.app.close()
  const file = path.join(data, 'branch', 'profile.json')
  const profile = JSON.parse(readFileSync(file, 'utf8'))
  const { hubSigning, hubSealing } = profile
  writeFileSync(file, JSON.stringify({ ...profile, hubSigning: hubSealing, hubSealing: hubSigning }))
  desk = await launchDesk(data)
  await desk.page.getByLabel('職員番号').waitFor()
  await signIn(desk.page, '1001')
  const keys = new Keyboard(desk.page)
  await keys.press('F5')
  await says(desk.page, 'HUB_KEYS_ALTERED', bar(desk.page))
  await inBothLanguages(desk.page, 'altered')
})
