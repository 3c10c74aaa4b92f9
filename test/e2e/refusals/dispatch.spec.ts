/** 送付, 窓口交付: no wrong fob in an envelope or a hand, no wrong number in the books. */
import { expect, test, type Page } from '@playwright/test'
import { trackingCheckDigit } from '../../../domain/tracking.ts'
import { applied, freshCustomers, goTo, issued, openTraining, spareFobs } from '../support/arrange.ts'
import { answerOf, call, MANAGER, TELLER } from '../support/bridge.ts'
import type { Desk } from '../support/launch.ts'
import { says } from '../support/refused.ts'

let desk: Desk
let page: Page
let customer: ReturnType<typeof freshCustomers>
let spare: ReturnType<typeof spareFobs>

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
  customer = freshCustomers(page)
  spare = spareFobs(page)
})

test.afterAll(() => desk.app.close())

/** A registered-mail number of these ten digits. */
const tracking = (tenDigits: string) => `${tenDigits}${trackingCheckDigit(tenDigits)}`

interface Outgoing {
  readonly applicationId: string
  readonly serial: string
  readonly name: string
  readonly letterNo: string
}

async function readyToGo(delivery: 'mail' | 'counter'): Promise<Outgoing> {
  const applicant = await customer()
  const applicationId = await applied(page, { ...applicant, delivery }, MANAGER)
  const fob = await spare()
  await issued(page, applicationId, fob)
  const application = await call(page, 'applications.get', { applicationId })
  return {
    applicationId,
    serial: fob.serial,
    name: application?.contractName ?? '',
    letterNo: application?.letterNo ?? '',
  }
}

const work = () => page.getByRole('main')
const check = () => work().getByRole('button', { name: '照合', exact: true })

async function open(outgoing: Outgoing, tab: RegExp): Promise<void> {
  await goTo(page, '送付')
  await page.getByRole('tab', { name: tab }).click()
  await page.getByRole('row').filter({ hasText: outgoing.name }).first().click()
}

async function scan(serial: string, letterNo: string): Promise<void> {
  await work().getByLabel('トークンのラベル').fill(serial)
  await work().getByLabel('送付状の番号').fill(letterNo)
  await check().click()
}

test('fob and letter do not belong together; the right ones do', async () => {
  const outgoing = await readyToGo('mail')
  await open(outgoing, /送付待ち/)
  const dispatch = work().getByRole('button', { name: '送付を記録' })
  await expect(work().getByText('先に封緘照合を済ませてください。')).toBeVisible()
  await expect(dispatch).toBeDisabled()
  await scan('12345678', outgoing.letterNo)
  await expect(work().getByText('封をしないでください')).toBeVisible()
  await says(page, 'ENVELOPE_MISMATCH')
  await work()
    .getByRole('button', { name: /もう一度照合する/ })
    .click()
  await scan(outgoing.serial, 'L-0000-0000')
  await says(page, 'ENVELOPE_MISMATCH')
  await work()
    .getByRole('button', { name: /もう一度照合する/ })
    .click()
  await scan('12', outgoing.letterNo)
  await says(page, 'SERIAL_FORM')
  await scan(outgoing.serial, outgoing.letterNo)
  await expect(work().getByText(/一致しました/)).toBeVisible()
})

test('a registered-mail number too short, mistyped or used before; then its own', async () => {
  const outgoing = await readyToGo('mail')
  await open(outgoing, /送付待ち/)
  await scan(outgoing.serial, outgoing.letterNo)
  const field = work().getByLabel('書留番号（11桁）')
  await field.fill('1234567890')
  await says(page, 'TRACKING_FORM')
  const right = tracking('1234567890')
  const wrong = `1234567890${(Number(right.at(-1)) + 1) % 7}`
  await field.fill(wrong)
  await says(page, 'TRACKING_CHECK_DIGIT')
  // The training branch mailed the manual's first fob under this number.
  await field.fill(tracking('1023456789'))
  await field.press('Enter')
  await says(page, 'TRACKING_USED')
  await field.fill(right)
  await field.press('Enter')
  await expect.poll(async () => status(outgoing)).toBe('dispatched')
})

test('mailed too late for the first day of use: the day is changed, and it goes', async () => {
  const outgoing = await readyToGo('mail')
  const today = new Date((await call(page, 'desk.status', {})).now)
  const startDate = (await call(page, 'applications.get', { applicationId: outgoing.applicationId }))
    ?.startDate
  const days = (Date.parse(`${startDate}T00:00:00+09:00`) - today.getTime()) / 86_400_000
  await call(page, 'training.advance', { minutes: Math.ceil(days * 1440) + 60 })
  await call(page, 'sync.now', {})
  await open(outgoing, /送付待ち/)
  await scan(outgoing.serial, outgoing.letterNo)
  const field = work().getByLabel('書留番号（11桁）')
  await field.fill(tracking('2234567890'))
  await field.press('Enter')
  await says(page, 'DISPATCH_LATE')
  await work().getByRole('button', { name: '利用開始日を変更' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /変更/ }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(work().getByText(/先に封緘照合/)).toBeVisible()
  await scan(outgoing.serial, outgoing.letterNo)
  await field.fill(tracking('2234567890'))
  await field.press('Enter')
  await expect.poll(async () => status(outgoing)).toBe('dispatched')
})

test('another fob over the counter; then the right one', async () => {
  const outgoing = await readyToGo('counter')
  await open(outgoing, /窓口交付/)
  await work().getByLabel('トークンのラベル').fill('12345678')
  await work()
    .getByRole('group', { name: /本人確認書類/ })
    .getByText('運転免許証')
    .click()
  const handOver = work().getByRole('button', { name: '交付を記録' })
  await handOver.click()
  await says(page, 'HAND_OVER_MISMATCH')
  await work().getByLabel('トークンのラベル').fill(outgoing.serial)
  await handOver.click()
  await expect(work().getByRole('button', { name: 'そのまま利用開始登録へ' })).toBeVisible()
  const again = { applicationId: outgoing.applicationId, serial: outgoing.serial }
  expect(
    await answerOf(page, 'command.handOver', {
      command: { ...again, receivedBy: 'self', identityDocument: 'passport' },
    }),
  ).toMatchObject({ code: 'APPLICATION_STATE' })
})

async function status({ applicationId }: Outgoing): Promise<string | undefined> {
  return (await call(page, 'applications.get', { applicationId }))?.status
}
