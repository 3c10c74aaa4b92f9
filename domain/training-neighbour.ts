/**
 * 研修: a branch beside the training branch, which only head office knows. Its customers are there to practise 他店取扱
 * (docs/adr/034): データ春男 and データ春子, whom the kana alone does not tell apart, each with a fob in service.
 */
import { addDays, dateAt, expiryOn, monthEnd } from './calendar.ts'
import { noContractTexts } from './erasure.ts'
import type { EventDraft } from './events.ts'
import type { ScopePersonal, ScopeRecords } from './scope-records.ts'
import { trainingModels } from './training-roster.ts'

export const NEIGHBOUR = { branchNo: '002', branchName: '研修となり店' } as const

const DAY_MS = 86_400_000
const customers = [
  { contractNo: '1900001', loginId: 'haruodt', serial: '99000001', name: 'データ春男', kana: 'データハルオ' },
  {
    contractNo: '1900002',
    loginId: 'harukodt',
    serial: '99000002',
    name: 'データ春子',
    kana: 'データハルコ',
  },
] as const

export const neighbourSerials: readonly string[] = customers.map(({ serial }) => serial)

/** The customers with their fobs, as they come into the neighbour's books. @param now ms since 1970 */
export function neighbourEnters(now: number): EventDraft {
  const since = now - 100 * DAY_MS
  const today = dateAt(now)
  const data: ScopeRecords = {
    contracts: customers.map(({ contractNo, loginId }) => ({
      ...noContractTexts,
      contractNo,
      branchNo: NEIGHBOUR.branchNo,
      kind: 'individual',
      status: 'active',
      loginIds: [loginId],
    })),
    users: customers.map(({ contractNo, loginId, serial }) => ({
      loginId,
      contractNo,
      name: '',
      kana: '',
      role: 'master',
      rosterStatus: 'active',
      tokenKind: 'hardware',
      otp: {
        status: 'inService',
        tie: {
          tieId: `training-${loginId}`,
          applicationId: `training-${loginId}`,
          serial,
          startDate: dateAt(since),
        },
        since,
        next: null,
      },
      stops: [],
    })),
    fobs: customers.map(({ contractNo, loginId, serial }) => ({
      serial,
      chipSerial: `${trainingModels['C301-i']}${serial}`,
      model: 'C301-i',
      lotNo: 'KL-0001',
      boxNo: '1',
      expiresAt: expiryOn(monthEnd(addDays(today, 1_200))),
      branchNo: NEIGHBOUR.branchNo,
      custody: { place: 'customer', since, by: null, reference: null },
      seed: { state: 'proven', issuanceId: null },
      seedAtHub: true,
      contractNo,
      loginIds: [loginId],
      incident: null,
      reseedNeeded: false,
      flags: [],
    })),
    applications: [],
    approvals: [],
    transfers: [],
    issuances: [],
    mails: [],
  }
  const texts: ScopePersonal['texts'] = customers.flatMap(({ contractNo, loginId, name, kana }) => [
    { kind: 'contract' as const, id: contractNo, fields: { name, kana } },
    { kind: 'user' as const, id: loginId, fields: { name, kana } },
  ])
  return { type: 'ScopeEntered', v: 1, data, personal: { texts } }
}
