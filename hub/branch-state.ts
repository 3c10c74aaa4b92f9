/**
 * Policy, staff and tasks are each branch's own, while head office folds all branches into one state: there they lie
 * under the branch's number, and whoever decides for a branch looks through `branchState`.
 */
import type { DeskEvent } from '../domain/events.ts'
import { evolve } from '../domain/evolve.ts'
import type { AggregateKind, Aggregates, Change, State } from '../domain/model.ts'
import { defaultPolicy, type Policy } from '../domain/policy.ts'

const keyAt = (branchNo: string, id: string): string => `${branchNo}/${id}`

/** The state as one branch's devices have it, and more: records of other branches are readable too. */
export function branchState(state: State, branchNo: string): State {
  const own = `${branchNo}/`
  const get = <K extends AggregateKind>(kind: K, id: string): Aggregates[K] | undefined => {
    if (kind === 'policy') return state.get(kind, branchNo)
    if (kind === 'task') return state.get(kind, keyAt(branchNo, id))
    if (kind !== 'staff') return state.get(kind, id)
    const staff = state.get('staff', keyAt(branchNo, id))
    // The kind says what the value is; the compiler does not follow that.
    return (staff === undefined ? undefined : { ...staff, staffNo: id }) as Aggregates[K] | undefined
  }
  return {
    get,
    serialOfChip: (chipSerial) => state.serialOfChip(chipSerial),
    openApplications: (contractNo) => state.openApplications(contractNo),
    waitingApprovals: () => state.waitingApprovals(),
    staff: () =>
      state
        .staff()
        .filter(({ staffNo }) => staffNo.startsWith(own))
        .map((staff) => ({ ...staff, staffNo: staff.staffNo.slice(own.length) })),
    serialsIn: (of, place, endingBy) => state.serialsIn(of, place, endingBy),
    policy: () => policyOf(state, branchNo),
  }
}

/** The policy in force at a branch. `state`: of all branches. */
export function policyOf(state: State, branchNo: string): Policy {
  return state.get('policy', branchNo) ?? defaultPolicy
}

/** What an event of the branch changes, as it lies in head office's state. */
export function changesIn(branchNo: string, state: State, event: DeskEvent): Change[] {
  return evolve(branchState(state, branchNo), event).map((change) => {
    if (change.kind === 'policy') return { ...change, id: branchNo }
    if (change.kind === 'task') return { ...change, id: keyAt(branchNo, change.id) }
    if (change.kind !== 'staff') return change
    const key = keyAt(branchNo, change.id)
    return { ...change, id: key, value: { ...change.value, staffNo: key } }
  })
}
