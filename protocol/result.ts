/**
 * An expected refusal is a value with a code, never an exception (STYLE.md 7). `detail` says what was
 * wrong for the log and the auditor; it never holds key material or personal data.
 */
export interface Refusal<C extends string> {
  readonly ok: false
  readonly code: C
  readonly detail: string
}

export type Result<T, C extends string> = { readonly ok: true; readonly value: T } | Refusal<C>

export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function refuse<C extends string>(code: C, detail: string): Refusal<C> {
  return { ok: false, code, detail }
}
