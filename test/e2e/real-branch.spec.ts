/**
 * A real branch from its first start: enrolled at a hub of its own process over HTTPS, with fingerprints compared,
 * then synchronised; what head office changes arrives, and a PC that it revokes is told so.
 */
import { expect, test, type Page } from '@playwright/test'
import { goTo } from './support/arrange.ts'
import { answerOf, call } from './support/bridge.ts'
import { startHub, type HubProcess } from './support/hub.ts'
import { launchDesk, type Desk } from './support/launch.ts'
import { says } from './support/refused.ts'

const PASSWORD = 'shikou-no-aikotoba'

let hub: HubProcess
let desk: Desk
let page: Page

test.beforeAll(async ({}, testInfo) => {
  hub = await startHub(testInfo.outputPath('hub'))
  desk = await launchDesk(testInfo.outputPath('data'))
  page = desk.page
})

test.afterAll(async () => {
  await desk.app.close()
  await hub.stop()
})

const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) })

test('enrols over the network, the fingerprint compared with the hub’s own', async () => {
  await page.getByRole('button', { name: '登録を始める' }).click()
  await page.getByLabel('本部のアドレス').fill(hub.address)
  await page.getByLabel('登録コード').fill(hub.enrolmentCode)
  await shot('1-address')
  await page.getByRole('button', { name: '次へ' }).click()
  const groups = page.getByRole('list', { name: '本部の指紋' }).getByRole('listitem')
  await expect(groups).toHaveText(hub.fingerprint.split(' '))
  await shot('2-fingerprint')
  await page.getByLabel('電話で読み合わせ').check()
  await page.getByRole('button', { name: '次へ' }).click()
  for (const [group, staffNo] of [
    ['役席 1', '1001'],
    ['役席 2', '1002'],
  ] as const) {
    const manager = page.getByRole('group', { name: group })
    await manager.getByLabel('職員番号').fill(staffNo)
    await manager.getByLabel('パスワード', { exact: true }).fill(PASSWORD)
    await manager.getByLabel('パスワード（確認）').fill(PASSWORD)
  }
  await shot('3-managers')
  await page.getByRole('button', { name: '登録する' }).click()
  await expect(page.getByRole('heading', { name: '試行支店を登録しました' })).toBeVisible()
  await shot('4-recovery-code')
  const [name] = await listed()
  expect(name).toContain('in use')
})

test('synchronises with it, and what head office decides arrives', async () => {
  await page.reload()
  await page.getByLabel('職員番号').fill('1001')
  await page.getByLabel('パスワード').fill(PASSWORD)
  await page.getByRole('button', { name: 'サインイン', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '今日の仕事' })).toBeVisible()
  await call(page, 'sync.now', {})
  await expect.poll(async () => (await call(page, 'desk.status', {})).headOffice.unsent).toBe(0)
  await shot('5-synchronised')
  const [received] = await listed()
  expect(received).toMatch(/\s[1-9]\d*\s+in use/)

  await hub.hq('staff', 'set', '001', '2002', '試行 新人', 'teller', '-')
  await hub.hq('policy', 'set', 'lockThreshold', '7')
  await call(page, 'sync.now', {})
  await goTo(page, '設定')
  await page.getByRole('tab', { name: '職員' }).click()
  await expect(page.getByText('試行 新人')).toBeVisible()
  await shot('6-roster')
})

test('is told when head office has revoked it', async () => {
  const [line] = await listed()
  const device = /^(d-[0-9a-f]+)/.exec(line ?? '')?.[1] ?? ''
  await hub.hq('device', 'revoke', device, '紛失')
  expect(await answerOf(page, 'sync.now', {})).toMatchObject({ ok: false, code: 'DEVICE_REVOKED' })
  await says(page, 'DEVICE_REVOKED', page.getByRole('contentinfo'))
  await shot('7-revoked')
  expect(await hub.hq('record', '-')).toContain('device revoke')
})

/** The branch's PCs as head office lists them, the heading aside. */
async function listed(): Promise<string[]> {
  return (await hub.hq('device', 'list', '001')).split('\n').slice(1).filter(Boolean)
}
