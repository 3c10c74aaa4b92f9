/** What comes into the branch's scope stands from now on as head office has it. */
import type { EventOf } from '../events.ts'
import { textsOf } from '../scope-entered.ts'
import type { Work } from './work.ts'

export function scopeEntered(work: Work, event: EventOf<'ScopeEntered'>): void {
  const { data } = event
  for (const contract of data.contracts) {
    const { contractNo } = contract
    work.put('contract', contractNo, { ...contract, ...textsOf(event, 'contract', contractNo) })
  }
  for (const user of data.users) {
    work.put('user', user.loginId, { ...user, ...textsOf(event, 'user', user.loginId) })
  }
  for (const fob of data.fobs) work.put('fob', fob.serial, fob)
  for (const application of data.applications) {
    const { applicationId } = application
    const texts = textsOf(event, 'application', applicationId)
    work.put('application', applicationId, { ...application, ...texts })
  }
  for (const approval of data.approvals) {
    const { requestId } = approval
    work.put('approval', requestId, { ...approval, ...textsOf(event, 'approval', requestId) })
  }
  for (const transfer of data.transfers) work.put('transfer', transfer.transferId, transfer)
  for (const issuance of data.issuances) work.put('issuance', issuance.issuanceId, issuance)
  for (const mail of data.mails) work.put('mail', mail.trackingNo, mail)
}
