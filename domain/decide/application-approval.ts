/** 申込 approved: sharing and re-registration tie at once, 解約 revokes, the rest waits for its issuance. */
import type { Context, Refusal } from '../decide-types.ts'
import type { Application } from '../model.ts'
import { refuse } from '../refuse.ts'
import type { Sheet } from './answer.ts'
import { givesOutFob, isInUse, kindObstacle } from './application-rules.ts'
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
  for (const user of users) {
    const obstacle = kindObstacle(application.kind, user, context.now)
    if (obstacle !== null) return obstacle
  }
  const ties = tiesAtOnce(sheet, application, requestId)
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

function tiesAtOnce(sheet: Sheet, application: Application, requestId: string) {
  const { kind, applicationId, relatedSerial, startDate } = application
  const ties = kind === 'sharing' || (kind === 'reuse' && !givesOutFob(sheet.state, application))
  if (!ties) return []
  if (startDate === null) return refuse('START_DATE_REQUIRED')
  const unshared = kind === 'sharing' && relatedSerial !== null && !stillShared(sheet, application)
  if (unshared) return refuse('SHARE_NOT_IN_USE', { serial: relatedSerial })
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
