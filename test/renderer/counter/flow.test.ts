/** The counter's everyday work by keyboard alone, in the real renderer; every key pressed is counted. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from '@playwright/test'
import { startCounter, type Counter } from './driver.ts'

let counter: Counter
beforeAll(async () => {
  counter = await startCounter()
}, 120_000)
afterEach(() => counter.closePages())
afterAll(() => counter.close())

/** Types like a person and counts; `says` waits for a text, so that nothing is typed into a screen to come. */
function keyboard(page: Page) {
  let pressed = 0
  return {
    press: async (...keys: string[]) => {
      for (const key of keys) {
        await page.keyboard.press(key)
        pressed += 1
      }
    },
    type: async (text: string) => {
      // At the browser driver's own pace a serial and Enter would be a scanner's.
      await page.keyboard.type(text, { delay: 40 })
      pressed += text.length
    },
    says: (text: string) => page.getByText(text, { exact: false }).first().waitFor(),
    focused: (selector: string) => page.locator(`${selector}:focus`).waitFor(),
    pressed: () => pressed,
  }
}

type Asked = { asked: { channel: string; input: { command?: unknown } }[] }
const sent = (page: Page, channel: string) =>
  page.evaluate(
    (name) =>
      (window as unknown as { desk: Asked }).desk.asked
        .filter((each) => each.channel === name)
        .map(({ input }) => input),
    channel,
  )

describe('an application and its issuance', () => {
  test('at most 40 keys of the teller besides the code', { timeout: 60_000 }, async () => {
    const page = await counter.open('/application')
    const keys = keyboard(page)
    await keys.focused('input[role=combobox]')
    await keys.type('0010002')
    await keys.press('Enter')
    await keys.says('申込の履歴')
    await keys.focused('button')
    await keys.press('Enter')
    await keys.focused('input[type=radio]')
    await keys.press('2') // 追加; the only user without a fob is chosen
    await page.locator('input[type=checkbox]:checked').first().waitFor()
    await keys.press('Enter') // 利用者
    await keys.press('Enter') // 受渡し方法: 送付
    await keys.press('Enter') // 利用開始日: the earliest
    await keys.press('Enter') // 来店者: 本人
    await keys.press('Space', 'Enter') // 届出印照合済
    await keys.press('1') // 運転免許証
    await keys.type('1122')
    await keys.press('F12')
    await keys.says('申込を登録しました')
    await keys.focused('button')
    await keys.press('Enter')

    // The manager's own keys are the manager's.
    await page.getByLabel('役席の職員番号').waitFor()
    await page.keyboard.type('1001')
    await page.keyboard.press('Enter')
    await page.keyboard.type('kenshu-yakuseki-a')
    await page.keyboard.press('Enter')
    await keys.says('承認されました')
    await keys.focused('button')
    await keys.press('Enter')

    await keys.says('三つとも一致していますか')
    await keys.focused('input')
    await keys.press('Enter')
    await page.locator('#issuance-code:focus').waitFor()
    await page.keyboard.type('492713') // the code
    await keys.says('発行しました')
    await keys.focused('button')
    await keys.press('Enter')

    expect(await sent(page, 'command.submitApplication')).toMatchObject([
      {
        command: {
          kind: 'additional',
          loginIds: ['shirodt'],
          startDate: '2026-12-01',
          delivery: 'mail',
          evidence: { sealVerified: true, identityDocument: 'driversLicence', receiptNo: '1122' },
        },
      },
    ])
    expect(await sent(page, 'issuance.code')).toHaveLength(1)
    expect(keys.pressed()).toBeLessThanOrEqual(40)
    console.info(`keys pressed by the teller: ${keys.pressed()}`)
  })

  test('a refused registration loses nothing typed', { timeout: 60_000 }, async () => {
    const page = await counter.open(
      '/application?contractNo=0010002',
      'refuse=command.submitApplication:HEAD_OFFICE_OFFLINE',
    )
    const keys = keyboard(page)
    await keys.focused('button')
    await keys.press('Enter')
    await keys.focused('input[type=radio]')
    await keys.press('2')
    await page.locator('input[type=checkbox]:checked').first().waitFor()
    await page.getByLabel('届出印を照合しました').check()
    await page.getByLabel('旅券').check()
    await page.getByLabel('受付番号').fill('77')
    await keys.press('F12')
    await keys.says('本部と通信できません')
    expect(await page.getByLabel('受付番号').inputValue()).toBe('77')
    await keys.press('Escape')
    await keys.says('入力中の申込があります')
    await page.getByRole('button', { name: '離れる' }).click()
    await page.getByRole('button', { name: '前回の入力を戻す' }).click()
    expect(await page.getByLabel('受付番号').inputValue()).toBe('77')
  })
})

