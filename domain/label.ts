/** A fob's label as scanned: a GS1 element string or the bare serial number, and whether it fits the books. */
import { formatMinute } from './calendar.ts'
import type { Refusal } from './decide-types.ts'
import { isMarkedGs1, parseGs1, withoutSymbology } from './gs1.ts'
import type { Fob } from './model.ts'
import { refuse } from './refuse.ts'
import { normaliseSerial } from './serial.ts'

export interface FobLabel {
  readonly serial: string
  /** Where the label carries them. */
  readonly lot: string | null
  /** Unix ms, 08:00 of the last day. */
  readonly expiresAt: number | null
}

/**
 * A text without any mark of GS1 is an element string only from this length on (expiry and the shortest
 * serial): an article number that begins with 21 must not become a serial.
 */
const SHORTEST_UNMARKED = 18

/**
 * Reads a label. Refuses as `parseGs1` does; LABEL_NO_SERIAL where the element string names no fob;
 * LABEL_FORM for a text that is neither.
 */
export function readFobLabel(
  scanned: string,
  now: number,
): { readonly ok: true; readonly label: FobLabel } | Refusal {
  const text = scanned.trim()
  const marked = isMarkedGs1(text)
  const plain = marked ? null : normaliseSerial(withoutSymbology(text))
  if (plain !== null) return { ok: true, label: { serial: plain, lot: null, expiresAt: null } }
  if (!marked && !(text.length >= SHORTEST_UNMARKED && /^(?:01|10|17|21)/.test(text))) {
    return refuse('LABEL_FORM')
  }
  const parsed = parseGs1(text, now)
  if (!parsed.ok) return parsed
  const { serial: printed, lot, expiresAt } = parsed.value
  if (printed === null) return refuse('LABEL_NO_SERIAL')
  const serial = normaliseSerial(printed)
  if (serial === null) return refuse('LABEL_AI_VALUE', { ai: '21', value: printed })
  return { ok: true, label: { serial, lot, expiresAt } }
}

/** Label and books must agree in whatever the label says (FOB-PROTOCOL.md, 5); null: they do. */
export function labelObstacle(
  label: FobLabel,
  fob: Pick<Fob, 'serial' | 'lotNo' | 'expiresAt'>,
): Refusal | null {
  if (label.serial !== fob.serial) {
    return refuse('FOB_SERIAL_MISMATCH', { printed: label.serial, expected: fob.serial })
  }
  if (label.lot !== null && label.lot !== fob.lotNo) {
    return refuse('LABEL_LOT_DIFFERS', { label: label.lot, expected: fob.lotNo })
  }
  if (label.expiresAt !== null && label.expiresAt !== fob.expiresAt) {
    const [onLabel, expected] = [formatMinute(label.expiresAt), formatMinute(fob.expiresAt)]
    return refuse('LABEL_EXPIRY_DIFFERS', { label: onLabel, expected })
  }
  return null
}

/**
 * The serial in whatever was typed or scanned into a field for one: the label's where it can be read, else the
 * text as it is, for the rules to refuse (SERIAL_FORM).
 */
export function serialIn(scanned: string, now: number): string {
  const read = readFobLabel(scanned, now)
  return read.ok ? read.label.serial : scanned.normalize('NFKC').trim()
}
