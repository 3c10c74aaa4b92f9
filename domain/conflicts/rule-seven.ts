/** Rule 7: a waiting time never begins later than head office had the revocation. */
import type { EventDraft, EventOf } from '../events.ts'
import { waitingUntil } from '../waiting.ts'

/** The correction where the desk's clock was ahead; null: none is needed. `receivedAt`: ms since 1970. */
export function waitingTimeCorrected(
  { data }: EventOf<'UsersRevoked'>,
  receivedAt: number,
): Extract<EventDraft, { type: 'WaitingTimeCorrected' }> | null {
  const late = data.revocations.filter(({ at }) => at > receivedAt)
  if (late.length === 0) return null
  const revocations = late.map(({ loginId, tieId }) => ({
    loginId,
    tieId,
    at: receivedAt,
    waitingUntil: waitingUntil(receivedAt),
  }))
  return { type: 'WaitingTimeCorrected', v: 1, data: { revocations } }
}
