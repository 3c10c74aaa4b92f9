/** Branch, policy and staff. */
import type { EventOf } from '../events.ts'
import { POLICY_KEY } from '../memory-state.ts'
import type { Work } from './work.ts'

/** A further PC of the branch opens it for itself: what is in force by then stays. */
export function branchOpened(work: Work, { data }: EventOf<'BranchOpened'>): void {
  if (work.get('policy', POLICY_KEY) !== undefined) return
  work.put('policy', POLICY_KEY, data.policy)
}

export function policyChanged(work: Work, { data }: EventOf<'PolicyChanged'>): void {
  work.put('policy', POLICY_KEY, data.policy)
}

export function staffRecorded(work: Work, { type, data }: EventOf<'StaffAdded' | 'StaffChanged'>): void {
  // Whoever is there is changed, not added: a further PC tells at its opening whom it was told of.
  if (type === 'StaffAdded' && work.get('staff', data.staffNo)?.active === true) return
  work.put('staff', data.staffNo, { ...data, active: true })
}

export function staffRemoved(work: Work, { data }: EventOf<'StaffRemoved'>): void {
  work.update('staff', data.staffNo, (staff) => ({ ...staff, active: false }))
}
