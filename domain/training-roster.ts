/** A roster and delivery lots of any size, the same for the same seed: for training, tests and benches. */
import { addDays, expiryOn, monthEnd } from './calendar.ts'
import type { LotRow, RosterRow } from './commands.ts'
import { companyForms, givenNames, surnames, towns, trades } from './training-names.ts'

/** Numbers in [0, 1) from a seed: mulberry32 (T. Ettinger), good enough for names and sizes. */
function numbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Chooses among things in the order of `numbers`. */
class Chance {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = numbers(seed)
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    return Math.floor(this.#next() * below)
  }

  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)]
    if (value === undefined) throw new RangeError('nothing to choose from')
    return value
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join('')
  }
}

/**
 * Rows of `contracts` contracts, one to five users each, login IDs and contract numbers unique.
 * @param seed any whole number
 */
export function generateRoster(seed: number, contracts: number, branchNo = '001'): RosterRow[] {
  const chance = new Chance(seed)
  return Array.from({ length: contracts }, (_, index) => contractRows(chance, index, branchNo)).flat()
}

function contractRows(chance: Chance, index: number, branchNo: string): RosterRow[] {
  const corporate = chance.below(10) < 7
  const [family, familyKana, romaji] = chance.of(surnames)
  const [given, givenKana] = chance.of(givenNames)
  const [town, postal, area] = chance.of(towns)
  const [form, formKana] = chance.of(companyForms)
  const [trade, tradeKana] = chance.of(trades)
  const number = String(index + 1).padStart(6, '0')
  const contract: RosterRow['contract'] = {
    contractNo: `2${number}`,
    branchNo,
    kind: corporate ? 'corporate' : 'individual',
    status: 'active',
    name: corporate ? `${form}${family}${trade}` : `${family} ${given}`,
    kana: corporate ? `${formKana}${familyKana}${tradeKana}` : `${familyKana} ${givenKana}`,
    customerNo: `5${number}`,
    accountNo: `1${number}`,
    postalCode: `${postal}-${chance.digits(4)}`,
    address1: `埼玉県${town}${chance.below(5) + 1}-${chance.below(20) + 1}-${chance.below(15) + 1}`,
    address2: chance.below(3) === 0 ? `${family}ビル${chance.below(9) + 1}階` : '',
    phone: `${area}-${chance.digits(6 - area.length)}-${chance.digits(4)}`,
  }
  const users = corporate ? 1 + chance.below(5) : 1
  return Array.from({ length: users }, (_, user) => {
    const [name, kana] = user === 0 ? [given, givenKana] : chance.of(givenNames)
    const [surname, surnameKana] = user === 0 ? [family, familyKana] : chance.of(surnames)
    return {
      contract,
      user: {
        loginId: `${romaji}${number}${String.fromCharCode(97 + user)}`,
        name: `${surname} ${name}`,
        kana: `${surnameKana} ${kana}`,
        role: user === 0 ? 'master' : user === 1 ? 'administrator' : 'general',
        rosterStatus: 'active',
      },
    }
  })
}

/** Models of the training fobs by their chip serial's first seven digits (FOB-PROTOCOL.md). */
export const trainingModels = { 'C301-i': '8659610', 'C302-i': '8659632' } as const
export type TrainingModel = keyof typeof trainingModels

const BOX_SIZE = 50

/**
 * A lot of blank fobs: 8-digit serials from 40000000 on, chip serials of model prefix and serial, expiring at
 * month ends three to five years after `from`.
 * @param seed any whole number; different seeds below 300 give different serials for up to 100,000 fobs
 * @param from `YYYY-MM-DD`
 */
export function generateLot(
  seed: number,
  count: number,
  model: TrainingModel = 'C301-i',
  from = '2026-11-22',
): LotRow[] {
  const chance = new Chance(seed)
  const first = 40_000_000 + (((seed % 300) + 300) % 300) * 100_000
  const expiresAt = expiryOn(monthEnd(addDays(from, 365 * (3 + chance.below(3)))))
  return Array.from({ length: count }, (_, index) => {
    const serial = String(first + index)
    return {
      lotNo: `KL-${String(seed).padStart(4, '0')}`,
      serial,
      chipSerial: `${trainingModels[model]}${serial}`,
      model,
      expiresAt,
      boxNo: String(Math.floor(index / BOX_SIZE) + 1),
    }
  })
}
