import type { StopCause } from '../../domain/vocabulary.ts'
import { policyOf } from '../branch-state.ts'
import type { HubWork } from '../hub.ts'
import { lockedBy } from './counters.ts'

/**
 * Stops every user of a fob whose counters are full (rule 3), unless they are stopped for it already. Counters and
 * stops are written apart; a process that died in between leaves full counters, which the next attempt meets.
 */
export async function stopIfLocked(
  work: HubWork,
  { branchNo, serial }: { readonly branchNo: string; readonly serial: string },
): Promise<void> {
  const row = await work.tx.fob(serial)
  const causes: readonly StopCause[] = row
    ? lockedBy(row, work.hub.now(), policyOf(work.state, branchNo))
    : []
  for (const cause of causes) {
    const users = work.state.get('fob', serial)?.loginIds ?? []
    const loginIds = users.filter((loginId) => {
      const stops = work.state.get('user', loginId)?.stops ?? []
      return !stops.some((stop) => stop.cause === cause && stop.serial === serial)
    })
    if (loginIds.length > 0) {
      await work.record(branchNo, { type: 'UsersStopped', v: 1, data: { loginIds, serial, cause } })
    }
  }
}
