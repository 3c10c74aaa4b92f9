/**
 * Tells a scanner's typing from a person's by its pace, and puts the keys together to a text. Pure: a run of keys
 * and one more key make the next run.
 *
 * A scan begins after a silence, every key of it follows the last within `FAST`, and it ends with Enter, Tab or a
 * silence. One slower step, a held key or a key that no scanner sends spoils the run until the next silence: no
 * fast burst in the middle of somebody's typing is ever a scan.
 */
import { GROUP_SEPARATOR } from '../../domain/gs1.ts'
import { characterOf, endKeys, isGroupSeparator, modifierKeys, type Layout } from './key-codes.ts'

/** ms from key to key at most. Scanners take 1 to 20, a person's fast typing 60 and more. */
export const FAST = 35
/** ms after which what was typed is over. */
export const SILENCE = 80
/** Characters; shorter bursts are a person's fingers rolling over the keys. */
export const SHORTEST = 6
/** Characters; no label of a fob comes near (`domain/gs1.ts` reads 256), and nothing longer is kept. */
export const LONGEST = 512

/** One keydown, as far as it matters here. */
export interface KeyPress {
  readonly code: string
  readonly key: string
  readonly shift: boolean
  readonly ctrl: boolean
  /** Alt or the system's key. */
  readonly alt: boolean
  readonly repeat: boolean
  readonly composing: boolean
  /** ms, of the keyboard's event, not of its handling: a busy window does not slow a scanner down. */
  readonly time: number
}

export interface Run {
  readonly text: string
  /** Of the last key, ms. */
  readonly time: number
  /** Not a scan, whatever follows before the next silence. */
  readonly spoilt: boolean
}

export const noRun: Run = { text: '', time: Number.NEGATIVE_INFINITY, spoilt: false }

export interface Read {
  readonly run: Run
  readonly part: 'character' | 'modifier' | 'end' | 'other'
  /** A silence came before this key: it begins a new run. */
  readonly fresh: boolean
  /** The scan that this key ends. */
  readonly scan: string | null
}

/** Reads one key. Ask {@link scanBefore} first whether a silence had already ended a scan. */
export function readKey(last: Run, press: KeyPress, layout: Layout): Read {
  const gap = press.time - last.time
  const fresh = gap >= SILENCE
  const begun = fresh ? noRun : last
  const slow = gap < 0 || (gap > FAST && begun.text !== '')
  const spoilt = begun.spoilt || press.repeat || (!fresh && slow)
  const next = (text: string, spoils: boolean): Run =>
    spoils || text.length > LONGEST
      ? { text: '', time: press.time, spoilt: true }
      : { text, time: press.time, spoilt: false }

  if (modifierKeys.has(press.code)) {
    return { run: next(begun.text, spoilt), part: 'modifier', fresh, scan: null }
  }
  if (endKeys.has(press.code) && !press.ctrl && !press.alt && !press.shift) {
    // Some scanners wait a little before the key that ends: only the silence limits it.
    const scan = press.repeat || gap < 0 ? null : scanOf(begun)
    return { run: next('', scan === null && spoilt), part: 'end', fresh, scan }
  }
  const character = charOf(press, layout)
  if (character === null) return { run: next('', true), part: 'other', fresh, scan: null }
  return { run: next(begun.text + character, spoilt), part: 'character', fresh, scan: null }
}

/** The scan that silence has ended by `time`, if the run was one. */
export function scanBefore(run: Run, time: number): string | null {
  return time - run.time >= SILENCE ? scanOf(run) : null
}

/** Whether the run would be a scan if it ended here. */
export function isScan(run: Run): boolean {
  return scanOf(run) !== null
}

function scanOf({ text, spoilt }: Run): string | null {
  return !spoilt && text.length >= SHORTEST ? text : null
}

function charOf({ code, key, shift, ctrl, alt, composing }: KeyPress, layout: Layout): string | null {
  if (alt) return null
  if (isGroupSeparator(code, ctrl, layout)) return GROUP_SEPARATOR
  if (ctrl) return null
  // Remote desktops and scanner drivers that inject characters name no physical key.
  if (code === '') return !composing && /^[ -~]$/.test(key) ? key : null
  return characterOf(code, shift, layout)
}
