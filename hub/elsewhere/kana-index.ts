/** Contracts by the beginning of their 契約者名カナ, over all branches. */
import { MIN_KANA } from '../../domain/elsewhere.ts'
import type { Change } from '../../domain/model.ts'
import { foldForSearch } from '../../domain/text.ts'

/** Every second company begins with it, so that nobody is found by it. */
const LEADING_LEGAL_FORM = /^\(.\)/

/** Banks exchange kana in large letters (全銀); people type small ones. */
const SMALL = 'ァィゥェォッャュョヮ'
const LARGE = 'アイウエオツヤユヨワ'
const small = new RegExp(`[${SMALL}]`, 'g')

/** A kana as it is compared: '' when nothing is left. */
export function kanaKey(kana: string): string {
  const folded = foldForSearch(kana).replace(LEADING_LEGAL_FORM, '')
  return folded.replace(small, (letter) => LARGE.charAt(SMALL.indexOf(letter)))
}

/** Follows the changes of contracts. */
export class KanaIndex {
  readonly #keys = new Map<string, string>()
  readonly #byBeginning = new Map<string, Set<string>>()

  follow(changes: readonly Change[]): void {
    for (const { kind, id, value } of changes) {
      if (kind === 'contract') this.#put(id, kanaKey(value.kana))
    }
  }

  /** Contract numbers as long as they are asked for: thousands may have one name. @param key of `MIN_KANA` letters at least */
  *beginningWith(key: string): Generator<string> {
    for (const contractNo of this.#byBeginning.get(beginningOf(key)) ?? []) {
      if (this.#keys.get(contractNo)?.startsWith(key) === true) yield contractNo
    }
  }

  #put(contractNo: string, key: string): void {
    const before = this.#keys.get(contractNo)
    if (before === key) return
    if (before !== undefined) this.#byBeginning.get(beginningOf(before))?.delete(contractNo)
    this.#keys.set(contractNo, key)
    const beginning = beginningOf(key)
    const set = this.#byBeginning.get(beginning)
    if (set === undefined) this.#byBeginning.set(beginning, new Set([contractNo]))
    else set.add(contractNo)
  }
}

function beginningOf(key: string): string {
  return key.slice(0, MIN_KANA)
}
