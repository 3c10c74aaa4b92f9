/** 送付: papers, the check before sealing, the registered-mail number. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { trackingCheckDigit } from '../../../domain/tracking.ts'
import { answerSave } from '../support/dialogs.ts'
import { expect } from '../support/expect.ts'
import type { Step, Tour } from './tour.ts'

/** 123-45-67890 and its check digit. */
export function trackingNo(firstTen: string): string {
  return `${firstTen}${trackingCheckDigit(firstTen)}`
}

/** Looks at a paper and saves it as PDF; answers the number of the letter, read off the preview. */
async function paper(tour: Tour, name: '送付状' | '宛名ラベル', picture: string): Promise<string> {
  const { keys, page } = tour
  await keys.push(page.getByRole('button', { name: `${name} 印刷内容を確認` }), { back: true })
  await expect(page.getByRole('img', { name: new RegExp(name) }).first()).toBeVisible()
  const title = await tour.dialog().getByRole('heading').innerText()
  await tour.picture(picture)
  await keys.press('Escape')
  await expect(tour.dialog()).toBeHidden()
  const before = readdirSync(tour.output.papers).length
  await keys.push(page.getByRole('button', { name: `${name} PDF保存` }))
  await expect.poll(() => readdirSync(tour.output.papers).length).toBe(before + 1)
  await tour.see(/に保存しました/)
  return title.replace(name, '').trim()
}

/** From 発行しました to the posted letter. */
export async function sendFob(tour: Tour, serial: string, firstTen: string): Promise<void> {
  const { keys } = tour
  await keys.push(tour.button('送付へ'))
  await expect(tour.heading('送付・交付・返戻')).toBeVisible()
  await expect(tour.page.getByText('本部未受領')).toHaveCount(0)
  await answerSave(tour.app, tour.output.papers + path.sep)
  await tour.picture('dispatch')
  const letterNo = await paper(tour, '送付状', 'cover-letter')
  await paper(tour, '宛名ラベル', 'address-label')
  if (!readdirSync(tour.output.papers).every((file) => existsSync(path.join(tour.output.papers, file)))) {
    throw new Error('a paper was not written')
  }
  await keys.reach(tour.field('トークンのラベル'))
  await keys.type(serial)
  await keys.press('Enter')
  await keys.type(letterNo)
  await keys.press('Enter')
  await tour.see(/一致しました（/)
  await tour.focused(tour.field(/書留番号/))
  await tour.picture('sealed')
  await keys.type(trackingNo(firstTen))
  await keys.press('Enter')
  await tour.see(/への送付を記録しました/)
  // The queue is empty: on with the next tab.
  await tour.focused(tour.page.getByRole('tab', { name: /^送付待ち/ }))
  await tour.picture('dispatched')
}

export const send: Step = {
  title: '送付状と宛名ラベル、封緘照合、書留番号',
  play: (tour) => sendFob(tour, tour.facts.serial, '1234567890'),
}
