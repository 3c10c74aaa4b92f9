import type { Refusal } from './decide-types.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * An expected refusal. Details that are words of `vocabulary.ts` stay in code form (the screen translates
 * them); instants are written by `formatMinute`.
 */
export function refuse(code: RefusalCode, detail: Refusal['detail'] = {}): Refusal {
  return { ok: false, code, detail }
}

/** Whether a value is a refusal and not the thing asked for. */
export function isRefusal(value: object | null | undefined): value is Refusal {
  return value !== null && value !== undefined && 'ok' in value && value.ok === false
}
