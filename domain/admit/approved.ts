/** Whether a pushed effect has its approval on record (rule 12). */
import type { Refusal } from '../decide-types.ts'
import type { EventOf } from '../events.ts'
import type { State } from '../model.ts'
import type { Proposal } from '../proposals.ts'
import { refuse } from '../refuse.ts'

/** Nothing that needs a second person stands without the approval on record, and of this very thing. */
export function approved(
  state: State,
  requestId: string | null,
  covers: (proposal: Proposal) => boolean,
): Refusal | null {
  const asked = requestId === null ? undefined : state.get('approval', requestId)
  return asked?.status === 'approved' && covers(asked.proposal) ? null : refuse('REQUEST_NOT_APPROVED')
}

export function approvedForFob(
  state: State,
  { type, data }: EventOf<'ThresholdReset' | 'ReseedAllowed'>,
): Refusal | null {
  const kind = type === 'ReseedAllowed' ? 'reseed' : 'thresholdReset'
  return approved(
    state,
    data.requestId,
    (proposal) => proposal.kind === kind && proposal.serial === data.serial,
  )
}

/** Once: told again after its arrival it would put the fobs back on the road. */
export function transferSent(state: State, { data }: EventOf<'TransferSent'>): Refusal | null {
  const { transferId, requestId, serials, toBranch } = data
  if (state.get('transfer', transferId) !== undefined) return refuse('REQUEST_DECIDED')
  return approved(
    state,
    requestId,
    (proposal) =>
      proposal.kind === 'transfer' &&
      proposal.toBranch === toBranch &&
      serials.every((serial) => proposal.serials.includes(serial)),
  )
}
