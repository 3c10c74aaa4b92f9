/**
 * Real key events in Chromium at a scanner's pace. They carry the times of a scanner's keys themselves and are sent
 * without waiting for one another, so a busy machine does not make a slow scanner.
 */
import type { CDPSession, Page } from '@playwright/test'
import type { Layout } from '../../../renderer/scanner/key-codes.ts'
import { strokeOf, type Stroke } from './typed.ts'

export interface ScannerKeys {
  /** Types a label and the key that ends it. */
  readonly scan: (text: string, end?: 'Enter' | 'Tab' | null) => Promise<void>
  /** The same while the input method is on: the keys feed a composition of kana. */
  readonly scanIntoComposition: (text: string) => Promise<void>
}

export async function scannerKeys(page: Page): Promise<ScannerKeys> {
  const session = await page.context().newCDPSession(page)
  const layout = await layoutOf(page)
  const strokes = (text: string): Stroke[] =>
    [...text].flatMap((character) => {
      const stroke = strokeOf(character, layout, 'ctrl', false)
      if (stroke === null) return []
      const { shift, ctrl } = stroke
      return [
        ...(shift ? [{ code: 'ShiftLeft', shift, ctrl }] : []),
        ...(ctrl ? [{ code: 'ControlLeft', shift, ctrl }] : []),
        stroke,
      ]
    })
  /** ms from key to key. */
  const pace = 4
  /** Seconds since 1970 of the keys of one scan, all of them past, after a pause for the hand that takes the scanner. */
  const times = async (): Promise<() => number> => {
    await page.waitForTimeout(500)
    let at = Date.now() - 300
    return () => (at += pace) / 1000
  }
  return {
    scan: async (text, end = 'Enter') => {
      const time = await times()
      const characters = [...text]
      const sent = strokes(text).flatMap((stroke) => {
        const types = !/^(?:Shift|Control)/.test(stroke.code)
        const character = types ? characters.shift() : undefined
        return press(session, stroke, stroke.ctrl ? undefined : character, time())
      })
      if (end !== null)
        sent.push(...press(session, { code: end, shift: false, ctrl: false }, undefined, time()))
      await Promise.all(sent)
    },
    scanIntoComposition: async (text) => {
      const time = await times()
      let kana = ''
      const sent = strokes(text).flatMap((stroke) => {
        kana += 'か'
        return [
          processKey(session, stroke.code, time()),
          session.send('Input.imeSetComposition', {
            text: kana,
            selectionStart: kana.length,
            selectionEnd: kana.length,
          }),
        ]
      })
      await Promise.all([...sent, processKey(session, 'Enter', time())])
    },
  }
}

async function layoutOf(page: Page): Promise<Layout> {
  const bracket = await page.evaluate(async () => {
    const { keyboard } = navigator as Navigator & {
      readonly keyboard?: { getLayoutMap: () => Promise<ReadonlyMap<string, string>> }
    }
    return (await keyboard?.getLayoutMap())?.get('BracketLeft')
  })
  return bracket === '[' ? 'us' : 'jis'
}

const virtualKeys: Readonly<Record<string, number>> = {
  Enter: 13,
  Tab: 9,
  ShiftLeft: 16,
  ControlLeft: 17,
  F8: 119,
}

function press(
  session: CDPSession,
  { code, shift, ctrl }: Stroke,
  character: string | undefined,
  timestamp: number,
): Promise<unknown>[] {
  const text = character ?? (code === 'Enter' ? '\r' : undefined)
  const key = {
    timestamp,
    code,
    key: character ?? code.replace('Left', ''),
    modifiers: (ctrl ? 2 : 0) + (shift ? 8 : 0),
    windowsVirtualKeyCode: virtualKeys[code] ?? character?.toUpperCase().codePointAt(0) ?? 221,
  }
  return [
    session.send('Input.dispatchKeyEvent', {
      type: text === undefined ? 'rawKeyDown' : 'keyDown',
      ...key,
      ...(text === undefined ? {} : { text, unmodifiedText: text }),
    }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
  ]
}

/** What a page sees of a key that the input method takes. */
function processKey(session: CDPSession, code: string, timestamp: number): Promise<unknown> {
  return session.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    code,
    key: 'Process',
    windowsVirtualKeyCode: 229,
    timestamp,
  })
}
