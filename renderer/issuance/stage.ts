/**
 * What the right half of 発行 shows: one of these, derived from the reader, the running issuance and the
 * application chosen in the queue. No two can hold at once, so the screen has no flags to contradict.
 */
import type { FobView, IssuanceState, ReaderView, RefusalView } from '../../preload/contract/views.ts'

export type Running = NonNullable<IssuanceState['running']>
export type Ended = NonNullable<IssuanceState['last']>

export type Stage =
  /** The queue is empty or nothing is chosen. */
  | { readonly at: 'idle' }
  | { readonly at: 'noReader' }
  | { readonly at: 'noFob' }
  /** The fob that was just issued still lies there. */
  | { readonly at: 'lift'; readonly serial: string }
  /** The reader or the fob on it cannot be used at all. */
  | { readonly at: 'unusable'; readonly refusal: RefusalView; readonly fob: FobView | null }
  | {
      readonly at: 'ready'
      readonly fob: FobView
      readonly chipSerial: string
      readonly offset: number | null
    }
  | { readonly at: 'running'; readonly running: Running }
  /** Another application's issuance runs: this one must wait. */
  | { readonly at: 'busy'; readonly running: Running }
  | { readonly at: 'done'; readonly last: Ended }
  | { readonly at: 'failed'; readonly last: Ended; readonly refusal: RefusalView }

/**
 * `acknowledged`: the issuance whose end the person has gone on from (`Enter`), so that the next fob can be
 * laid down while `last` still names it.
 */
export function stageOf(
  state: IssuanceState,
  applicationId: string | null,
  acknowledged: string | null,
): Stage {
  const { running, last } = state
  if (running !== null) {
    return running.applicationId === applicationId || applicationId === null
      ? { at: 'running', running }
      : { at: 'busy', running }
  }
  if (last !== null && last.issuanceId !== acknowledged && last.applicationId === applicationId) {
    if (last.ok) return { at: 'done', last }
    return { at: 'failed', last, refusal: last.refusal ?? { code: 'PROGRAMMER_CRASHED', detail: {} } }
  }
  if (applicationId === null) return { at: 'idle' }
  return readerStage(state.readers, last)
}

function readerStage(readers: readonly ReaderView[], last: Ended | null): Stage {
  const reader = readers.find((each) => each.fob !== null) ?? readers[0]
  if (reader === undefined) return { at: 'noReader' }
  const { fob, refusal } = reader
  if (refusal !== null) {
    if (refusal.code === 'NO_READER') return { at: 'noReader' }
    if (refusal.code === 'NO_FOB') return { at: 'noFob' }
    return { at: 'unusable', refusal, fob: fob?.known ?? null }
  }
  if (fob === null) return { at: 'noFob' }
  if (fob.known === null) {
    return { at: 'unusable', refusal: { code: 'FOB_NOT_IN_LOT', detail: {} }, fob: null }
  }
  const justIssued = last?.ok === true && last.serial === fob.known.serial
  if (justIssued && fob.known.place === 'issuedHeld') return { at: 'lift', serial: last.serial }
  return { at: 'ready', fob: fob.known, chipSerial: fob.chipSerial, offset: fob.clockOffsetSeconds }
}

/** 認証 → 設定 → 書き込み → 番号確認: how many of the four steps are behind, 0–4. */
export function stepsDone(step: Running['step']): number {
  const order: readonly Running['step'][] = ['started', 'authenticated', 'configured', 'seeded', 'proved']
  return step === 'awaitingCode' ? 3 : order.indexOf(step)
}

/** Half-width digits of what was typed into a code field, at most six. */
export function codeDigits(typed: string): string {
  return digitsOf(typed).slice(0, 6)
}

/** How many digits stand in a code field, whatever else does. */
export function digitCount(typed: string): number {
  return digitsOf(typed).length
}

function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replace(/[^0-9]/g, '')
}
