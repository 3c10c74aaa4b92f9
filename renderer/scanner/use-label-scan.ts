/** What most screens want of a scanner: a fob's label, read, or in words why it cannot be. */
import { use, useState, type RefObject } from 'react'
import type { Refusal } from '../../domain/decide-types.ts'
import { readFobLabel, type FobLabel } from '../../domain/label.ts'
import { ClockContext } from '../desk/use-status.ts'
import { useScan } from './scanner.tsx'

/**
 * `onLabel` gets each label that is scanned, from any focus. Answers why the last one could not be read, for
 * `<Refused>`. A text that is no label at all (LABEL_FORM) stays in the field that has the focus: it may be a
 * receipt's number that belongs there.
 */
export function useLabelScan(
  onLabel: (label: FobLabel) => void,
  where: { readonly within?: RefObject<HTMLElement | null>; readonly enabled?: boolean } = {},
): Refusal | null {
  const ahead = use(ClockContext)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const read = (text: string) => readFobLabel(text, Date.now() + ahead)
  useScan(
    {
      wants: (text, inField) => {
        const found = read(text)
        return found.ok || found.code !== 'LABEL_FORM' || !inField
      },
      onScan: (text) => {
        const found = read(text)
        setRefusal(found.ok ? null : found)
        if (found.ok) onLabel(found.label)
      },
    },
    where,
  )
  return refusal
}
