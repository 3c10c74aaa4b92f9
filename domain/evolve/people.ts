/** Branch, policy and staff. */
import type { EventOf } from '../events.ts'
import { POLICY_KEY } from '../memory-state.ts'
import type { Work } from './work.ts'

export function branchOpened(work: Work, { data }: EventOf<'BranchOpened'>): void {
  work.put('policy', POLICY_KEY, data.policy)
}

export function policyChanged(work: Work, { data }: EventOf<'PolicyChanged'>): void {
  work.put('policy', POLICY_KEY, data.policy)
}

export function staffRecorded(work: Work, { data }: EventOf<'StaffAdded' | 'StaffChanged'>): void {
  work.put('staff', data.staffNo, { ...data, active: true })
}

export function staffRemoved(work: Work, { data }: EventOf<'StaffRemoved'>): void {
  work.update('staff', data.staffNo, (staff) => ({ ...staff, active: false }))
}
