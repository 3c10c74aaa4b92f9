/** Contracts and users as the roster gives them. */
import { noContractTexts } from '../erasure.ts'
import type { EventOf } from '../events.ts'
import { heldSerials } from '../ties.ts'
import { sendHome } from './home.ts'
import type { Work } from './work.ts'

export function contractRecorded(work: Work, { data, personal }: EventOf<'ContractRecorded'>): void {
  const before = work.get('contract', data.contractNo)
  const loginIds = before?.loginIds ?? []
  work.put('contract', data.contractNo, { ...data, ...(personal ?? noContractTexts), loginIds })
  if (before === undefined || before.branchNo === data.branchNo) return
  // The fobs in the customer's hands move with the contract; those still in a branch's safe do not.
  for (const loginId of loginIds) {
    const user = work.get('user', loginId)
    if (user === undefined) continue
    for (const serial of heldSerials(user.otp)) {
      work.fob(serial, (fob) =>
        fob.custody.place === 'customer' ? { ...fob, branchNo: data.branchNo } : fob,
      )
    }
  }
  for (const application of work.state.openApplications(data.contractNo)) sendHome(work, application)
}

export function userRecorded(work: Work, { data, personal }: EventOf<'UserRecorded'>): void {
  const before = work.get('user', data.loginId)
  // A login never changes its contract: its ties belong there (rule 2). The import refuses it beforehand.
  const contractNo = before?.contractNo ?? data.contractNo
  const tied = before !== undefined && before.otp.status !== 'unregistered'
  work.put('user', data.loginId, {
    ...data,
    contractNo,
    tokenKind: tied ? before.tokenKind : data.tokenKind,
    ...(personal ?? { name: '', kana: '' }),
    otp: before?.otp ?? { status: 'unregistered' },
    stops: before?.stops ?? [],
  })
  work.update('contract', contractNo, (contract) =>
    contract.loginIds.includes(data.loginId)
      ? contract
      : { ...contract, loginIds: [...contract.loginIds, data.loginId] },
  )
}
