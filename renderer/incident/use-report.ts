/** The report as it is taken on the telephone. */
import { useState } from 'react'
import type { IncidentKind } from '../../domain/vocabulary.ts'
import type { FobView, UserView } from '../../preload/contract/views.ts'

/** What a report needs of a fob. Of another branch's, head office tells neither expiry nor place. */
export type ReportedFob = Pick<FobView, 'serial' | 'loginIds' | 'incident'> &
  Partial<Pick<FobView, 'expiresAt' | 'place'>>
export type ReportingUser = Pick<UserView, 'loginId' | 'name' | 'role'>

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
