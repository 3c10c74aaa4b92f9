/** The filter of the stock list as the screen holds it. */
import type { InventoryFilter } from '../../preload/contract/views.ts'

export const noFilter: InventoryFilter = {
  text: '',
  place: null,
  model: null,
  seed: null,
  expiryMonth: null,
  sort: 'serial',
  descending: false,
}

export function isNarrowed({ text, place, model, seed, expiryMonth }: InventoryFilter): boolean {
  return text !== '' || place !== null || model !== null || seed !== null || expiryMonth !== null
}

/** The same column again turns the order round. */
export function sortedBy(filter: InventoryFilter, sort: InventoryFilter['sort']): InventoryFilter {
  return { ...filter, sort, descending: filter.sort === sort && !filter.descending }
}

export const sortIds: ReadonlySet<string> = new Set<InventoryFilter['sort']>([
  'serial',
  'expiresAt',
  'place',
  'model',
  'lotNo',
  'placeSince',
])
