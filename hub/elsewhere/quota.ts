/** How much one member of staff may do for other branches' customers on one day, whichever PC and hub process. */
import { dateAt } from '../../domain/calendar.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { LOOKUPS_A_DAY, REPORTS_A_DAY } from '../../domain/elsewhere.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Caller } from '../acting-staff.ts'
import { policyOf } from '../branch-state.ts'
import type { HubWork } from '../hub.ts'

const limits = { lookUps: LOOKUPS_A_DAY, reports: REPORTS_A_DAY }
/** Long enough that the day has ended for the count that bears its date. */
const KEPT_MS = 2 * 86_400_000

/** Counts one more, and says how many are left after it; nothing is counted past the limit. */
export async function takeOne(
  work: HubWork,
  { branchNo, actor }: Caller,
  what: keyof typeof limits,
): Promise<{ readonly left: number } | Refusal> {
  const now = work.hub.now()
  const id = `${branchNo} ${actor.staffNo} ${dateAt(now)}`
  const used = (await work.tx.document('elsewhereUsed', id)) ?? { lookUps: 0, reports: 0 }
  const limit = limits[what]
  if (used[what] >= limit) {
    return refuse('ELSEWHERE_SPENT', { limit, phone: policyOf(work.state, branchNo).emergencyPhone })
  }
  const next = { ...used, [what]: used[what] + 1 }
  await work.tx.saveDocument('elsewhereUsed', id, next, { expiresAt: now + KEPT_MS })
  return { left: limit - next[what] }
}
