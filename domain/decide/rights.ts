/** Who may give which command (DOMAIN.md, Roles). */
import { needsPassword, type CommandType, type ScreenCommandType } from '../commands.ts'
import type { Actor, Context, Refusal } from '../decide-types.ts'
import { refuse } from '../refuse.ts'

/** `staff`: tellers and managers. `program`: also without anybody (crash recovery, time). `setup`: before anybody exists. */
type Right = 'staff' | 'manager' | 'approver' | 'program' | 'setup'

const rights = {
  saveDraft: 'staff',
  discardDraft: 'staff',
  submitApplication: 'staff',
  withdrawApplication: 'staff',
  changeStartDate: 'staff',
  decideApprovals: 'approver',
  withdrawRequest: 'staff',
  proposeShortLife: 'staff',
  cancelIssuance: 'staff',
  permitClock: 'manager',
  sealEnvelope: 'staff',
  recordDispatch: 'staff',
  handOver: 'staff',
  recordReturnByPost: 'staff',
  recordReturn: 'staff',
  unlockUsers: 'staff',
  revokeUsers: 'staff',
  reportIncident: 'staff',
  liftIncident: 'manager',
  proposeThresholdReset: 'staff',
  moveFobs: 'manager',
  proposeWriteOff: 'staff',
  proposeTransfer: 'staff',
  receiveTransfer: 'manager',
  proposeReseed: 'staff',
  recordStocktake: 'manager',
  proposeStaffAdd: 'manager',
  proposeStaffChange: 'manager',
  proposeStaffRemove: 'manager',
  proposePolicy: 'manager',
  settleTask: 'staff',
  openBranch: 'setup',
  importRoster: 'manager',
  importLot: 'manager',
  startIssuance: 'staff',
  recordIssuance: 'program',
  voidIssuance: 'program',
  issueFactorySeeded: 'staff',
  checkActivation: 'staff',
  raiseTimeTasks: 'program',
} as const satisfies Record<CommandType, Right>

/** 役席, or who stands in for one (代行). An auditor never does. */
export function actsAsManager(actor: Actor): boolean {
  return actor.role === 'manager' || (actor.role === 'teller' && actor.deputy)
}

/** Commands of main itself are not in the set; its type speaks of the screens' only. */
function asksPassword(type: CommandType): boolean {
  return needsPassword.has(type as ScreenCommandType)
}

/** The first obstacle before the rules of the command itself are asked; null: none. */
export function rightsObstacle(type: CommandType, context: Context): Refusal | null {
  const right = rights[type]
  const { actor } = context
  if (right === 'setup') return null
  if (actor === null) return right === 'program' ? null : refuse('NOT_SIGNED_IN')
  if (right === 'approver' && !actsAsManager(actor)) return refuse('APPROVER_NOT_MANAGER')
  if (actor.role === 'auditor' || (right === 'manager' && !actsAsManager(actor))) {
    return refuse('NOT_ALLOWED', { role: actor.role })
  }
  if (asksPassword(type) && !context.reauthenticated) return refuse('PASSWORD_NEEDED')
  return null
}

/** The staff number that stands under the recorded fact; '' for the program itself. */
export function actorNo(context: Context): string {
  return context.actor?.staffNo ?? ''
}
