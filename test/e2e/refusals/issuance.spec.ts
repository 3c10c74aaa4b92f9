/** 発行: every refusal of the reader, the fob and the code, in its own words, and the way on. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { addDays } from '../../../domain/calendar.ts'
import { TRAINING_STORE_NAME } from '../../../programmer/training/store.ts'
import {
  applied,
  freshCustomers,
  goTo,
  importLot,
  intoStock,
  openTraining,
  place,
  press,
  spareFobs,
  writeLot,
  wrongCode,
} from '../support/arrange.ts'
import { call, changeTo, credentialsOf, MANAGER, OTHER_MANAGER, TELLER } from '../support/bridge.ts'
import type { Desk } from '../support/launch.ts'
import { says } from '../support/refused.ts'

/** A fob somebody brought along: its chip answers, but no lot names it. */
const STRAY = '865961099999999'
const EXPIRED = '55500001'
const SHORT = '55500002'
const RECEIVED = '55500003'

let desk: Desk
let page: Page
let spare: ReturnType<typeof spareFobs>
let customer: ReturnType<typeof freshCustomers>

test.beforeAll(async ({}, testInfo) => {
  const data = testInfo.outputPath('data')
  strayFob(path.join(data, 'training'))
  desk = await openTraining(data, MANAGER)
  page = desk.page
  spare = spareFobs(page)
  customer = freshCustomers(page)
  const today = new Date().toISOString().slice(0, 10)
  const lot = testInfo.outputPath('lot.csv')
  writeLot(lot, [
    { serial: EXPIRED, expires: addDays(today, -2) },
    { serial: SHORT, expires: addDays(today, 100) },
    { serial: RECEIVED, expires: addDays(today, 1200) },
  ])
  await importLot(desk, lot)
  await intoStock(page, [EXPIRED, SHORT])
  await changeTo(page, TELLER)
})

test.afterAll(() => desk.app.close())

test.beforeEach(async () => {
  await call(page, 'training.fault', { fault: 'none' })
  await call(page, 'training.plug', { plugged: true })
  await call(page, 'training.remove', {})
})

/** The trainer's drawer as an earlier training left it: with one chip more than the lots name. */
function strayFob(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const chip = {
    chipSerial: STRAY,
    printedSerial: '99999999',
    seed: null,
    algorithm: 'sha1',
    period: 60,
    clockOffsetSeconds: 0,
    wrongAnswers: 0,
    locked: false,
  }
  const warning = 'TRAINING ONLY: seeds of emulated fobs in plain text. No real fob is in this file.'
  writeFileSync(
    path.join(folder, TRAINING_STORE_NAME),
    JSON.stringify({ warning, version: 1, chips: [chip] }),
  )
}

/** An approved application stands chosen on the screen; nothing lies on the reader. */
async function approved(): Promise<{ applicationId: string; name: string }> {
  const { contractNo, loginId } = await customer()
  const applicationId = await applied(page, { contractNo, loginId }, MANAGER)
  const name = (await call(page, 'customers.get', { contractNo }))?.name ?? ''
  await goTo(page, '発行')
  await queued(name).click()
  return { applicationId, name }
}

function queued(name: string) {
  return page.getByRole('listbox', { name: '発行待ちの申込' }).getByRole('option', { name })
}

const write = () => page.getByRole('button', { name: '三つとも一致 → 書き込む' })
const code = () => page.getByRole('textbox', { name: 'ワンタイムパスワード' })

/** The fob that now lies there is written and proven: the refusal was no dead end. */
async function goesOn(serial: string): Promise<void> {
  await write().click()
  await shown()
  await code().fill(await press(page, serial))
  await expect(page.getByText('発行しました')).toBeVisible()
}

async function shown(): Promise<void> {
  await expect(code()).toBeVisible()
}

test('no reader, then no fob', async () => {
  await approved()
  await call(page, 'training.plug', { plugged: false })
  await says(page, 'NO_READER')
  await call(page, 'training.plug', { plugged: true })
  await expect(page.getByText('リーダーにトークンを置いてください')).toBeVisible()
  const fob = await spare()
  await place(page, fob.chipSerial)
  await goesOn(fob.serial)
})

for (const fault of ['removeAfterConfig', 'removeAfterSeed'] as const) {
  test(`the fob is lifted off midway (${fault})`, async () => {
    await approved()
    const fob = await spare()
    await place(page, fob.chipSerial)
    await call(page, 'training.fault', { fault })
    await write().click()
    await says(page, 'FOB_REMOVED')
    await place(page, fob.chipSerial)
    await page.getByRole('button', { name: 'もう一度試す' }).click()
    await goesOn(fob.serial)
  })
}

test('a wrong code, then the right one', async () => {
  await approved()
  const fob = await spare()
  await place(page, fob.chipSerial)
  await write().click()
  await shown()
  await code().fill(wrongCode(await press(page, fob.serial)))
  await says(page, 'CODE_WRONG')
  await expect(page.getByText('残り 4 回')).toBeVisible()
  await code().fill(await press(page, fob.serial))
  await expect(page.getByText('発行しました')).toBeVisible()
})

