/**
 * まとめて発行: the approved applications one after the other, each with its fob and its label before the next
 * begins. A value; the screen (`use-batch.ts`) moves it on.
 */
import type { ApplicationView, RefusalView } from '../../../preload/contract/views.ts'

export type LabelState =
  | { readonly status: 'printing' | 'printed' | 'doneWithout' }
  | { readonly status: 'failed'; readonly refusal: RefusalView }

export interface Issued {
  readonly kind: 'issued'
  readonly issuanceId: string
  readonly serial: string
  readonly label: LabelState
}

export interface Batch {
  /** Those that waited when it began, in the queue's order. */
  readonly applications: readonly Pick<ApplicationView, 'applicationId' | 'contractName'>[]
  readonly outcomes: Readonly<Record<string, Issued | { readonly kind: 'skipped' }>>
  readonly stopped: boolean
}

export function beginBatch(applications: Batch['applications']): Batch {
  const named = applications.map(({ applicationId, contractName }) => ({ applicationId, contractName }))
  return { applications: named, outcomes: {}, stopped: false }
}

/** What is issued next; null: the batch is at its end. What has left the queue meanwhile is passed over. */
export function currentOf(
  { applications, outcomes, stopped }: Batch,
  waiting: readonly string[],
): string | null {
  if (stopped) return null
  const open = applications.find(
    ({ applicationId }) => outcomes[applicationId] === undefined && waiting.includes(applicationId),
  )
  return open?.applicationId ?? null
}

/** `3` of `12`, as the screen counts: the place of this application. */
export function placeOf(
  { applications }: Batch,
  applicationId: string,
): { readonly at: number; readonly of: number } {
  return {
    at: applications.findIndex((each) => each.applicationId === applicationId) + 1,
    of: applications.length,
  }
}

/** Those that were issued, the last one last. */
export function issuedIn({
  applications,
  outcomes,
}: Batch): readonly (Issued & Batch['applications'][number])[] {
  return applications.flatMap((application) => {
    const outcome = outcomes[application.applicationId]
    return outcome?.kind === 'issued' ? [{ ...outcome, ...application }] : []
  })
}

export function issue(batch: Batch, applicationId: string, issuanceId: string, serial: string): Batch {
  const outcome: Issued = { kind: 'issued', issuanceId, serial, label: { status: 'printing' } }
  return { ...batch, outcomes: { ...batch.outcomes, [applicationId]: outcome } }
}

export function label(batch: Batch, applicationId: string, state: LabelState): Batch {
  const outcome = batch.outcomes[applicationId]
  if (outcome?.kind !== 'issued') return batch
  return { ...batch, outcomes: { ...batch.outcomes, [applicationId]: { ...outcome, label: state } } }
}

export function skip(batch: Batch, applicationId: string): Batch {
  return { ...batch, outcomes: { ...batch.outcomes, [applicationId]: { kind: 'skipped' } } }
}

/** A label that did not come out holds up the next: a fob without its label is how two are mixed up. */
export function heldUpBy(
  batch: Batch,
): (Issued & Batch['applications'][number] & { refusal: RefusalView }) | null {
  for (const issued of issuedIn(batch)) {
    if (issued.label.status === 'failed') return { ...issued, refusal: issued.label.refusal }
  }
  return null
}
