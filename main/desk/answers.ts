/** Answers over the bridge, and refusals from the ports in the bridge's form. */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { isRefusalCode, type RefusalCode } from '../../domain/refusals.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import { HeadOfficeUnreachable } from '../../protocol/head-office.ts'

export function ok<T>(value: T): Answer<T> {
  return { ok: true, value }
}

/** Nothing to tell but that it was done. */
export const done: Answer<Record<string, never>> = { ok: true, value: {} }

/** A refusal that came from outside `domain`: its code when this program knows it, `fallback` otherwise. */
export function knownRefusal(code: string, detail: Refusal['detail'], fallback: RefusalCode): Refusal {
  return isRefusalCode(code) ? refuse(code, detail) : refuse(fallback, detail)
}

/**
 * What a failed store operation means to a person, or undefined for a bug. The journal's error is told by its
 * code: the folders of main share types, not classes.
 */
export function storeFailure(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  if (!isRefusalCode(error.code)) return undefined
  const where = 'where' in error && typeof error.where === 'string' ? error.where : ''
  return refuse(error.code, { where })
}

/** The answer when head office was not reached; anything else goes on as the bug it is. */
export function offline(error: unknown): Refusal {
  if (error instanceof HeadOfficeUnreachable) return refuse(error.told)
  throw error
}
