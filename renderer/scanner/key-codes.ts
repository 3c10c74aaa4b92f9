/**
 * What a physical key means, by `event.code` (UI Events KeyboardEvent code values): while an input method is on,
 * `event.key` is "Process" or a kana, and Caps Lock turns the case of letters; the key itself stays the same.
 */

/** The keyboard that the scanner imitates and the system reads: Japanese (JIS X 6002) or US (ANSI). */
export type Layout = 'jis' | 'us'

/** Unshifted and shifted. */
type Pair = readonly [string, string]

const digits = (shifted: string): Readonly<Record<string, Pair>> =>
  Object.fromEntries([...shifted].map((sign, digit) => [`Digit${digit}`, [String(digit), sign]]))

const letters: Readonly<Record<string, Pair>> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => {
    const capital = letter.toUpperCase()
    return [`Key${capital}`, [letter, capital]]
  }),
)

const shared: Readonly<Record<string, Pair>> = {
  ...letters,
  Space: [' ', ' '],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
}

const layouts: Readonly<Record<Layout, ReadonlyMap<string, Pair>>> = {
  us: new Map(
    Object.entries({
      ...shared,
      ...digits(')!@#$%^&*('),
      Backquote: ['`', '~'],
      Minus: ['-', '_'],
      Equal: ['=', '+'],
      BracketLeft: ['[', '{'],
      BracketRight: [']', '}'],
      Backslash: ['\\', '|'],
      Semicolon: [';', ':'],
      Quote: ["'", '"'],
    } satisfies Record<string, Pair>),
  ),
  jis: new Map(
    Object.entries({
      ...shared,
      // Shift+0 types nothing on a Japanese keyboard.
      ...digits('0!"#$%&\'()'),
      Minus: ['-', '='],
      Equal: ['^', '~'],
      IntlYen: ['\\', '|'],
      BracketLeft: ['@', '`'],
      BracketRight: ['[', '{'],
      Semicolon: [';', '+'],
      Quote: [':', '*'],
      Backslash: [']', '}'],
      IntlRo: ['\\', '_'],
    } satisfies Record<string, Pair>),
  ),
}

const numpadSigns: ReadonlyMap<string, string> = new Map([
  ['NumpadAdd', '+'],
  ['NumpadSubtract', '-'],
  ['NumpadMultiply', '*'],
  ['NumpadDivide', '/'],
  ['NumpadDecimal', '.'],
  ['NumpadComma', ','],
  ...Array.from({ length: 10 }, (_, digit) => [`Numpad${digit}`, String(digit)] as const),
])

/** The character that the key types under a layout; null: none. */
export function characterOf(code: string, shift: boolean, layout: Layout): string | null {
  const pair = layouts[layout].get(code)
  return pair === undefined ? (numpadSigns.get(code) ?? null) : pair[shift ? 1 : 0]
}

/** FNC1 between elements arrives as F8 or as Ctrl+], which types the control character GS. */
export function isGroupSeparator(code: string, ctrl: boolean, layout: Layout): boolean {
  return ctrl ? characterOf(code, false, layout) === ']' : code === 'F8'
}

/** What a scanner puts after a label. */
export const endKeys: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Tab'])

/** Keys that type nothing by themselves but belong to what a scanner types. */
export const modifierKeys: ReadonlySet<string> = new Set([
  'ShiftLeft',
  'ShiftRight',
  'ControlLeft',
  'ControlRight',
])
