/** 発行: the fob is laid on the training reader, compared, written and proven by the code it shows. */
import { expect } from '../support/expect.ts'
import type { Step, Tour } from './tour.ts'

/** Lays a fob of the training stock on the emulated reader; done with the hand at a real one. */
export async function placeFob(tour: Tour, serial: string): Promise<void> {
  const { keys, page } = tour
  const place = page.getByRole('combobox', { name: '置くトークン' })
  // What the screen says of an empty reader settles where the focus is.
  await expect(page.getByText('リーダーにトークンを置いてください')).toBeVisible()
  await keys.reach(place)
  await keys.press('Control+a')
  const shown = `${serial.slice(0, 4)} ${serial.slice(4)}`
  await keys.type(shown)
  await expect(page.getByRole('option', { name: shown }).first()).toBeVisible()
  await keys.press('ArrowDown', 'Enter')
  await expect(
    tour.heading('三つとも一致していますか').or(page.getByText('三つとも一致していますか')),
  ).toBeVisible()
}

/** Reads the six digits off the picture of the fob, as a person would. */
async function readDisplay(tour: Tour): Promise<string> {
  const fob = tour.page.getByRole('figure', { name: /トークンの表示 \d{6}/ })
  await expect(fob).toBeVisible()
  const name = (await fob.getAttribute('aria-label')) ?? ''
  const code = /\d{6}/.exec(name)?.[0]
  if (code === undefined) throw new Error(`no code on the display: ${name}`)
  return code
}

/** From the approved application to the proven fob; the queue has chosen the application. */
export async function issueFob(tour: Tour, serial: string): Promise<void> {
  const { keys } = tour
  await placeFob(tour, serial)
  await tour.focused(tour.field('裏面のシリアル番号'))
  await tour.picture('compare')
  const before = keys.strokes
  await keys.press('Enter')
  await tour.focused(tour.page.getByLabel('ワンタイムパスワード', { exact: true }))
  await tour.picture('code')
  await keys.type(await readDisplay(tour))
  await tour.see('発行しました')
  tour.facts.issuanceStrokes = keys.strokes - before - 6
  await tour.picture('issued')
  await keys.push(tour.button('外す'), { back: true })
}

export const issue: Step = {
  title: '研修用リーダーでトークンを発行する',
  async play(tour) {
    await tour.keys.press('Enter')
    await expect(tour.heading('発行')).toBeVisible()
    await tour.picture('issuance')
    tour.facts.serial = '40100000'
    await issueFob(tour, tour.facts.serial)
    const strokes = tour.facts.applicationStrokes + 1 + tour.facts.issuanceStrokes
    tour.notes.push(`窓口担当の打鍵: 申込から発行まで ${strokes} と番号 6 桁`)
    tour.facts.strokes = strokes
  },
}
