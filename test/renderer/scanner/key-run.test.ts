import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseGs1 } from '../../../domain/gs1.ts'
import type { Layout } from '../../../renderer/scanner/key-codes.ts'
import { LONGEST, noRun, readKey, scanBefore, type KeyPress } from '../../../renderer/scanner/key-run.ts'
import { pressOf, scannedAs, strokeOf, type Ime, type Separator } from './typed.ts'

/** All scans in a stream, the silence after it included. */
function scansIn(presses: readonly KeyPress[], layout: Layout): string[] {
  const scans: string[] = []
  let run = noRun
  const add = (scan: string | null): void => void (scan !== null && scans.push(scan))
  for (const press of presses) {
    const before = scanBefore(run, press.time)
    add(before)
    const read = readKey(before === null ? run : noRun, press, layout)
    run = read.run
    expect(run.text.length).toBeLessThanOrEqual(LONGEST)
    add(read.scan)
  }
  add(scanBefore(run, Number.POSITIVE_INFINITY))
  return scans
}

const layout = fc.constantFrom<Layout>('us', 'jis')
const setting = fc.record({
  layout,
  separator: fc.constantFrom<Separator>('ctrl', 'f8', 'none'),
  numpad: fc.boolean(),
  ime: fc.constantFrom<Ime>('off', 'on', 'kana'),
  gaps: fc.array(fc.double({ min: 0, max: 35, noNaN: true }), { minLength: 1, maxLength: 9 }),
  end: fc.constantFrom('Enter' as const, 'Tab' as const, 'NumpadEnter' as const, null),
})

const set82 = [...'!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz']
const variable = fc.string({ unit: fc.constantFrom(...set82), minLength: 1, maxLength: 20 })
const gs1 = fc
  .tuple(fc.constantFrom('', ']d2', ']C1', '\u001D'), variable, variable)
  .map(([mark, lot, serial]) => `${mark}01040123451234561731093010${lot}\u001D21${serial}`)
const sent = (text: string, separator: Separator): string =>
  separator === 'none' ? text.replaceAll('\u001D', '') : text

describe('a scanner', () => {
  test('any element string comes out exactly, whatever the layout, input method, separator and end', () => {
    fc.assert(
      fc.property(gs1, setting, (text, set) => {
        expect(scansIn(scannedAs(text, set), set.layout)).toEqual([sent(text, set.separator)])
      }),
      { numRuns: 400 },
    )
  })

  test('full ASCII comes out exactly', () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((point) => String.fromCharCode(point)),
      minLength: 6,
      maxLength: 60,
    })
    fc.assert(
      fc.property(ascii, setting, (typed, set) => {
        // The backquote of a Japanese keyboard needs Shift, the tilde too: all of ASCII has a key on both.
        expect(scansIn(scannedAs(typed, set), set.layout)).toEqual([typed])
      }),
      { numRuns: 400 },
    )
  })

  test('two labels without a pause stay two', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const set = { ...drawn, end: 'Enter' as const }
        const first = scannedAs('78100042', set)
        const second = scannedAs('78100043', set, (first.at(-1)?.time ?? 0) + 20)
        expect(scansIn([...first, ...second], set.layout)).toEqual(['78100042', '78100043'])
      }),
    )
  })

  test('what comes out is what the label parser reads', () => {
    const set = {
      layout: 'jis',
      separator: 'ctrl',
      numpad: false,
      ime: 'on',
      gaps: [8],
      end: 'Enter',
    } as const
    const [text = ''] = scansIn(scannedAs(']d2010401234512345610KL-7\u001D2178100042', set), 'jis')
    expect(parseGs1(text, Date.parse('2026-11-22T00:00:00Z'))).toMatchObject({
      value: { gtin: '04012345123456', lot: 'KL-7', serial: '78100042' },
    })
    expect(text).toBe(']d2010401234512345610KL-7\u001D2178100042')
  })

  test('five characters, or one slow step, are no scan', () => {
    const set = { layout: 'us', separator: 'f8', numpad: false, ime: 'off', end: 'Enter' } as const
    expect(scansIn(scannedAs('78100', { ...set, gaps: [5] }), 'us')).toEqual([])
    expect(scansIn(scannedAs('78100042', { ...set, gaps: [5, 5, 5, 36] }), 'us')).toEqual([])
    expect(scansIn(scannedAs('78100042', { ...set, gaps: [35] }), 'us')).toEqual(['78100042'])
  })
})