test('wrong codes until the issuance is void, then once more', async () => {
  await approved()
  const fob = await spare()
  await place(page, fob.chipSerial)
  await write().click()
  await shown()
  for (const left of [4, 3, 2, 1]) {
    await code().fill('')
    await code().fill(wrongCode(await press(page, fob.serial)))
    await expect(page.getByText(`残り ${left} 回`)).toBeVisible()
  }
  await code().fill('')
  await code().fill(wrongCode(await press(page, fob.serial)))
  await says(page, 'CODE_WRONG_TOO_OFTEN')
  await page.getByRole('button', { name: 'もう一度試す' }).click()
  await goesOn(fob.serial)
})

test('an unknown model, a locked fob, a fob that refuses the seed, a silent reader', async () => {
  await approved()
  const fob = await spare()
  await call(page, 'training.fault', { fault: 'unknownModel' })
  await call(page, 'training.place', { chipSerial: fob.chipSerial })
  await says(page, 'FOB_UNKNOWN_MODEL')
  await call(page, 'training.remove', {})
  for (const [fault, refusal] of [
    ['lockedKey', 'FOB_LOCKED'],
    ['wrongPadding', 'FOB_REFUSED_SEED'],
    ['silent', 'READER_TIMEOUT'],
  ] as const) {
    await call(page, 'training.fault', { fault: 'none' })
    await place(page, fob.chipSerial)
    await call(page, 'training.fault', { fault })
    await write().click()
    await says(page, refusal)
    await call(page, 'training.remove', {})
    await page.getByRole('button', { name: '別のトークンを置く' }).click()
  }
  await call(page, 'training.fault', { fault: 'none' })
  await place(page, fob.chipSerial)
  await goesOn(fob.serial)
})

test('an expired fob, one still in 入荷, one with a customer, one of no lot; another fob goes', async () => {
  await approved()
  for (const [serial, refusal] of [
    [EXPIRED, 'FOB_EXPIRED'],
    [RECEIVED, 'FOB_NOT_IN_STOCK'],
    ['12345678', 'FOB_ALREADY_ISSUED'],
  ] as const) {
    await place(page, `8659610${serial}`)
    await write().click()
    await says(page, refusal)
  }
  await place(page, STRAY)
  await says(page, 'FOB_NOT_IN_LOT')
  const fob = await spare()
  await place(page, fob.chipSerial)
  await goesOn(fob.serial)
})

test('too little life: approved over the shoulder, it goes on', async () => {
  await approved()
  await place(page, `8659610${SHORT}`)
  await write().click()
  await says(page, 'FOB_SHORT_LIFE')
  await page.getByRole('button', { name: '役席の承認を受ける' }).click()
  const dialog = page.getByRole('dialog')
  const { staffNo, password } = credentialsOf(OTHER_MANAGER)
  await dialog.getByLabel('職員番号').fill(staffNo)
  await dialog.getByLabel('パスワード').fill(password)
  await dialog.getByRole('button', { name: '承認' }).click()
  await shown()
  await code().fill(await press(page, SHORT))
  await expect(page.getByText('発行しました')).toBeVisible()
})

test('the label of another fob', async () => {
  await approved()
  const fob = await spare()
  await place(page, fob.chipSerial)
  const label = page.getByLabel('裏面のシリアル番号')
  await label.fill('12345678')
  await expect(page.getByText(/は、ロットの番号 .* と一致しません/)).toBeVisible()
  await expect(write()).toBeDisabled()
  await label.fill('1234')
  await write().click()
  await says(page, 'SERIAL_FORM')
  await label.fill(fob.serial)
  await expect(page.getByText('読み取った番号と一致しました。')).toBeVisible()
  await goesOn(fob.serial)
})

/**
 * Whoever notices first — the desk that compares the chip with the serial that was on the screen, or the
 * programmer that finds another chip — nothing is written into a fob that nobody compared.
 */
test('the fob is exchanged between comparison and writing', async () => {
  await approved()
  const [fob, other] = [await spare(), await spare()]
  await place(page, fob.chipSerial)
  await write().waitFor()
  await write().evaluate((button: HTMLButtonElement, chipSerial) => {
    button.click()
    const bridge = globalThis as unknown as {
      desk: { call: { 'training.place': (input: unknown) => Promise<unknown> } }
    }
    void bridge.desk.call['training.place']({ chipSerial })
  }, other.chipSerial)
  const again = page.getByRole('button', { name: 'もう一度試す' })
  await expect(again.or(page.getByText(other.chipSerial, { exact: true })).first()).toBeVisible()
  await expect(page.getByText('トークンのボタンを押し、表示された6桁を入力してください')).toBeHidden()
  if (await again.isVisible()) await again.click()
  await place(page, other.chipSerial)
  await goesOn(other.serial)
})
