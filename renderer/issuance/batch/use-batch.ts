/** The batch as the screen has it: an end that main tells moves it on, and its label is printed at once. */
import { useEffect, useEffectEvent, useState } from 'react'
import type { ApplicationView, IssuanceState } from '../../../preload/contract/views.ts'
import { callDesk } from '../../desk/index.ts'
import { beginBatch, currentOf, issue, label, skip, type Batch } from './batch.ts'

export interface BatchControl {
  readonly batch: Batch | null
  /** null: no batch, or at its end. */
  readonly current: string | null
  readonly begin: () => void
  readonly skip: () => void
  readonly stop: () => void
  /** The label once more, or the first that did not come out. */
  readonly printLabel: (applicationId: string) => void
  readonly doWithoutLabel: (applicationId: string) => void
  readonly leave: () => void
}

export function useBatch(
  applications: readonly ApplicationView[],
  last: IssuanceState['last'],
): BatchControl {
  const [batch, setBatch] = useState<Batch | null>(null)
  const current =
    batch === null
      ? null
      : currentOf(
          batch,
          applications.map(({ applicationId }) => applicationId),
        )

  const change = (move: (now: Batch) => Batch): void => setBatch((now) => (now === null ? null : move(now)))
  const printLabel = (applicationId: string): void => {
    change((now) => label(now, applicationId, { status: 'printing' }))
    void callDesk('label.print', { applicationId }).then((answer) => {
      const { ok } = answer
      const state = ok
        ? ({ status: 'printed' } as const)
        : ({ status: 'failed', refusal: { code: answer.code, detail: answer.detail } } as const)
      change((now) => label(now, applicationId, state))
    })
  }
  const onIssued = useEffectEvent(({ applicationId, issuanceId, serial }: NonNullable<typeof last>) => {
    if (batch === null || batch.outcomes[applicationId] !== undefined) return
    if (!batch.applications.some((each) => each.applicationId === applicationId)) return
    change((now) => issue(now, applicationId, issuanceId, serial))
    printLabel(applicationId)
  })
  useEffect(() => {
    if (last?.ok === true) onIssued(last)
  }, [last])

  return {
    batch,
    current,
    begin: () => setBatch(beginBatch(applications)),
    skip: () => {
      if (current !== null) change((now) => skip(now, current))
    },
    stop: () => change((now) => ({ ...now, stopped: true })),
    printLabel,
    doWithoutLabel: (applicationId) => change((now) => label(now, applicationId, { status: 'doneWithout' })),
    leave: () => setBatch(null),
  }
}
