/** A stock of any size, derived from the index so that 100,000 fobs cost nothing. */
import type { FobView, InventoryFilter } from '../../../preload/contract/views.ts'
import type { CustodyPlace, SeedState } from '../../../domain/vocabulary.ts'
import { now } from './contracts.ts'

const places: readonly CustodyPlace[] = [
  ...Array<CustodyPlace>(14).fill('customer'),
  ...Array<CustodyPlace>(7).fill('stock'),
  'issuedHeld',
  'inMail',
  'received',
  'returned',
  'returnedByPost',
  'inTransfer',
  'missing',
  'toDispose',
  'disposed',
  'toMaker',
]
const models = [
  { model: 'C300', modelName: 'キーホルダー型 C300' },
  { model: 'C301', modelName: 'キーホルダー型 C301' },
  { model: 'F100', modelName: '工場書込型 F100' },
]
const day = 86_400_000

export function fobAt(index: number): FobView {
  const place = places[(index * 7) % places.length] ?? 'stock'
  const atCustomer = place === 'customer' || place === 'inMail' || place === 'issuedHeld'
  const { model, modelName } = models[index % 11 === 0 ? 2 : index % 3 === 0 ? 1 : 0] ?? {
    model: '',
    modelName: '',
  }
  const seed: SeedState = atCustomer
    ? 'proven'
    : model === 'F100'
      ? 'factory'
      : index % 97 === 3
        ? 'void'
        : 'blank'
  const year = 2026 + (Math.floor(index / 7) % 6)
  const month = ((index * 5) % 12) + 1
  const expiresAt = Date.parse(`${year}-${String(month).padStart(2, '0')}-28T08:00:00+09:00`)
  return {
    serial: String(78_100_000 + index),
    chipSerial: `0865281${String(100_000 + index)}`,
    model,
    modelName,
    lotNo: `L2026-${String(1 + Math.floor(index / 2000)).padStart(3, '0')}`,
    boxNo: `${1 + (Math.floor(index / 100) % 20)}`,
    expiresAt,
    expired: expiresAt <= now,
    branchNo: '012',
    place,
    placeSince: now - (index % 400) * day,
    reference: place === 'inMail' ? '12345678903' : null,
    seed,
    seedAtHub: atCustomer,
    contractNo: atCustomer ? '0010001' : null,
    contractName: atCustomer ? 'データ商事株式会社' : null,
    loginIds: atCustomer ? ['hanakodt', 'jirodt'] : [],
    incident: place === 'missing' ? { kind: 'loss', at: now - day } : null,
    incidentByName: place === 'missing' ? '研修 窓子' : null,
    reseedNeeded: place === 'returned' || place === 'returnedByPost',
    flags: place === 'missing' ? ['stocktakeMissing'] : [],
  }
}

export const stockSize = 100_000

const monthOf = (fob: FobView) => new Date(fob.expiresAt + 9 * 3_600_000).toISOString().slice(0, 7)

function matches(fob: FobView, filter: InventoryFilter): boolean {
  return (
    (filter.text === '' || fob.serial.includes(filter.text) || fob.lotNo.includes(filter.text)) &&
    (filter.place === null || fob.place === filter.place) &&
    (filter.model === null || fob.model === filter.model) &&
    (filter.seed === null || fob.seed === filter.seed) &&
    (filter.expiryMonth === null || monthOf(fob) === filter.expiryMonth)
  )
}

const indexes = new Map<string, readonly number[]>()

/** The matching stock, page by page; an unfiltered page is made without looking at the rest. */
export function pageOf(filter: InventoryFilter, offset: number, limit: number) {
  const free = filter.text === '' && !filter.place && !filter.model && !filter.seed && !filter.expiryMonth
  if (free) {
    const rows = Array.from({ length: Math.max(0, Math.min(limit, stockSize - offset)) }, (_, at) =>
      fobAt(filter.descending ? stockSize - 1 - offset - at : offset + at),
    )
    return { total: stockSize, rows }
  }
  const key = JSON.stringify(filter)
  const found =
    indexes.get(key) ??
    Array.from({ length: stockSize }, (_, at) => at).filter((at) => matches(fobAt(at), filter))
  indexes.set(key, found)
  return { total: found.length, rows: found.slice(offset, offset + limit).map(fobAt) }
}

/** Counts over every 50th fob, scaled: exact enough for a picture. */
export function counts() {
  const sample = Array.from({ length: stockSize / 50 }, (_, at) => fobAt(at * 50 + (at % 13)))
  const count = <K extends string>(of: (fob: FobView) => K) => {
    const found = new Map<K, number>()
    for (const fob of sample) found.set(of(fob), (found.get(of(fob)) ?? 0) + 50)
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  }
  return {
    total: stockSize,
    byPlace: count((fob) => fob.place).map(([place, n]) => ({ place, count: n })),
    bySeed: count((fob) => fob.seed).map(([seed, n]) => ({ seed, count: n })),
    byModel: count((fob) => fob.model).map(([model, n]) => ({
      model,
      modelName: models.find((known) => known.model === model)?.modelName ?? model,
      count: n,
    })),
    byExpiryMonth: count(monthOf).map(([month, n]) => ({ month, count: n })),
    expiringSoon: 1420,
    stockUsable: 18_700,
  }
}
