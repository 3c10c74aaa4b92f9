/** Applications, approvals, tasks and history for the fake desk. */
import type {
  ApplicationView,
  ApprovalView,
  HistoryEntry,
  TaskView,
} from '../../../preload/contract/views.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/vocabulary.ts'
import { now } from './contracts.ts'

const minute = 60_000
const day = 86_400_000

export function application(
  number: number,
  status: ApplicationStatus,
  kind: ApplicationKind = 'new',
): ApplicationView {
  const corporate = number % 2 === 0
  return {
    applicationId: `A-${number}`,
    kind,
    status,
    contractNo: corporate ? '0010001' : '0010002',
    contractName: corporate ? 'データ商事株式会社' : '有限会社三郎工務店',
    contractKana: corporate ? 'データシヨウジ(カ' : 'サブロウコウムテン(ユ',
    branchNo: '012',
    loginIds: corporate ? ['hanakodt', 'jirodt'] : ['shirodt'],
    userNames: corporate ? ['データ花子', 'データ二郎'] : ['データ四郎'],
    startDate: '2026-12-01',
    delivery: number % 3 === 0 ? 'counter' : 'mail',
    evidence: {
      visitor: 'representative',
      powerOfAttorney: false,
      sealVerified: true,
      identityDocument: 'driversLicence',
      receiptNo: `2026-11-${String(100 + number)}`,
      fee: 'accountTransfer',
    },
    relatedSerial: kind === 'renewal' ? '12345678' : null,
    memo: number === 2 ? '社長交代に伴うお申込み。次回は担当者が来店予定。' : '',
    requestedBy: '2001',
    requestedByName: '研修 窓子',
    requestedAt: now - number * 37 * minute,
    decidedBy: null,
    decisionMemo: '',
    serial: status === 'issued' ? '78100042' : null,
    seedAtHub: number % 2 === 0,
    sealedAt: null,
    mail: null,
    letterNo: `L-${number}`,
    postalCode: '330-0000',
    address1: 'さいたま市見本区研修町1-2-3',
    address2: '見本ビル4階',
    requestId: status === 'waiting' ? `R-${number}` : null,
  }
}

export const applications: readonly ApplicationView[] = [
  application(1, 'waiting', 'additional'),
  application(2, 'waiting', 'reissue'),
  application(3, 'approved'),
  application(4, 'approved', 'renewal'),
  application(5, 'issued'),
  application(6, 'issued'),
  application(7, 'draft'),
  application(8, 'returned'),
]

function approval(
  requestId: string,
  proposal: ApprovalView['proposal'],
  subject: string,
  rest: Partial<ApprovalView> = {},
): ApprovalView {
  return {
    requestId,
    proposal,
    askedBy: '2001',
    askedByName: '研修 窓子',
    askedAt: now - Number(requestId.slice(2)) * 23 * minute,
    status: 'waiting',
    decidedBy: null,
    decidedAt: null,
    memo: '',
    subject,
    application: null,
    changes: [],
    warnings: [],
    refusal: null,
    ...rest,
  }
}

