/** まとめて発行: keys per fob, the label at each proof, skip, stop, a label that does not come out. */
import { test, type Page } from '@playwright/test'
import { applied, freshCustomers, goTo, openTraining, place, spareFobs } from './support/arrange.ts'
import { call, MANAGER, TELLER } from './support/bridge.ts'
import { expect } from './support/expect.ts'
import { Keyboard } from './support/keyboard.ts'
import type { Desk } from './support/launch.ts'

/** By eye: Enter on the comparison; the six digits come on top. With a scanned label there is not even that. */
const KEYS_PER_FOB = 1

let desk: Desk
let page: Page
let keys: Keyboard
let spare: ReturnType<typeof spareFobs>

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
  keys = new Keyboard(page)
  spare = spareFobs(page)
  await catchPrints()
  const customer = freshCustomers(page)
  for (let count = 0; count < 6; count += 1) await applied(page, await customer(), MANAGER)
})

test.afterAll(() => desk.app.close())

const progress = (text: string) => expect(page.getByText(text, { exact: true })).toBeVisible()
const picture = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) })

/** Puts the next fob down, as a hand would, and reads its display. */
async function lay(): Promise<string> {
  const { serial, chipSerial } = await spare()
  await call(page, 'training.remove', {})
  await place(page, chipSerial)
  await expect(page.getByText('三つとも一致していますか')).toBeVisible()
  return serial
}

async function typeDisplay(): Promise<void> {
  await expect(page.getByLabel('ワンタイムパスワード', { exact: true })).toBeFocused()
  const fob = page.getByRole('figure', { name: /トークンの表示 \d{6}/ })
  const code = /\d{6}/.exec((await fob.getAttribute('aria-label')) ?? '')?.[0]
  if (code === undefined) throw new Error('no code on the display')
  await keys.type(code)
}

/** Prints go nowhere and are counted; the next fails for want of paper when `fails` is set. */
function catchPrints(): Promise<void> {
  return desk.app.evaluate(({ BrowserWindow }) => {
    const caught = { printed: 0, fails: false }
    Object.assign(globalThis, { caught })
    const contents = Object.getPrototypeOf(BrowserWindow.getAllWindows()[0]?.webContents) as {
      print: (options: unknown, done: (ok: boolean, reason: string) => void) => void
    }
    contents.print = (_options, done) => {
      const { fails } = caught
      caught.fails = false
      if (!fails) caught.printed += 1
      done(!fails, fails ? 'no paper' : '')
    }
  })
}

function printed(): Promise<number> {
  return desk.app.evaluate(() => (globalThis as unknown as { caught: { printed: number } }).caught.printed)
}

test('three fobs: a key and six digits each, the label printed at each proof', async () => {
  await goTo(page, '発行')
  await expect(page.getByRole('listbox', { name: '発行待ちの申込' })).toBeVisible()
  await keys.press('F9')
  for (const at of [1, 2, 3]) {
    await progress(`${at}/6`)
    const serial = await lay()
    if (at === 2) await picture('compare')
    const before = keys.strokes
    await keys.press('Enter')
    await typeDisplay()
    await progress(`${at + 1}/6`)
    // Of this fob: until its own label is out, the sentence of the one before may still stand there.
    await expect.poll(printed).toBe(at)
    await expect(page.getByText(/包装ラベルを印刷しました/)).toBeVisible()
    expect(keys.strokes - before - 6).toBe(KEYS_PER_FOB)
    expect(await call(page, 'fobs.get', { serial })).toMatchObject({ seed: 'proven', place: 'issuedHeld' })
    // The fob just issued still lies there: it is not offered to the next customer.
    await expect(page.getByText(/発行したトークン .+ を外してください/)).toBeVisible()
    if (at === 1) await picture('lift')
  }
})

test('a label that does not come out holds up the next fob', async () => {
  await desk.app.evaluate(() => {
    ;(globalThis as unknown as { caught: { fails: boolean } }).caught.fails = true
  })
  await lay()
  await keys.press('Enter')
  await typeDisplay()
  await expect(page.getByText('ラベルを貼ってから次へ進みます')).toBeVisible()
  await expect(page.getByText(/no paper/)).toBeVisible()
  await picture('held-up')
  await expect(page.getByRole('button', { name: /ラベルをもう一度印刷 \(Enter\)/ })).toBeFocused()
  await keys.press('Enter')
  await expect(page.getByText(/包装ラベルを印刷しました/)).toBeVisible()
  await progress('5/6')
})

test('one is skipped, the rest is stopped, and both stay in the queue', async () => {
  await keys.press('F7')
  await progress('6/6')
  await keys.press('Escape')
  await expect(page.getByText('発行 4 件、残り 2 件')).toBeVisible()
  await picture('end')
  await keys.press('Enter')
  await expect(page.getByRole('button', { name: /まとめて発行（2件）/ })).toBeEnabled()
  expect(await call(page, 'issuance.queue', {})).toHaveLength(2)
})

test('a failed write stays to be read and can be tried again or skipped', async () => {
  await keys.press('F9')
  await progress('1/2')
  await lay()
  await call(page, 'training.fault', { fault: 'removeAfterSeed' })
  await keys.press('Enter')
  await expect(page.getByText('発行できませんでした')).toBeVisible()
  await picture('failed')
  await progress('1/2')
  await expect(page.getByRole('button', { name: 'もう一度試す' })).toBeFocused()
  await call(page, 'training.fault', { fault: 'none' })
  await keys.press('F7')
  await progress('2/2')
  await keys.press('Escape')
  await keys.press('Enter')
})

test('取り違えたとき: the procedure leads to its screens', async () => {
  await goTo(page, '発行')
  for (const [button, heading] of [
    ['トークンの失効', 'トークン失効'],
    ['事故届', '事故届'],
    ['リーダー診断', '設定'],
  ] as const) {
    await goTo(page, '発行')
    await page.getByRole('button', { name: '取り違えたとき' }).click()
    await expect(
      page.getByRole('heading', { level: 1, name: 'お客さま二人のトークンを取り違えたとき' }),
    ).toBeVisible()
    if (button === '事故届') await picture('mix-up')
    await page.getByRole('main').getByRole('button', { name: button, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  }
})

test('in English', async () => {
  await goTo(page, '発行')
  await call(page, 'desk.setLanguage', { language: 'en' })
  await keys.press('F9')
  await progress('1/2')
  await picture('en-batch')
  await keys.press('Escape')
  await page.getByRole('button', { name: 'Mixed up?' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /mixed up/ })).toBeVisible()
  await picture('en-mix-up')
})
