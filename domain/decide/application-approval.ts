/** 申込 approved: sharing and re-registration tie at once, 解約 revokes, the rest waits for its issuance. */
import type { Context, Refusal } from '../decide-types.ts'
import type { Application, User } from '../model.ts'
import { refuse } from '../refuse.ts'
import type { Sheet } from './answer.ts'
import { givesOutFob, isInUse, kindObstacle, reuseObstacle } from './application-rules.ts'
import { findApplication, findUsers } from './lookup.ts'
import { revocationEvents } from './revoking.ts'

export function approveApplication(
  sheet: Sheet,
  applicationId: string,
  requestId: string,
  context: Context,
): Refusal | null {
  const application = findApplication(sheet.state, applicationId, context, ['waiting'])
  if ('ok' in application) return application
  const users = findUsers(sheet.state, application.loginIds)
  if ('ok' in users) return users
  const closed = closedObstacle(sheet, application, users)
  if (closed !== null) return closed
  for (const user of users) {
    const obstacle = kindObstacle(application.kind, user, context.now)
    if (obstacle !== null) return obstacle
  }
  const ties = tiesAtOnce(sheet, application, users, requestId, context)
  if ('ok' in ties) return ties
  sheet.record({ type: 'ApplicationApproved', v: 1, data: { applicationId, requestId, ties } })
  if (application.kind === 'cancellation') {
    const loginIds = application.loginIds
    sheet.record(
      ...revocationEvents(sheet.state, { loginIds, reason: 'cancellation', memo: '', requestId }, context),
    )
  }
  return null
}

/** The roster may have closed them since the application was taken; 解約 is for exactly that. */
function closedObstacle(
  { state }: Sheet,
  { kind, contractNo }: Application,
  users: readonly User[],
): Refusal | null {
  if (kind === 'cancellation') return null
  if (state.get('contract', contractNo)?.status === 'closed') return refuse('CONTRACT_CLOSED')
  const closed = users.find(({ rosterStatus }) => rosterStatus === 'closed')
  return closed === undefined ? null : refuse('USER_CLOSED', { loginId: closed.loginId })
}

function tiesAtOnce(
  sheet: Sheet,
  application: Application,
  users: readonly User[],
  requestId: string,
  context: Context,
) {
  const { kind, applicationId, relatedSerial, startDate } = application
  const ties = kind === 'sharing' || (kind === 'reuse' && !givesOutFob(sheet.state, application))
  if (!ties) return []
  if (startDate === null) return refuse('START_DATE_REQUIRED')
  const unshared = kind === 'sharing' && relatedSerial !== null && !stillShared(sheet, application)
  if (unshared) return refuse('SHARE_NOT_IN_USE', { serial: relatedSerial })
  const fob = relatedSerial === null ? undefined : sheet.state.get('fob', relatedSerial)
  const colleagues = kind === 'reuse' && fob !== undefined ? reuseObstacle(fob, users, context.now) : null
  if (colleagues !== null) return colleagues
  return application.loginIds.map((loginId, index) => ({
    loginId,
    tie: { tieId: `${requestId}-t${index}`, applicationId, serial: relatedSerial, startDate },
  }))
}

/** The colleague may have lost the fob since the application was taken. */
function stillShared(sheet: Sheet, { relatedSerial, contractNo }: Application): boolean {
  const fob = relatedSerial === null ? undefined : sheet.state.get('fob', relatedSerial)
  return fob !== undefined && fob.contractNo === contractNo && isInUse(sheet.state, fob)
}
