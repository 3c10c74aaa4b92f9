/** The report as it is taken on the telephone. */
import { useState } from 'react'
import type { IncidentKind } from '../../domain/vocabulary.ts'

export interface ReportEntry {
  readonly serial: string | null
  readonly kind: IncidentKind | null
  readonly channel: 'phone' | 'counter'
  readonly reportedBy: string
  readonly memo: string
}

/** `serial`: the one that was searched for, or the only one there is. */
export function useReport(serial: string | null) {
  const [entry, setEntry] = useState<ReportEntry>({
    serial,
    kind: null,
    channel: 'phone',
    reportedBy: '',
    memo: '',
  })
  return { entry, change: (part: Partial<ReportEntry>) => setEntry((before) => ({ ...before, ...part })) }
}
