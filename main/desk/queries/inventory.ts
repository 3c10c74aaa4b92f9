import { custodyPlace, seedState } from '../../../domain/vocabulary.ts'
import type { FobView, InventoryCounts, InventoryFilter } from '../../../preload/contract/views.ts'
import { fobView } from './fobs.ts'
import type { ViewContext } from './view-context.ts'

const DAY_MS = 86_400_000

export function inventoryCounts({ projection, state, now }: ViewContext): InventoryCounts {
  const { counters } = projection
  const until = now + state.policy().replacementDays * DAY_MS
  return {
    total: counters.total,
    byPlace: custodyPlace.options.map((place) => ({ place, count: counters.byPlace.get(place) })),
    bySeed: seedState.options.map((seed) => ({ seed, count: counters.bySeed.get(seed) })),
    byModel: counters.byModel
      .entries()
      .map(([model, count]) => ({ model, modelName: model, count }))
      .toSorted((a, b) => compare(a.model, b.model)),
    byExpiryMonth: counters.byExpiryMonth
      .entries()
      .map(([month, count]) => ({ month, count }))
      .toSorted((a, b) => compare(a.month, b.month)),
    expiringSoon: counters.servingByExpiry.sum((expiresAt) => expiresAt > now && expiresAt <= until),
    stockUsable: counters.stockByExpiry.sum((expiresAt) => expiresAt > now),
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function inventoryPage(
  context: ViewContext,
  filter: InventoryFilter,
  offset: number,
  limit: number,
): { total: number; rows: FobView[] } {
  const { total, serials } = context.projection.tables.fobPage(filter, offset, limit)
  const rows = serials.flatMap((serial) => {
    const fob = context.state.get('fob', serial)
    return fob === undefined ? [] : [fobView(context, fob)]
  })
  return { total, rows }
}
