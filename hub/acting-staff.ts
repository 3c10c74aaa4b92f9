/** Who at a branch asks head office to act for a customer: the device vouches for the staff number. */
import type { Actor, Refusal } from '../domain/decide-types.ts'
import { refuse } from '../domain/refuse.ts'
import { branchState } from './branch-state.ts'
import { knownDevice } from './devices.ts'
import type { HubLook } from './hub.ts'

export interface Caller {
  readonly branchNo: string
  readonly branchName: string
  readonly actor: Actor
  /** The member's name. */
  readonly name: string
}

/**
 * The branch of the device and the member of its staff, if the member may serve customers: not an auditor, and not
 * one who has left. The branch's own record counts; the roster of head office where that does not know the number.
 */
export async function callerOf(
  { tx, state }: HubLook,
  { device, staffNo }: { readonly device: string; readonly staffNo: string },
): Promise<Caller | Refusal> {
  const known = await knownDevice(tx, device)
  if (!known.ok) return known
  const { branchNo } = known.device
  const branch = await tx.branch(branchNo)
  const recorded = branchState(state, branchNo).get('staff', staffNo)
  const member = recorded ?? branch?.staff.find((one) => one.staffNo === staffNo)
  if (member === undefined || recorded?.active === false) return refuse('STAFF_UNKNOWN', { staffNo })
  const { role, deputy, name } = member
  if (role === 'auditor') return refuse('NOT_ALLOWED', { role })
  return { branchNo, branchName: branch?.branchName ?? branchNo, actor: { staffNo, role, deputy }, name }
}
