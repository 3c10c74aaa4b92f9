/** The frame and its screens as a person meets them: readable for all, nothing against the CSP, keys that work. */
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveRenderer, type Served } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serveRenderer()
}, 120_000)
afterAll(() => served.close())

test.each([
  '?phase=start',
  '?phase=signIn',
  '?phase=locked',
  '?phase=failed&realm=real',
  '?phase=failed&realm=real&failure=DISK_FULL',
  '#/',
  '#/approvals?requestId=R-2',
  '#/elsewhere',
  '?offline=1#/elsewhere',
  '#/inventory',
  '#/fob?serial=78100042',
  '#/tasks',
  '#/audit',
  '#/settings',
  '#/settings?text=readers',
  '?readers=none#/settings?text=readers',
  '?readers=problem&realm=real#/settings?text=readers',
])(
  '%s: no serious finding of axe, no error, nothing against the policy',
  { timeout: 60_000 },
  async (address) => {
    const { page, broken } = await served.open(address)
    await page.waitForLoadState('networkidle')
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    expect(broken).toEqual([])
    await page.close()
  },
)

test(
  'where the cause can be removed Enter tries again, elsewhere nothing does',
  { timeout: 60_000 },
  async () => {
    const full = await served.open('?phase=failed&realm=real&failure=DISK_FULL')
    await full.page.getByRole('button', { name: '再試行' }).waitFor()
    await full.page.keyboard.press('Enter')
    await full.page.getByLabel('職員番号').waitFor()
    await full.page.close()
    const altered = await served.open('?phase=failed&realm=real')
    expect(await altered.page.getByRole('button', { name: '再試行' }).count()).toBe(0)
    await altered.page.close()
  },
)

test('the lock covers an open dialog, and its keys reach nothing beneath', { timeout: 60_000 }, async () => {
  const { page } = await served.open('#/approvals')
  await page.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('F12')
  const password = page.getByLabel('担当者パスワード')
  await password.fill('half typed')
  await page.keyboard.press('Control+l')
  const cover = page.getByRole('dialog', { name: 'ロック中' })
  await cover.getByLabel('パスワード').waitFor()
  await page.keyboard.press('Alt+2')
  await page.keyboard.press('Escape')
  expect(await cover.isVisible()).toBe(true)
  expect(new URL(page.url()).hash).toBe('#/approvals')
  // Whatever lies under the middle of the window belongs to the cover.
  const covered = await page.evaluate(
    () => document.elementFromPoint(683, 300)?.closest('dialog')?.open ?? false,
  )
  expect(covered).toBe(true)
  await page.keyboard.type('my password here')
  await page.keyboard.press('Enter')
  await cover.waitFor({ state: 'detached' })
  expect(await password.inputValue()).toBe('half typed')
  await page.close()
})

test(
  '100,000 rows: End shows the last one, and the keyboard stays in view',
  { timeout: 60_000 },
  async () => {
    const { page } = await served.open('#/inventory')
    const grid = page.getByRole('grid')
    await page.getByText('78100000').waitFor()
    await grid.focus()
    await page.keyboard.press('End')
    await page.getByText('78199999').waitFor()
    await page.keyboard.press('PageUp')
    const active = grid.locator('tr[data-active]')
    expect(await active.count()).toBe(1)
    expect(await grid.getAttribute('aria-rowcount')).toBe('100001')
    await page.close()
  },
)

test('a request that another screen leads to is the one shown', { timeout: 60_000 }, async () => {
  const { page } = await served.open('#/approvals?requestId=R-5')
  await page.getByRole('region', { name: '依頼の内容' }).getByText('停止までの連続誤入力（回）').waitFor()
  expect(await page.getByRole('button', { name: '承認' }).isDisabled()).toBe(true)
  await page.close()
})

test('several approvals with one password', { timeout: 60_000 }, async () => {
  const { page } = await served.open('#/approvals')
  await page.getByRole('row').nth(1).waitFor()
  await page.getByRole('grid').focus()
  for (const key of ['Space', 'ArrowDown', 'Space', 'F12']) await page.keyboard.press(key)
  await page.getByText('次の 2 件を承認します。').waitFor()
  await page.keyboard.type('kenshu-yakuseki-a')
  await page.keyboard.press('Enter')
  await page.getByText('2 件を承認しました').waitFor()
  const sent = await page.evaluate(() =>
    (window as unknown as { desk: { asked: { channel: string; input: { command?: object } }[] } }).desk.asked
      .filter(({ channel }) => channel === 'command.decideApprovals')
      .map(({ input }) => input.command),
  )
  expect(sent).toEqual([{ requestIds: ['R-6', 'R-7'], verdict: 'approve', memo: '' }])
  await page.close()
})

test('the recovery code is shown although main is at sign-in already', { timeout: 60_000 }, async () => {
  const { page } = await served.open('?phase=start')
  await page.getByText('登録を始める').click()
  for (const typed of ['hub.example', 'ABCD']) {
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Enter') // the last field led to 次へ
  await page.getByLabel('電話で読み合わせ').check()
  await page.getByRole('button', { name: '次へ' }).click()
  for (const typed of [
    '4001',
    'himitsu-no-kotoba',
    'himitsu-no-kotoba',
    '4002',
    'mou-hitotsu-no',
    'mou-hitotsu-no',
  ]) {
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Enter') // the last field led to 登録する
  await page.getByText('K7QW-29FM-XD4T-8HPR-V3JC-6NZA').waitFor()
  await page.getByLabel('封筒に入れ').check()
  await page.getByRole('button', { name: 'サインインへ' }).click()
  await page.getByLabel('職員番号').waitFor()
  await page.close()
})
