/** A device speaks for its own branch: claims about what is another branch's are refused (docs/adr/031). */
import type { Refusal } from '../decide-types.ts'
import type { DeskEvent } from '../events.ts'
import { evolve } from '../evolve.ts'
import type { State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { branchesOf, branchesOfProposal } from '../scope.ts'
import { isPhysicalFact } from './physical-facts.ts'

/**
 * Why a device of `branchNo` may not have recorded this; null: it may. Facts about things are taken from wherever
 * they happened, and the roster is the core system's file, whichever branch imports it. Whose application it is,
 * that branch also makes and drops its users' ties: of a contract that has moved, as long as the fob is in its hands.
 */
export function otherBranchObstacle(state: State, event: DeskEvent, branchNo: string): Refusal | null {
  if (isPhysicalFact(event.type) || event.type === 'ContractRecorded' || event.type === 'UserRecorded') {
    return null
  }
  const foreign = (branches: readonly string[]): boolean =>
    branches.length > 0 && !branches.includes(branchNo)
  const named = branchesNamed(state, event)
  const applicants = applicantsOf(state, event, branchNo)
  const touched = evolve(state, event).some(
    ({ kind, id }) => !(kind === 'user' && applicants.includes(id)) && foreign(branchesOf(state, kind, id)),
  )
  return touched || foreign(named) ? refuse('RECORD_OTHER_BRANCH') : null
}

/** Whose is what a record that is not there yet will be about. */
function branchesNamed(state: State, event: DeskEvent): readonly string[] {
  switch (event.type) {
    case 'ApplicationSubmitted':
    case 'ApplicationDrafted':
      return branchesOf(state, 'contract', event.data.contractNo)
    case 'ApprovalRequested':
      return branchesOfProposal(state, event.data.proposal)
    default:
      return []
  }
}

/** The users of the branch's own application that the event is about. */
function applicantsOf(state: State, { data }: DeskEvent, branchNo: string): readonly string[] {
  const application = 'applicationId' in data ? state.get('application', data.applicationId ?? '') : undefined
  return application?.branchNo === branchNo ? application.loginIds : []
}