describe('発行', () => {
  test('a wrong code keeps the digits and asks again', { timeout: 60_000 }, async () => {
    const page = await counter.open('/issuance')
    const keys = keyboard(page)
    await keys.focused('input')
    await keys.press('Enter')
    await page.locator('#issuance-code:focus').waitFor()
    await keys.type('000000')
    await keys.says('残り 2 回')
    expect(await page.locator('#issuance-code').inputValue()).toBe('000000')
    await keys.type('492713')
    await keys.says('発行しました')
  })

  test('a label that differs stops before anything is written', { timeout: 60_000 }, async () => {
    const page = await counter.open('/issuance')
    const keys = keyboard(page)
    await keys.focused('input')
    await keys.type('78100043')
    await keys.press('Enter')
    await keys.says('取り違えをご確認ください')
    expect(await sent(page, 'issuance.begin')).toEqual([])
  })

  test('a short life leads to the manager', { timeout: 60_000 }, async () => {
    const page = await counter.open('/issuance', 'refuse=issuance.begin:FOB_SHORT_LIFE')
    const keys = keyboard(page)
    await keys.focused('input')
    await keys.press('Enter')
    await page.getByRole('button', { name: '役席の承認を受ける' }).and(page.locator(':focus')).waitFor()
    await keys.press('Enter')
    await page.getByLabel('役席の職員番号').waitFor()
  })
})

test('封緘照合: a mismatch stops loudly', { timeout: 60_000 }, async () => {
  const page = await counter.open('/dispatch')
  const keys = keyboard(page)
  await keys.focused('input')
  await keys.type('78100042')
  await keys.press('Enter')
  await keys.type('L-99')
  await keys.press('Enter')
  await page.getByRole('alert').getByText('封をしないでください').waitFor()
})

test(
  '紛失: who shares the fob is selected too and named before the button',
  { timeout: 60_000 },
  async () => {
    const page = await counter.open('/revocation?contractNo=0010001&loginId=hanakodt')
    await page.getByLabel('失効理由※').selectOption('loss')
    await page.getByText('同じトークンの データ二郎（jirodt） も選択しました').waitFor()
    expect(await sent(page, 'command.revokeUsers')).toEqual([])
    await page.getByLabel('担当者パスワード※').fill('kenshu-madoguchi')
    await page.keyboard.press('F12')
    await page.getByText('以下の利用者のワンタイムパスワードを失効しました。').waitFor()
    expect(await sent(page, 'command.revokeUsers')).toMatchObject([
      { command: { loginIds: ['hanakodt', 'jirodt'], reason: 'loss' } },
    ])
  },
)

test('事故届: the fob, what happened, who says so — and it is stopped', { timeout: 60_000 }, async () => {
  const page = await counter.open('/incident?contractNo=0010001&serial=12345678', 'offline=1')
  const keys = keyboard(page)
  await keys.focused('input[type=radio]')
  await keys.press('1')
  // The scanner's listener holds a digit for the time that no person types the next one in.
  await page.getByLabel('紛失').and(page.locator(':checked')).waitFor()
  await page.getByLabel('届出人※').fill('データ花子（本人）')
  await page.keyboard.press('F12')
  await keys.says('事故届を受理しました')
  await keys.says('緊急連絡先 0120-000-000')
})
