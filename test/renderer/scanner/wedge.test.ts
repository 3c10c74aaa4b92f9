/** The scanner in the real renderer, by real key events, from every focus. */
import type { Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startCounter, type Counter } from '../counter/driver.ts'
import { scannerKeys } from './scanner-keys.ts'

/** The decoder goes by the keys' own times, and a machine that stands still for 35 ms types like a person: again. */
const paced = { retry: 2 }

let counter: Counter
beforeAll(async () => {
  counter = await startCounter()
}, 120_000)
afterEach(() => counter.closePages())
afterAll(() => counter.close())

/** The label of the fob on the fake reader: valid until 2031-09-30. */
const label = ']d2173109302178100042'

type Asked = { asked: { channel: string; input: { command?: unknown } }[] }
const sent = (page: Page, channel: string) =>
  page.evaluate(
    (name) =>
      (window as unknown as { desk: Asked }).desk.asked
        .filter((each) => each.channel === name)
        .map(({ input }) => input),
    channel,
  )
const blur = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())

async function open(hash: string): Promise<{ page: Page } & Awaited<ReturnType<typeof scannerKeys>>> {
  const page = await counter.open(hash)
  return { page, ...(await scannerKeys(page)) }
}

test('focus nowhere: the label on the fob begins its issuance', paced, async () => {
  const { page, scan } = await open('/issuance')
  await page.locator('input:focus').waitFor()
  await blur(page)
  await scan(label)
  await page.locator('#issuance-code').waitFor()
  expect(await sent(page, 'issuance.begin')).toMatchObject([{ serial: '78100042' }])
})

test('a label of another fob, and one that cannot be read, stop in words', paced, async () => {
  const { page, scan } = await open('/issuance')
  await page.locator('input:focus').waitFor()
  await scan(']d2173109302178100043')
  await page.getByText('取り違えをご確認ください').waitFor()
  await scan(']d299123456')
  await page.getByText('ラベルの項目（99）は扱えません').waitFor()
  await blur(page)
  await scan('HELLO-WORLD', 'Tab')
  await page.getByText('読み取った内容はトークンのラベルではありません').waitFor()
  expect(await sent(page, 'issuance.begin')).toEqual([])
})

test('focus on a button: the Enter of the scan does not press it', paced, async () => {
  const { page, scan } = await open('/inventory')
  const button = page.getByRole('button', { name: '現物検査' })
  await button.focus()
  await scan(label)
  await page.getByPlaceholder('シリアル番号').and(page.locator('[value="78100042"]')).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('a half-typed field keeps what the person typed, and the caret', paced, async () => {
  const { page, scan } = await open('/revocation?contractNo=0010001')
  const memo = page.getByLabel('メモ')
  await memo.click()
  await page.keyboard.type('abc', { delay: 100 })
  await page.keyboard.press('ArrowLeft')
  const serial = await serialOf(page)
  await scan(`]d221${serial}`)
  await page.locator('input[type=checkbox]:checked').first().waitFor()
  expect(await memo.inputValue()).toBe('abc')
  await page.keyboard.type('x', { delay: 100 })
  expect(await memo.inputValue()).toBe('abxc')
})

test('with the input method on, its composition is taken back', paced, async () => {
  const { page, scanIntoComposition } = await open('/revocation?contractNo=0010001')
  const memo = page.getByLabel('メモ')
  await memo.click()
  await page.keyboard.insertText('破損')
  await scanIntoComposition(await serialOf(page))
  await page.locator('input[type=checkbox]:checked').first().waitFor()
  expect(await memo.inputValue()).toBe('破損')
  expect(await memo.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.insertText('のため')
  expect(await memo.inputValue()).toBe('破損のため')
})

test(
  '封緘照合: fob and letter by scanner alone, the focus nowhere; what does not belong together stops',
  paced,
  async () => {
    const { page, scan } = await open('/dispatch')
    await page.locator('input:focus').waitFor()
    await blur(page)
    await scan(label)
    await page.locator('input[value="78100042"]').waitFor()
    await blur(page)
    await scan('ABCDEF123456')
    await page.getByRole('alert').getByText('封をしないでください').waitFor()
    expect(await sent(page, 'command.sealEnvelope')).toMatchObject([
      { command: { serial: '78100042', letterNo: 'ABCDEF123456' } },
    ])
  },
)

test('a customer is found by the fob in hand', paced, async () => {
  const { page, scan } = await open('/activation')
  const { users } = await import('../fake/contracts.ts')
  const holder = users.find(({ contractNo, serial }) => contractNo === '0010001' && serial !== null)
  await blur(page)
  await scan(`]d221${holder?.serial}`)
  await page.waitForURL(/contractNo=0010001/)
})

test(
  'stock-taking: labels one after the other, whatever has the focus; the screen beneath gets none',
  paced,
  async () => {
    const { page, scan } = await open('/inventory')
    await page.getByRole('button', { name: '現物検査' }).click()
    const memo = page.getByRole('dialog').getByLabel('メモ')
    await memo.fill('午後')
    await memo.focus()
    for (const serial of ['78100007', '78100008', '78100009']) await scan(`]d221${serial}`, 'Tab')
    await page.getByRole('dialog').getByText('3', { exact: false }).first().waitFor()
    for (const serial of ['7810', '0007', '0008', '0009']) {
      await page.getByRole('dialog').getByText(serial).first().waitFor()
    }
    expect(await memo.inputValue()).toBe('午後')
    expect(await page.getByPlaceholder('シリアル番号').first().inputValue()).toBe('')
  },
)

test(
  'a digit still chooses at a person’s pace; a scan over the same group chooses nothing',
  paced,
  async () => {
    const { page, scan } = await open('/incident?serial=78100042')
    const first = page.getByRole('radio', { name: /紛失/ })
    const second = page.getByRole('radio', { name: /盗難/ })
    await first.focus()
    await scan('78100042')
    await page.waitForTimeout(150)
    expect([await first.isChecked(), await second.isChecked()]).toEqual([false, false])
    await page.keyboard.press('2')
    await page.locator('input:checked').and(second).waitFor()
  },
)

test('nothing under the lock receives a scan', paced, async () => {
  const { page, scan } = await open('/inventory')
  await page.keyboard.press('Control+l')
  const password = page.getByRole('dialog', { name: 'ロック中' }).getByLabel('パスワード')
  await password.waitFor()
  await password.focus()
  await scan('78100042', null)
  expect(await password.inputValue()).toBe('78100042')
  await password.fill('any password of the fake')
  await page.waitForTimeout(100)
  await page.keyboard.press('Enter')
  await password.waitFor({ state: 'detached' })
  expect(await page.getByPlaceholder('シリアル番号').inputValue()).toBe('')
})

test('where no screen wants a label, typing is left alone at any pace', paced, async () => {
  const { page, scan } = await open('/settings')
  const before = await page.evaluate(() => {
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    return field.value
  })
  expect(before).toBe('')
  await scan(label, null)
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(label)
})

/** A serial that somebody of the contract on screen uses. */
async function serialOf(page: Page): Promise<string> {
  const { users } = await import('../fake/contracts.ts')
  const holder = users.find(({ contractNo, serial }) => contractNo === '0010001' && serial !== null)
  if (!holder?.serial) throw new Error('nobody has a fob')
  await page.getByText(holder.name).first().waitFor()
  return holder.serial
}
