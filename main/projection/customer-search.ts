/**
 * One box for everything a teller has in hand: 契約者名, カナ in any width, ログインID, 契約番号, 顧客番号,
 * 口座番号, 電話番号, シリアル番号. Exact matches stand first, then beginnings, then parts.
 */
import type { Contract, Fob, User } from '../../domain/model.ts'
import { foldForSearch } from '../../domain/text.ts'
import type { Db } from './db.ts'
import { JoinedTexts, type Joined, type MatchRank } from './joined-texts.ts'
import { foldNumber } from './screen-rows.ts'

export type SearchField =
  'name' | 'kana' | 'loginId' | 'contractNo' | 'customerNo' | 'accountNo' | 'phone' | 'serial'

/** `id` is a contract number, a login ID or a serial, as `of` says. */
export interface SearchMatch {
  readonly field: SearchField
  readonly of: 'contract' | 'user' | 'fob'
  readonly id: string
}

/** Which rows can be found at all. */
const SEARCHED = { contract: 'TRUE', user: 'TRUE', fob: 'contract_no IS NOT NULL' } as const

interface Field {
  readonly field: SearchField
  readonly of: SearchMatch['of']
  readonly texts: JoinedTexts
  readonly fold: (text: string) => string
}

const ranks: readonly MatchRank[] = ['exact', 'prefix', 'part']

export class CustomerSearch {
  readonly #fields: readonly Field[]
  readonly #byColumn: Readonly<Record<string, JoinedTexts>>

  /** @param flush writes what has changed into the tables */
  constructor(db: Db, flush: () => void) {
    const field = (
      name: SearchField,
      of: SearchMatch['of'],
      [id, column]: readonly [string, string],
      fold: Field['fold'],
    ): Field => {
      const query = `SELECT count(*), group_concat(id, char(10)), group_concat(text, char(10)) FROM
        (SELECT ${id} AS id, ${column} AS text FROM ${of} WHERE ${column} <> '' AND ${SEARCHED[of]} ORDER BY ${id})`
      const read = (): Joined => {
        flush()
        const [lines, ids, texts] = db.row(query, []) ?? []
        return { lines: Number(lines ?? 0), ids: String(ids ?? ''), texts: String(texts ?? '') }
      }
      return { field: name, of, texts: new JoinedTexts(read), fold }
    }
    // In this order within a rank: what identifies most comes first.
    this.#fields = [
      field('contractNo', 'contract', ['contract_no', 'number'], foldNumber),
      field('serial', 'fob', ['serial', 'serial'], foldNumber),
      field('loginId', 'user', ['login_id', 'login'], foldForSearch),
      field('customerNo', 'contract', ['contract_no', 'customer_no'], foldNumber),
      field('accountNo', 'contract', ['contract_no', 'account_no'], foldNumber),
      field('phone', 'contract', ['contract_no', 'phone'], foldNumber),
      field('name', 'contract', ['contract_no', 'name'], foldForSearch),
      field('kana', 'contract', ['contract_no', 'kana'], foldForSearch),
      field('name', 'user', ['login_id', 'name'], foldForSearch),
      field('kana', 'user', ['login_id', 'kana'], foldForSearch),
    ]
    this.#byColumn = Object.fromEntries(
      this.#fields.map(({ field: name, of, texts }) => [`${of} ${name}`, texts]),
    )
  }

  /** @param after null: there is none any more; so below */
  contract(id: string, before: Contract | undefined, after: Contract | null): void {
    this.#put('contract contractNo', id, before?.contractNo, after?.contractNo, foldNumber)
    this.#put('contract customerNo', id, before?.customerNo, after?.customerNo, foldNumber)
    this.#put('contract accountNo', id, before?.accountNo, after?.accountNo, foldNumber)
    this.#put('contract phone', id, before?.phone, after?.phone, foldNumber)
    this.#put('contract name', id, before?.name, after?.name, foldForSearch)
    this.#put('contract kana', id, before?.kana, after?.kana, foldForSearch)
  }

  user(id: string, before: User | undefined, after: User | null): void {
    this.#put('user loginId', id, before?.loginId, after?.loginId, foldForSearch)
    this.#put('user name', id, before?.name, after?.name, foldForSearch)
    this.#put('user kana', id, before?.kana, after?.kana, foldForSearch)
  }

  /** Only fobs that serve a contract lead to a customer. */
  fob(serial: string, before: Fob | undefined, after: Fob | null): void {
    const found = (fob: Fob | null | undefined): string => ((fob?.contractNo ?? null) === null ? '' : serial)
    this.#put('fob serial', serial, found(before), found(after), (text) => text)
  }

  /** Reads one field after another, so that the first question does not wait; each takes some ten milliseconds. */
  *prepare(): Generator<void> {
    for (const { texts } of this.#fields) {
      texts.prepare()
      yield
    }
  }

  #put(
    column: string,
    id: string,
    before: string | undefined,
    after: string | undefined,
    fold: Field['fold'],
  ): void {
    // Folding costs far more than comparing: what did not change is not folded again.
    if (before !== after) this.#byColumn[column]?.change(id, fold(after ?? ''))
  }

  /** Up to `limit` matches, best first; one contract may match several times. */
  find(text: string, limit: number): readonly SearchMatch[] {
    const found = this.#fields.map((searched) => ({
      searched,
      matches: searched.texts.find(searched.fold(text), limit),
    }))
    return ranks
      .flatMap((rank) =>
        found.flatMap(({ searched, matches }) =>
          matches
            .filter((match) => match.rank === rank)
            .map(({ id }) => ({ field: searched.field, of: searched.of, id })),
        ),
      )
      .slice(0, limit)
  }
}