/** A person: 36 ms and more from key to key, and now and then fingers that roll over up to five keys at once. */
const characterKey = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789 -'.split(''))
const step = fc.record({
  characters: fc.array(characterKey, { minLength: 1, maxLength: 5 }),
  rolling: fc.double({ min: 1, max: 35, noNaN: true }),
  pause: fc.double({ min: 36, max: 79, noNaN: true }),
  rest: fc.boolean(),
  key: fc.constantFrom(
    'nothing',
    'Enter',
    'Tab',
    'Backspace',
    'ArrowLeft',
    'F5',
    'F12',
    'Escape',
    'shortcut',
  ),
})

describe('a person', () => {
  test('typing with bursts, commands and pauses is never a scan', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        layout,
        fc.constantFrom<Ime>('off', 'on'),
        (steps, set, ime) => {
          const presses: KeyPress[] = []
          let time = 0
          const press = (code: string, ctrl = false): void =>
            void presses.push(pressOf({ code, shift: false, ctrl }, time, ime))
          for (const { characters, rolling, pause, rest, key } of steps) {
            for (const character of characters) {
              const stroke = strokeOf(character, set, 'none', false)
              if (stroke !== null) press(stroke.code)
              time += rolling
            }
            time += pause
            if (key === 'shortcut') press('KeyC', true)
            else if (key !== 'nothing') press(key)
            time += rest ? 300 : pause
          }
          expect(scansIn(presses, set)).toEqual([])
        },
      ),
      { numRuns: 400 },
    )
  })

  test('a long fast burst in the middle of typing is none', () => {
    const times = [0, 60, 120, ...Array.from({ length: 12 }, (_, at) => 170 + at * 5)]
    const presses = times.map((time) => pressOf({ code: 'KeyJ', shift: false, ctrl: false }, time, 'off'))
    expect(scansIn(presses, 'us')).toEqual([])
  })

  test('a held key is none, however fast it repeats', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 35 }),
        fc.constantFrom('Digit1', 'KeyA', 'Numpad0'),
        (gap, code) => {
          const presses = Array.from({ length: 40 }, (_, at) => ({
            ...pressOf({ code, shift: false, ctrl: false }, at * gap, 'off'),
            repeat: at > 0,
          }))
          expect(scansIn(presses, 'us')).toEqual([])
        },
      ),
    )
  })

  test('Ctrl shortcuts and function keys in a row are none', () => {
    const shortcuts = ['KeyC', 'KeyV', 'KeyZ', 'KeyZ', 'KeyZ', 'KeyZ', 'KeyS', 'Enter']
    const typed = shortcuts.map((code, at) => pressOf({ code, shift: false, ctrl: true }, at * 10, 'off'))
    const functions = Array.from({ length: 12 }, (_, at) =>
      pressOf({ code: `F${at + 1}`, shift: false, ctrl: false }, at * 10, 'off'),
    )
    expect(scansIn(typed, 'us')).toEqual([])
    expect(scansIn(functions, 'us')).toEqual([])
  })
})

test('2,000 hostile streams: nothing throws, nothing grows, every scan is long enough', () => {
  const press = fc.record<KeyPress>({
    code: fc.oneof(fc.constantFrom('Digit1', 'KeyA', 'Enter', 'F8', 'ShiftLeft', '', 'Process'), fc.string()),
    key: fc.string({ unit: 'binary', maxLength: 3 }),
    shift: fc.boolean(),
    ctrl: fc.boolean(),
    alt: fc.boolean(),
    repeat: fc.boolean(),
    composing: fc.boolean(),
    time: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.double()),
  })
  fc.assert(
    fc.property(fc.array(press, { maxLength: 30 }), layout, (presses, set) => {
      for (const scan of scansIn(presses, set)) {
        expect(scan.length).toBeGreaterThanOrEqual(6)
        expect(scan.replaceAll('\u001D', '')).toMatch(/^[ -~]*$/)
      }
    }),
    { numRuns: 2000 },
  )
  const endless = Array.from({ length: 5000 }, (_, at) =>
    pressOf({ code: 'Digit7', shift: false, ctrl: false }, at, 'off'),
  )
  expect(scansIn(endless, 'us')).toEqual([])
})
