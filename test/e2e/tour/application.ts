/** 申込: taken by the teller, approved over the shoulder by a manager. */
import { expect } from '../support/expect.ts'
import { contractOf, findCustomer, showHits } from './customer.ts'
import { staff, type Step, type Tour } from './tour.ts'

export const searchCustomer: Step = {
  title: 'お客さまをカナ・電話・シリアル番号で探す',
  async play(tour) {
    const { kana, phone } = contractOf(tour)
    await tour.go('2', '申込')
    await showHits(tour, kana.slice(0, 8), 'search-kana')
    await showHits(tour, '12345678', 'search-serial')
    await tour.see('データ商事株式会社')
    await showHits(tour, phone, 'search-phone')
    await tour.see(contractOf(tour).name)
  },
}

/** From the search to an empty form for the user. */
export async function openForm(tour: Tour, search: string): Promise<void> {
  await tour.go('2', '申込')
  await findCustomer(tour, search)
  await tour.focused(tour.button(/^新規申込/))
  await tour.keys.press('Enter')
}

interface Entries {
  /** The digit of 申込区分; null keeps what the form suggests. */
  readonly kind: string | null
  /** What the form's heading says then. */
  readonly heading: string
  readonly receiptNo: string
  /** 窓口交付 instead of 送付. */
  readonly atCounter?: boolean
}

/** Fills the form from 申込区分, which has the focus, down to the fee; users and fob stay as suggested. */
export async function fillForm(
  tour: Tour,
  { kind, heading, receiptNo, atCounter = false }: Entries,
): Promise<void> {
  const { keys, page } = tour
  const first = page.getByRole('group', { name: '申込区分' }).getByRole('radio', { checked: true })
  await tour.focused(first)
  await keys.press(kind ?? 'Enter')
  await expect(tour.heading(heading)).toBeVisible()
  const visitor = page.getByRole('group', { name: '来店者' }).getByRole('radio', { checked: true })
  if (atCounter) {
    await keys.reach(page.getByRole('group', { name: '受渡し方法' }).getByRole('radio', { checked: true }))
    await keys.press('2')
  }
  await keys.reach(visitor)
  await keys.press('1')
  await tour.focused(page.getByRole('checkbox', { name: '届出印を照合しました' }))
  await keys.press('Space', 'Enter', '1')
  await tour.focused(tour.field('受付番号'))
  await keys.type(receiptNo)
  await keys.press('Enter', '2')
  await tour.see('すべて入力されました。登録できます。')
}

/** Over the shoulder: the manager types number and password for this one item. */
export async function approveHere(tour: Tour, staffNo = '1001'): Promise<void> {
  const { keys } = tour
  await tour.focused(tour.dialog().getByLabel('役席の職員番号'))
  await keys.type(staffNo)
  await keys.press('Enter')
  await keys.type(staff(staffNo).password)
  await tour.picture('approval')
  await keys.press('Enter')
  await expect(tour.dialog()).toBeHidden()
  await tour.see('承認されました。')
}

export const apply: Step = {
  title: '新規の申込を受け付け、役席がその場で承認する',
  async play(tour) {
    const { keys } = tour
    await tour.go('1', '今日の仕事')
    const before = keys.strokes
    await tour.go('2', '申込')
    await findCustomer(tour, contractOf(tour).customerNo)
    await tour.focused(tour.button(/^新規申込/))
    await tour.picture('customer')
    await keys.press('Enter')
    await fillForm(tour, { kind: null, heading: '新規の申込', receiptNo: 'K-1001' })
    await tour.picture('application-form')
    await keys.press('F12')
    await tour.see('申込を登録しました。')
    await tour.picture('application-registered')
    await tour.focused(tour.button(/^役席の承認を受ける/))
    await keys.press('Enter')
    tour.facts.applicationStrokes = keys.strokes - before
    await approveHere(tour)
    await tour.picture('application-approved')
  },
}
