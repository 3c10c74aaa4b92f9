/** Of whom a question is asked, and in which branch's chain its events belong. */
import type { Refusal } from '../../domain/decide-types.ts'
import type { State, User } from '../../domain/model.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { userInScope } from '../branch-scope.ts'
import { knownDevice } from '../devices.ts'
import type { HubReader } from '../store/hub-store.ts'

export interface Subject {
  readonly user: User
  /** The branch whose chain gets the events. */
  readonly branchNo: string
}

/** Finds the user in whatever the caller may speak of. */
export type FindSubject = (state: State, loginId: string) => Subject | Refusal

/** A desk speaks of its own branch's customers. */
export function subjectOfBranch(branchNo: string): FindSubject {
  return (state, loginId) => {
    const user = userInScope(state, loginId, branchNo)
    return isRefusal(user) ? user : { user, branchNo }
  }
}

/** Internet banking speaks of every customer; the events go to the contract's branch. */
export const anySubject: FindSubject = (state, loginId) => {
  const user = state.get('user', loginId)
  const contract = user && state.get('contract', user.contractNo)
  if (contract === undefined) return refuse('USER_UNKNOWN', { loginId })
  return subjectOfBranch(contract.branchNo)(state, loginId)
}

/** What a device may speak of, unless it may speak of nothing. */
export async function subjectOfDevice(tx: HubReader, device: string): Promise<FindSubject | Refusal> {
  const known = await knownDevice(tx, device)
  return known.ok ? subjectOfBranch(known.device.branchNo) : known
}
