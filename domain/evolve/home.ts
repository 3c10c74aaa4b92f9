/**
 * Which branch works on an application: its contract's, from the moment the contract moves; but a branch that has a
 * fob for it in hand (being written, in the safe, in the post, come back by post) sees that through first.
 */
import { isOpen } from '../memory-state.ts'
import type { Application } from '../model.ts'
import type { Work } from './work.ts'

/** Whether the application's branch answers for a fob that was written for it, or is being written. */
function hasFobInHand({ issuing, status }: Application): boolean {
  return issuing !== null || status === 'issued' || status === 'dispatched'
}

export function sendHome(work: Work, application: Application): void {
  const home = work.get('contract', application.contractNo)?.branchNo
  if (home === undefined || home === application.branchNo) return
  if (!isOpen(application) || hasFobInHand(application)) return
  work.put('application', application.applicationId, { ...application, branchNo: home })
}

/** To follow every event that decides anything here: one that has let go of its fob goes home. */
export function sendChangedHome(work: Work): void {
  for (const { kind, id } of work.changes) {
    const application = kind === 'application' ? work.get(kind, id) : undefined
    if (application !== undefined) sendHome(work, application)
  }
}
