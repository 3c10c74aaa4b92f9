/** Hostile texts against the two parsers that read what a supplier or a scanner sends: PSKC files and labels. */
import { readFobLabel } from '../../domain/label.ts'
import { refusals } from '../../domain/refusals.ts'
import { readPskc } from '../../programmer/pskc/read-pskc.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo } from '../programmer/pskc/pskc-file.ts'
import type { Dice } from './hostile.ts'

const NOW = Date.UTC(2026, 10, 23)
const credential = { kind: 'key', text: Buffer.from(ENCRYPTION_KEY).toString('hex') } as const
const file = pskcXml({ keys: [1, 2].map((n) => ({ serial: String(20_000_000 + n), seed: seedNo(n) })) })
const seeds = new Set([1, 2].map((n) => Buffer.from(seedNo(n)).toString('hex')))
const markup = [
  '<',
  '>',
  '"',
  '&amp;',
  ']]>',
  '<!--',
  '<![CDATA[',
  '<?x ?>',
  '/>',
  '\u0001',
  '<pskc:Key>',
  '&x;',
]

/** Some places of a text replaced, cut or filled. */
function spoilt(dice: Dice, sound: string, signs: readonly string[], longestCut: number): string {
  let text = sound
  for (let changes = 1 + dice.below(3); changes > 0; changes -= 1) {
    const at = dice.below(text.length + 1)
    const put =
      dice.below(3) === 0
        ? dice.bytes(dice.below(12)).toString('latin1')
        : (signs[dice.below(signs.length)] ?? '')
    text = text.slice(0, at) + put + text.slice(at + dice.below(longestCut))
  }
  return text
}

/** A changed file is read or refused by a code; no seed is believed that was not in it. */
export function throughPskc(dice: Dice): boolean {
  const answer = readPskc(Buffer.from(spoilt(dice, file, markup, 40)), credential)
  if (!answer.ok) {
    if (!Object.hasOwn(refusals, answer.code)) throw new Error(`no sentence for ${answer.code}`)
    return false
  }
  for (const { seed, serial } of answer.fobs) {
    if (!seeds.has(Buffer.from(seed).toString('hex'))) throw new Error(`a seed for ${serial} out of nothing`)
  }
  return answer.fobs.length > 0
}

const GS = '\u001d'
const labels = [
  `]d2011234567890123417301130\u001d2112345678`,
  '(01)12345678901231(10)KL-0001(17)301130(21)12345678',
  `]C11730113010KL-0001${GS}2112345678`,
  '1234 5678',
]
const pieces = [GS, ']C1', ']d2', '(21)', '(17)', '21', '17', '10', '01', '99', '１２３', '　', '-', '0']

/** A changed label is a fob's with 8 to 12 digits, or is refused by a code. */
export function throughLabel(dice: Dice): boolean {
  const text =
    dice.below(6) === 0
      ? dice.bytes(dice.below(60)).toString('latin1')
      : spoilt(dice, labels[dice.below(labels.length)] ?? '', pieces, 3)
  const read = readFobLabel(text, NOW)
  if (!read.ok) {
    if (!Object.hasOwn(refusals, read.code)) throw new Error(`no sentence for ${read.code}`)
    return false
  }
  const { serial } = read.label
  if (!/^[0-9]{8,12}$/.test(serial)) throw new Error('a serial that is none')
  return true
}
