/** Key presses as a scanner or a person makes them, on a keyboard written down apart from the one under test. */
import type { KeyPress } from '../../../renderer/scanner/key-run.ts'
import type { Layout } from '../../../renderer/scanner/key-codes.ts'

export type Separator = 'ctrl' | 'f8' | 'none'

/** Keycaps row by row, unshifted over shifted, with the codes of the row's keys. */
const rows: Readonly<Record<Layout, readonly (readonly [codes: string, plain: string, shifted: string])[]>> =
  {
    us: [
      [
        'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
        '`1234567890-=',
        '~!@#$%^&*()_+',
      ],
      [
        'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Backslash',
        'qwertyuiop[]\\',
        'QWERTYUIOP{}|',
      ],
      ['KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote', "asdfghjkl;'", 'ASDFGHJKL:"'],
      ['KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash Space', 'zxcvbnm,./ ', 'ZXCVBNM<>? '],
    ],
    jis: [
      [
        'Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
        '1234567890-^',
        '!"#$%&\'()\0=~',
      ],
      [
        'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight',
        'qwertyuiop@[',
        'QWERTYUIOP`{',
      ],
      [
        'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backslash',
        'asdfghjkl;:]',
        'ASDFGHJKL+*}',
      ],
      ['KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash IntlRo Space', 'zxcvbnm,./\\ ', 'ZXCVBNM<>?_ '],
      ['IntlYen', '\\', '|'],
    ],
  }

export interface Stroke {
  readonly code: string
  readonly shift: boolean
  readonly ctrl: boolean
}

/** The key for a character; GS as the scanner is set to send it, null where it sends none. */
export function strokeOf(
  character: string,
  layout: Layout,
  separator: Separator,
  numpad: boolean,
): Stroke | null {
  if (character === '\u001D') {
    if (separator === 'none') return null
    if (separator === 'f8') return { code: 'F8', shift: false, ctrl: false }
    return { code: layout === 'us' ? 'BracketRight' : 'Backslash', shift: false, ctrl: true }
  }
  if (numpad && /\d/.test(character)) return { code: `Numpad${character}`, shift: false, ctrl: false }
  for (const [codes, plain, shifted] of rows[layout]) {
    const at = plain.indexOf(character)
    const upper = shifted.indexOf(character)
    if (at === -1 && upper === -1) continue
    const code = codes.split(' ')[at === -1 ? upper : at]
    if (code === undefined) throw new Error(`no key at ${character}`)
    return { code, shift: at === -1, ctrl: false }
  }
  throw new Error(`no key for ${character}`)
}

/** How `key` looks: plainly, with an input method in between, or in kana. */
export type Ime = 'off' | 'on' | 'kana'

export function pressOf(stroke: Stroke, time: number, ime: Ime): KeyPress {
  const key = { off: stroke.code, on: 'Process', kana: 'ち' }[ime]
  return { ...stroke, key, alt: false, repeat: false, composing: ime === 'on', time }
}

/** A scanner's typing, its Shift and Ctrl keys included; `gaps` (ms) are used round and round. */
export function scannedAs(
  text: string,
  set: {
    readonly layout: Layout
    readonly separator: Separator
    readonly numpad: boolean
    readonly ime: Ime
    readonly gaps: readonly number[]
    readonly end: 'Enter' | 'Tab' | 'NumpadEnter' | null
  },
  start = 1000,
): KeyPress[] {
  const presses: KeyPress[] = []
  let time = start
  let at = 0
  const press = (stroke: Stroke): void => {
    presses.push(pressOf(stroke, time, set.ime))
    time += set.gaps[at % set.gaps.length] ?? 1
    at += 1
  }
  for (const character of text) {
    const stroke = strokeOf(character, set.layout, set.separator, set.numpad)
    if (stroke === null) continue
    if (stroke.shift) press({ code: 'ShiftLeft', shift: true, ctrl: false })
    if (stroke.ctrl) press({ code: 'ControlLeft', shift: false, ctrl: true })
    press(stroke)
  }
  if (set.end !== null) press({ code: set.end, shift: false, ctrl: false })
  return presses
}
