/**
 * An issuance that head office did not admit has written a seed all the same: the chip holds the last write, and
 * nobody knows which that is. A proven activation wins; otherwise all issuances of the fob are void, their
 * applications wait for another issuance, and the fob is written again.
 */
import type { EventDraft, EventOf } from '../events.ts'
import type { State } from '../model.ts'

/** What head office records of a 発行 that it refused; null: it knows no such fob. */
export function issuancesVoided(
  state: State,
  { data }: EventOf<'FobIssued'>,
): Extract<EventDraft, { type: 'IssuancesVoided' }> | null {
  const { serial, issuanceId, applicationId } = data
  const fob = state.get('fob', serial)
  if (fob === undefined) return null
  const refused = { issuanceId, applicationId }
  const inService = fob.loginIds.some((loginId) => {
    const otp = state.get('user', loginId)?.otp
    return otp?.status === 'inService' && otp.tie.serial === serial
  })
  const { issuanceId: standing } = fob.seed
  const earlier =
    standing === null || standing === issuanceId || fob.loginIds.length === 0
      ? undefined
      : state.get('issuance', standing)
  const issuances =
    inService || earlier === undefined
      ? [refused]
      : [{ issuanceId: earlier.issuanceId, applicationId: earlier.applicationId }, refused]
  return { type: 'IssuancesVoided', v: 1, data: { serial, issuances, inService } }
}

/** The task that head office raises with it. */
export const conflictTaskId = (name: string): string => `conflict-${name}`