export const approvals: readonly ApprovalView[] = [
  approval(
    'R-1',
    { kind: 'application', applicationId: 'A-1', flags: [] },
    '有限会社三郎工務店　データ四郎',
    {
      application: applications[0] ?? null,
    },
  ),
  approval(
    'R-2',
    { kind: 'application', applicationId: 'A-2', flags: ['duplicate'] },
    'データ商事株式会社　データ花子ほか1名',
    {
      application: applications[1] ?? null,
      warnings: [
        { code: 'APPLICATION_DUPLICATE', detail: { loginId: 'hanakodt', receiptNo: '2026-11-104' } },
      ],
    },
  ),
  approval(
    'R-3',
    { kind: 'incidentRevocation', serial: '12345678', incident: 'loss', loginIds: ['hanakodt', 'jirodt'] },
    'トークン 12345678（データ商事株式会社）',
    { changes: [{ field: 'otpStatus', before: 'サービス利用中', after: '失効中' }] },
  ),
  approval('R-4', { kind: 'shortLife', applicationId: 'A-3', serial: '78100011' }, 'トークン 78100011', {
    warnings: [
      { code: 'FOB_SHORT_LIFE', detail: { months: 12, expires: Date.parse('2027-05-28T08:00:00+09:00') } },
    ],
  }),
  approval('R-5', { kind: 'policy', changes: { lockThreshold: 8, replacementDays: 120 } }, '方針の変更', {
    askedBy: '1001',
    askedByName: '研修 役一',
    changes: [
      { field: 'lockThreshold', before: '5', after: '8' },
      { field: 'replacementDays', before: '90', after: '120' },
    ],
    refusal: { code: 'SELF_APPROVAL', detail: {} },
  }),
  approval(
    'R-6',
    { kind: 'staffAdd', staffNo: '2003', name: '新人 配子', role: 'teller', deputy: false },
    '職員 2003 新人 配子',
    {
      changes: [
        { field: 'staffNo', before: '', after: '2003' },
        { field: 'name', before: '', after: '新人 配子' },
        { field: 'role', before: '', after: '窓口担当' },
      ],
    },
  ),
  approval(
    'R-7',
    { kind: 'writeOff', serials: ['78100003', '78100100'], reason: '電池切れ・液晶不良' },
    'トークン 2 本',
  ),
]

export const tasks: readonly TaskView[] = [
  task(1, 'CONTRACT_CLOSED_IN_ROSTER', 'contract', '0010009'),
  task(2, 'TASK_RENEWAL', 'fob', '78100017'),
  task(3, 'TASK_ISSUANCE_VOID', 'fob', '78100042'),
  task(4, 'REFUSED_BY_HUB', 'application', 'A-8'),
  task(5, 'TASK_CROSSED', 'fob', '12345678'),
]

function task(number: number, code: string, kind: TaskView['subject']['kind'], id: string): TaskView {
  return {
    detail: {},
    taskId: `T-${number}`,
    code,
    subject: { kind, id },
    title:
      kind === 'contract' ? '有限会社見本（解約）' : kind === 'fob' ? `トークン ${id}` : '申込 2026-11-108',
    raisedAt: now - number * day,
    requestId: null,
  }
}

const types = [
  ['FobReceived', null, 'L2026-001'],
  ['ApplicationSubmitted', '2001', 'データ商事株式会社　再発行'],
  ['ApprovalGiven', '1001', 'データ商事株式会社　再発行'],
  ['IssuanceStarted', '2001', 'トークン 78100042'],
  ['FobIssued', '2001', 'トークン 78100042'],
  ['SeedBoxReceived', null, 'トークン 78100042'],
  ['EnvelopeSealed', '2001', 'トークン 78100042'],
  ['FobDispatched', '2001', 'トークン 78100042'],
  ['UserActivated', null, 'データ花子'],
  ['ActionRefused', '2002', '失効（データ一郎）'],
  ['UsersStopped', null, 'データ花子・データ二郎'],
  ['UsersUnlocked', '1001', 'データ花子・データ二郎'],
] as const

export function historyEntry(position: number): HistoryEntry {
  const [type, by, subject] = types[position % types.length] ?? types[0]
  return {
    position,
    id: `e-${position}`,
    type,
    at: now - (5000 - position) * 11 * minute,
    by,
    byName: by === null ? '' : by === '1001' ? '研修 役一' : by === '2002' ? '研修 受太' : '研修 窓子',
    device: 'PC-012-1',
    seq: position,
    subject,
    about: [{ is: 'known', text: subject }],
    data: JSON.stringify({ serial: '78100042', applicationId: `A-${position % 9}`, step: 29_341_220 }),
    names: { [`applicationId A-${position % 9}`]: '株式会社データ商事' },
    signedBy: type === 'ApprovalGiven' || type === 'UsersUnlocked' ? ['1001'] : [],
    reflected: position < 4990,
    refused: position === 4985 ? 'FOB_ALREADY_ISSUED' : null,
    elsewhere: position === 4984,
    pcName: position === 4984 ? '窓口2' : null,
  }
}
