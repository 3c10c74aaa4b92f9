/** Finding a customer by whatever is at hand. */
import { expect } from '../support/expect.ts'
import type { Tour } from './tour.ts'

export function contractOf(tour: Tour) {
  const first = tour.customer[0]
  if (first === undefined) throw new Error('the customer has no users')
  return first.contract
}

export function userOf(tour: Tour, index: number) {
  const row = tour.customer[index]
  if (row === undefined) throw new Error(`the customer has no user ${index}`)
  return row.user
}

/** The search field has the focus; opens the first hit, which must be the customer called `name`. */
export async function findCustomer(tour: Tour, text: string, name = contractOf(tour).name): Promise<void> {
  const search = tour.page.getByRole('combobox', { name: /検索/ })
  await tour.focused(search)
  await tour.keys.type(text)
  await tour.keys.press('Enter')
  const band = tour.page.getByRole('region', { name: '契約者' })
  await expect(band.getByText(name, { exact: true })).toBeVisible()
}

/** Types a search and shows its hits without opening one. */
export async function showHits(tour: Tour, text: string, picture?: string): Promise<void> {
  const search = tour.page.getByRole('combobox', { name: /検索/ })
  await tour.focused(search)
  await tour.keys.press('Control+a')
  await tour.keys.type(text)
  await expect(tour.page.getByRole('option').first()).toBeVisible()
  await expect(tour.page.getByText('検索しています')).toBeHidden()
  if (picture !== undefined) await tour.picture(picture)
}
