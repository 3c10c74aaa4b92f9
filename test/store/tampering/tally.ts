import { must } from '../../protocol/must.ts'
import type { Opening } from './sealed-store.ts'

export interface Attacked {
  readonly tried: number
  /** By the refusal's code, or `opened`. */
  readonly answers: ReadonlyMap<string, number>
  /** What was not answered as promised. */
  readonly unseen: readonly string[]
}

/** One of so many is tried; 1 = every one. */
export interface Thoroughness {
  readonly stride: number
}

export class Tally {
  tried = 0
  readonly answers = new Map<string, number>()
  readonly unseen: string[] = []

  note(what: string, answer: string, asPromised: boolean): void {
    this.tried++
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1)
    if (!asPromised) this.unseen.push(`${what}: ${answer}`)
  }

  refusal(what: string, found: Opening): void {
    const answer = 'refused' in found ? found.refused : 'opened'
    this.note(what, answer, answer === 'JOURNAL_TAMPERED' || answer === 'STORE_OTHER_REALM')
  }
}

export function toggle(content: Uint8Array, bit: number): void {
  content[bit >> 3] = must(content[bit >> 3]) ^ (1 << (bit & 7))
}
