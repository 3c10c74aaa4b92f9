/** 利用停止解除, 失効 and the counter's part of 利用開始登録. */
import { planActivation } from '../activation.ts'
import type { InnerCommand, ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { State, User } from '../model.ts'
import { previewUnlock } from '../preview.ts'
import { refuse } from '../refuse.ts'
import { revocationObstacle } from '../status.ts'
import { tieAt } from '../ties.ts'
import { done } from './answer.ts'
import { findUsers } from './lookup.ts'
import { revocationEvents } from './revoking.ts'
import { actsAsManager } from './rights.ts'
import { unlockEvents } from './unlocking.ts'

export function unlockUsers(
  command: Extract<ScreenCommand, { type: 'unlockUsers' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { loginIds, identityChecked, memo } = command
  const users = findUsers(state, loginIds)
  if ('ok' in users) return users
  if (!identityChecked) return refuse('IDENTITY_NOT_CHECKED')
  if (memo.trim() === '') return refuse('MEMO_REQUIRED')
  const by = context.actor !== null && actsAsManager(context.actor) ? 'manager' : 'teller'
  const preview = previewUnlock(state, loginIds, by)
  return preview.obstacles[0] ?? done(unlockEvents(preview, null, memo))
}

export function revokeUsers(
  command: Extract<ScreenCommand, { type: 'revokeUsers' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { loginIds, reason, memo } = command
  const users = findUsers(state, loginIds)
  if ('ok' in users) return users
  if (reason === 'byCustomer') return refuse('REVOCATION_REASON')
  if (reason === 'other' && memo.trim() === '') return refuse('MEMO_REQUIRED')
  for (const user of users) {
    const obstacle = revocationObstacle(user, context.now) ?? incidentObstacle(user, state, context)
    if (obstacle !== null) return obstacle
  }
  return done(revocationEvents(state, { loginIds: users.map(idOf), reason, memo, requestId: null }, context))
}

function idOf({ loginId }: User): string {
  return loginId
}

/** Rule 12: 失効 after 事故届 is a manager's approval, not a second way round it. */
function incidentObstacle(user: User, state: State, context: Context): Refusal | null {
  const serial = tieAt(user, context.now)?.serial ?? null
  const fob = serial === null ? undefined : state.get('fob', serial)
  if (!context.policy.dualControl || fob === undefined || fob.incident === null) return null
  return refuse('REVOCATION_BY_APPROVAL', { loginId: user.loginId })
}

/** Answers no events: whether head office may be asked to activate (rule 11). */
export function checkActivation(
  command: Extract<InnerCommand, { type: 'checkActivation' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  if (!command.identityChecked) return refuse('IDENTITY_NOT_CHECKED')
  const plan = planActivation(state, { ...command, now: context.now, newTieId: context.id })
  return plan.ok ? done([], { serial: plan.serial, tieId: plan.tieId }) : plan
}
