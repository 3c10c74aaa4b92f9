/** A device speaks for its own branch: claims about what is another branch's are refused (docs/adr/031). */
import type { Refusal } from '../decide-types.ts'
import type { DeskEvent } from '../events.ts'
import { evolve } from '../evolve.ts'
import type { State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { branchesOf } from '../scope.ts'
import { isPhysicalFact } from './physical-facts.ts'

/**
 * Why a device of `branchNo` may not have recorded this; null: it may. Facts about things are taken from wherever
 * they happened, and the roster is the core system's file, whichever branch imports it.
 */
export function otherBranchObstacle(state: State, event: DeskEvent, branchNo: string): Refusal | null {
  if (isPhysicalFact(event.type) || event.type === 'ContractRecorded' || event.type === 'UserRecorded') {
    return null
  }
  const foreign = (branches: readonly string[]): boolean =>
    branches.length > 0 && !branches.includes(branchNo)
  const named =
    event.type === 'ApplicationSubmitted' || event.type === 'ApplicationDrafted'
      ? branchesOf(state, 'contract', event.data.contractNo)
      : []
  const touched = evolve(state, event).some(({ kind, id }) => foreign(branchesOf(state, kind, id)))
  return touched || foreign(named) ? refuse('RECORD_OTHER_BRANCH') : null
}
