/**
 * One box for everything a teller has in hand: 契約者名, カナ in any width, ログインID, 契約番号, 顧客番号,
 * 口座番号, 電話番号, シリアル番号. Exact matches stand first, then beginnings, then parts.
 */
import type { Contract, Fob, User } from '../../domain/model.ts'
import { foldForSearch } from '../../domain/text.ts'
import { SubstringIndex, type MatchRank } from './substring-index.ts'

export type SearchField =
  'name' | 'kana' | 'loginId' | 'contractNo' | 'customerNo' | 'accountNo' | 'phone' | 'serial'

/** `id` is a contract number, a login ID or a serial, as `of` says. */
export interface SearchMatch {
  readonly field: SearchField
  readonly of: 'contract' | 'user' | 'fob'
  readonly id: string
}

interface Field {
  readonly field: SearchField
  readonly of: SearchMatch['of']
  readonly index: SubstringIndex
  readonly fold: (text: string) => string
}

/**
 * A number however it was grouped: only its digits and letters count. What is no number at all (a name that
 * ends in a digit) folds to '', which finds nothing.
 */
function foldNumber(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  return /^[0-9a-z\s()+./_-]*$/.test(plain) ? plain.replace(/[^0-9a-z]/g, '') : ''
}

const ranks: readonly MatchRank[] = ['exact', 'prefix', 'part']

export class CustomerSearch {
  // In this order within a rank: what identifies most comes first.
  readonly #contractNo = field('contractNo', 'contract', foldNumber)
  readonly #serial = field('serial', 'fob', foldNumber)
  readonly #loginId = field('loginId', 'user', foldForSearch)
  readonly #customerNo = field('customerNo', 'contract', foldNumber)
  readonly #accountNo = field('accountNo', 'contract', foldNumber)
  readonly #phone = field('phone', 'contract', foldNumber)
  readonly #name = field('name', 'contract', foldForSearch)
  readonly #kana = field('kana', 'contract', foldForSearch)
  readonly #userName = field('name', 'user', foldForSearch)
  readonly #userKana = field('kana', 'user', foldForSearch)
  readonly #fields: readonly Field[] = [
    this.#contractNo,
    this.#serial,
    this.#loginId,
    this.#customerNo,
    this.#accountNo,
    this.#phone,
    this.#name,
    this.#kana,
    this.#userName,
    this.#userKana,
  ]

  contract(before: Contract | undefined, after: Contract): void {
    const { contractNo: id } = after
    put(this.#contractNo, id, before?.contractNo, id)
    put(this.#customerNo, id, before?.customerNo, after.customerNo)
    put(this.#accountNo, id, before?.accountNo, after.accountNo)
    put(this.#phone, id, before?.phone, after.phone)
    put(this.#name, id, before?.name, after.name)
    put(this.#kana, id, before?.kana, after.kana)
  }

  user(before: User | undefined, after: User): void {
    const { loginId: id } = after
    put(this.#loginId, id, before?.loginId, id)
    put(this.#userName, id, before?.name, after.name)
    put(this.#userKana, id, before?.kana, after.kana)
  }

  /** Only fobs that serve a contract lead to a customer. */
  fob({ serial, contractNo }: Fob): void {
    if (contractNo === null) this.#serial.index.delete(serial)
    else this.#serial.index.set(serial, serial)
  }

  /** Joins what changed now, so that the first question does not wait for a whole replay. */
  prepare(): void {
    for (const { index } of this.#fields) index.prepare()
  }

  /** Up to `limit` matches, best first; one contract may match several times. */
  find(text: string, limit: number): readonly SearchMatch[] {
    const found = this.#fields.map((searched) => ({
      searched,
      matches: searched.index.find(searched.fold(text), limit),
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

function field(name: SearchField, of: SearchMatch['of'], fold: Field['fold']): Field {
  return { field: name, of, index: new SubstringIndex(), fold }
}

/** Folding costs far more than comparing: what did not change is not folded again. */
function put({ index, fold }: Field, id: string, before: string | undefined, after: string): void {
  if (before !== after) index.set(id, fold(after))
}
