import type { Refusal } from './decide-types.ts'
import type { RefusalCode, refusals } from './refusals.ts'

/** The names between braces in a sentence. */
type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never
type PlaceholderOf<C extends RefusalCode> = Placeholder<(typeof refusals)[C]['ja']>
type IsUnion<T, Whole = T> = T extends Whole ? ([Whole] extends [T] ? false : true) : never
/**
 * What a sentence needs must be given: one with a gap in it does not compile. A code known only at run time
 * brings the detail of whoever refused.
 */
type Detail<C extends RefusalCode> =
  true extends IsUnion<C>
    ? [detail?: Refusal['detail']]
    : [PlaceholderOf<C>] extends [never]
      ? [detail?: Refusal['detail']]
      : [detail: Refusal['detail'] & Readonly<Record<PlaceholderOf<C>, string | number>>]

/**
 * An expected refusal. Details that are words of `vocabulary.ts` stay in code form (the screen translates
 * them); instants are written by `formatMinute`.
 */
export function refuse<C extends RefusalCode>(code: C, ...[detail = {}]: Detail<C>): Refusal {
  return { ok: false, code, detail }
}

/** Whether a value is a refusal and not the thing asked for. */
export function isRefusal(value: object | null | undefined): value is Refusal {
  return value !== null && value !== undefined && 'ok' in value && value.ok === false
}
