import type { ReportedFob, ReportEntry } from './use-report.ts'

/** What is missing before a report can be made, as a word of `words.ts`; null: nothing. */
export function whyNotReported(
  fob: ReportedFob | null,
  entry: ReportEntry,
): 'whyFob' | 'whyReported' | 'whyKind' | 'whyReporter' | null {
  if (fob === null) return 'whyFob'
  if (fob.incident !== null) return 'whyReported'
  if (entry.kind === null) return 'whyKind'
  return entry.reportedBy.trim() === '' ? 'whyReporter' : null
}
