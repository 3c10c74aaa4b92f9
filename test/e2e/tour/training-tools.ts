/** 研修用の道具: the customer's fob and the training clock, in the strip at the top. */
import { expect } from '../support/expect.ts'
import type { Tour } from './tour.ts'

async function openTools(tour: Tour): Promise<void> {
  const toggle = tour.button('研修用の道具')
  if ((await toggle.getAttribute('aria-expanded')) === 'true') return
  await tour.keys.push(toggle, { back: true })
  await expect(toggle).toHaveAttribute('aria-expanded', 'true')
}

async function closeTools(tour: Tour): Promise<void> {
  const toggle = tour.button('研修用の道具')
  await tour.keys.push(toggle, { back: true })
  await expect(toggle).toHaveAttribute('aria-expanded', 'false')
}

/** What the customer's fob shows when its button is pressed; a code not used before, later on if need be. */
export async function pressFob(tour: Tour, serial: string): Promise<string> {
  const code = await readFob(tour, serial)
  if (code !== tour.facts.usedCode) return code
  await advance(tour, '30 分')
  return readFob(tour, serial)
}

async function readFob(tour: Tour, serial: string): Promise<string> {
  await openTools(tour)
  const field = tour.page.getByRole('textbox', { name: 'お客さまのトークン' })
  await tour.keys.reach(field)
  await tour.keys.press('Control+a')
  await tour.keys.type(serial)
  await tour.keys.press('Enter')
  const display = tour.page.getByRole('complementary').getByRole('status')
  await expect(display).toHaveText(/\d{6}/)
  const code = /\d{6}/.exec(await display.innerText())?.[0] ?? ''
  await closeTools(tour)
  return code
}

type Stride = '30 分' | '1 日' | '7 日'

/** A waiting time is at most six hours, a first day of use at most some ten days away. */
const MOST_STRIDES = 20

/** Puts the clock on by one stride. */
export async function advance(tour: Tour, stride: Stride): Promise<void> {
  await openTools(tour)
  await stepOn(tour, stride)
  await closeTools(tour)
}

/** Puts the clock on until `reached` holds; it is asked before each stride. */
export async function advanceUntil(
  tour: Tour,
  stride: Stride,
  reached: () => Promise<boolean>,
): Promise<void> {
  await openTools(tour)
  for (let strides = 0; !(await reached()); strides += 1) {
    if (strides === MOST_STRIDES) throw new Error(`not reached after ${strides} times ${stride}`)
    await stepOn(tour, stride)
  }
  await closeTools(tour)
}

async function stepOn(tour: Tour, stride: Stride): Promise<void> {
  const clock = tour.page.getByLabel('現在時刻（日本時間）')
  const before = minutes(await clock.innerText())
  await tour.keys.push(tour.page.getByRole('button', { name: stride, exact: true }))
  await expect.poll(async () => minutes(await clock.innerText()) - before).toBeGreaterThan(20)
}

/** Minutes of what the clock of the desk shows: `2026/11/23 (月) 05:38:36`. */
function minutes(shown: string): number {
  const [, date = '', time = ''] = /(\d{4}\/\d{2}\/\d{2}).*?(\d{2}:\d{2}:\d{2})/s.exec(shown) ?? []
  return Date.parse(`${date.replaceAll('/', '-')}T${time}+09:00`) / 60_000
}
