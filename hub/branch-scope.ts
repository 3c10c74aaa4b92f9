/** What a device of one branch may speak of. */
import type { Refusal } from '../domain/decide-types.ts'
import type { DeskEvent } from '../domain/events.ts'
import type { State, User } from '../domain/model.ts'
import { refuse } from '../domain/refuse.ts'

/** Why a device of `branchNo` may not have recorded this; null: it may. */
export function branchObstacle(event: DeskEvent, branchNo: string): Refusal | null {
  const named = branchNamed(event)
  return named === null || named === branchNo ? null : refuse('OTHER_BRANCH', { branchNo: named })
}

function branchNamed(event: DeskEvent): string | null {
  if (event.type === 'TransferSent') return event.data.fromBranch
  // A roster moves contracts to other branches, rightly. Whatever else names a branch means its own.
  if (event.type === 'ContractRecorded' || !('branchNo' in event.data)) return null
  return event.data.branchNo
}

/** The user, if the contract is this branch's. */
export function userInScope(state: State, loginId: string, branchNo: string): User | Refusal {
  const user = state.get('user', loginId)
  const contract = user && state.get('contract', user.contractNo)
  if (user === undefined || contract === undefined) return refuse('USER_UNKNOWN', { loginId })
  if (contract.branchNo !== branchNo) return refuse('CONTRACT_OTHER_BRANCH', { branchNo: contract.branchNo })
  if (contract.status === 'closed') return refuse('CONTRACT_CLOSED')
  return user
}
