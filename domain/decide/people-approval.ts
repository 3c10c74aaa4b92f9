/** 職員 and 方針 after approval, and what stands in their way before. */
import type { Refusal } from '../decide-types.ts'
import type { State } from '../model.ts'
import { policySchema, type Policy } from '../policy.ts'
import type { Proposal } from '../proposals.ts'
import { refuse } from '../refuse.ts'
import type { Sheet } from './answer.ts'

/** Rule 12: a branch never has fewer. */
export const MANAGERS_NEEDED = 2

export type StaffProposal = Extract<Proposal, { kind: 'staffAdd' | 'staffChange' | 'staffRemove' }>
export type PolicyChanges = Extract<Proposal, { kind: 'policy' }>['changes']

export function staffObstacle(state: State, proposal: StaffProposal): Refusal | null {
  const { staffNo } = proposal
  const known = state.get('staff', staffNo)
  // A number stands in the records for ever; it is never given to a second person.
  if (proposal.kind === 'staffAdd') return known === undefined ? null : refuse('STAFF_EXISTS', { staffNo })
  if (known?.active !== true) return refuse('STAFF_UNKNOWN', { staffNo })
  const stays = proposal.kind === 'staffChange' && proposal.role === 'manager'
  const others = state
    .staff()
    .filter((other) => other.active && other.role === 'manager' && other.staffNo !== staffNo)
  return stays || known.role !== 'manager' || others.length >= MANAGERS_NEEDED
    ? null
    : refuse('STAFF_LAST_MANAGERS')
}

export function changeStaff(sheet: Sheet, proposal: StaffProposal): Refusal | null {
  const obstacle = staffObstacle(sheet.state, proposal)
  if (obstacle !== null) return obstacle
  if (proposal.kind === 'staffRemove') {
    sheet.record({ type: 'StaffRemoved', v: 1, data: { staffNo: proposal.staffNo } })
    return null
  }
  const { staffNo, name, role, deputy } = proposal
  const type = proposal.kind === 'staffAdd' ? 'StaffAdded' : 'StaffChanged'
  sheet.record({ type, v: 1, data: { staffNo, name, role, deputy } })
  return null
}

export function mergedPolicy(policy: Policy, changes: PolicyChanges): Policy | Refusal {
  const changed = Object.entries(changes).find(([, value]) => value !== undefined)
  if (changed === undefined) return refuse('POLICY_INVALID', { field: '-' })
  const merged = policySchema.safeParse({ ...policy, ...changes })
  if (!merged.success) {
    return refuse('POLICY_INVALID', { field: String(merged.error.issues[0]?.path[0] ?? '-') })
  }
  // The long-run count contains every failure in a row; a lower limit would make the other one pointless.
  if (merged.data.longRunThreshold < merged.data.lockThreshold) {
    return refuse('POLICY_INVALID', { field: 'longRunThreshold' })
  }
  return merged.data
}

export function changePolicy(sheet: Sheet, changes: PolicyChanges, requestId: string): Refusal | null {
  const policy = mergedPolicy(sheet.state.policy(), changes)
  if ('ok' in policy) return policy
  sheet.record({ type: 'PolicyChanged', v: 1, data: { requestId, policy } })
  return null
}
