/**
 * What the corpus is made from: one event of every type at least, as procedures that happen to a small branch. Only
 * `record.ts` reads it; the corpus itself is the bytes.
 */
import type { EventDraft } from '../../domain/events.ts'
import { letterNoOf } from '../../domain/letter.ts'
import type { Evidence } from '../../domain/model.ts'
import { defaultPolicy } from '../../domain/policy.ts'

const DAY_MS = 86_400_000
export const T0 = Date.parse('2026-11-20T10:00:00+09:00')
const memo = '㈱髙橋 様より電話'
const branchNo = '012'
const contractNo = '1000001'
const [master, general] = ['data0001', 'data0002']
const [first, second, third, fourth] = ['10000001', '10000002', '10000003', '10000004']

const elsewhere = { branchNo: '013', branchName: '大宮支店', by: '2013', name: '髙橋 受子' }

const evidence: Evidence = {
  visitor: 'agent',
  powerOfAttorney: true,
  sealVerified: true,
  identityDocument: 'driversLicence',
  receiptNo: 'K-0001',
  fee: 'cash',
}

const form = (applicationId: string, loginId: string, relatedSerial: string | null = null) => ({
  applicationId,
  kind: relatedSerial === null ? ('new' as const) : ('reissue' as const),
  contractNo,
  branchNo,
  loginIds: [loginId],
  delivery: 'mail' as const,
  evidence,
  relatedSerial,
  startDate: '2026-11-30',
})

const tie = (tieId: string, applicationId: string, serial: string) => ({
  tieId,
  applicationId,
  serial,
  startDate: '2026-11-30',
})

const submitted = (applicationId: string, loginId: string, relatedSerial?: string): EventDraft => ({
  type: 'ApplicationSubmitted',
  v: 1,
  data: form(applicationId, loginId, relatedSerial),
  personal: { memo },
})

const asked = (requestId: string, applicationId: string): EventDraft => ({
  type: 'ApprovalRequested',
  v: 1,
  data: { requestId, askedBy: '2001', proposal: { kind: 'application', applicationId, flags: [] } },
})

const given = (requestId: string): EventDraft => ({
  type: 'ApprovalGiven',
  v: 1,
  data: { requestId, askedBy: '2001', overTheShoulder: false },
  personal: { memo: '' },
})

const started = (n: number, applicationId: string, serial: string): EventDraft => ({
  type: 'IssuanceStarted',
  v: 1,
  data: { issuanceId: `i-${n}`, applicationId, serial, chipSerial: `8659610${serial}` },
})

const received = (serial: string): EventDraft => ({
  type: 'FobReceived',
  v: 1,
  data: {
    serial,
    chipSerial: `8659610${serial}`,
    model: 'C301-i',
    lotNo: 'KL-0001',
    boxNo: '1',
    expiresAt: T0 + 1500 * DAY_MS,
    branchNo,
    factorySeeded: false,
  },
})

const moved = (serial: string, from: 'received' | 'returned', to: 'stock' | 'toDispose'): EventDraft => ({
  type: 'FobMoved',
  v: 1,
  data: { serial, from, to, reference: null, flag: null },
})

const issued = (n: number, applicationId: string, serial: string, loginId: string): EventDraft => ({
  type: 'FobIssued',
  v: 1,
  data: {
    issuanceId: `i-${n}`,
    applicationId,
    contractNo,
    serial,
    algorithm: 'sha1',
    driftSteps: -1,
    provenStep: 29_500_000,
    keyId: 'hub-1',
    ties: [{ loginId, tie: tie(`t-${n}`, applicationId, serial) }],
  },
  box: new Uint8Array([1, 2, 3, n]),
})

const user = (loginId: string, role: 'master' | 'general', name: string): EventDraft => ({
  type: 'UserRecorded',
  v: 1,
  data: { loginId, contractNo, role, rosterStatus: 'active', tokenKind: 'none' },
  personal: { name, kana: 'データ ハナコ' },
})

/** In order; what comes later is appended. */
export const drafts: readonly EventDraft[] = [
  {
    type: 'Enrolled',
    v: 1,
    data: { device: 'desk-1', branchNo, hubKeyId: 'hub-1', hubFingerprint: 'ABCD EFGH' },
  },
  { type: 'BranchOpened', v: 1, data: { branchNo, branchName: '本店', policy: defaultPolicy } },
  { type: 'StaffAdded', v: 1, data: { staffNo: '1001', name: '佐藤 役席', role: 'manager', deputy: false } },
  { type: 'StaffAdded', v: 1, data: { staffNo: '2001', name: '鈴木 窓口', role: 'teller', deputy: false } },
  { type: 'StaffChanged', v: 1, data: { staffNo: '2001', name: '鈴木 窓口', role: 'teller', deputy: true } },
  { type: 'StaffAdded', v: 1, data: { staffNo: '2002', name: '田中 窓口', role: 'teller', deputy: false } },
  { type: 'StaffRemoved', v: 1, data: { staffNo: '2002' } },
  { type: 'PasswordSet', v: 1, data: { staffNo: '2001', how: 'reset', second: '1002' } },
  { type: 'RecoveryCodePrinted', v: 1, data: {} },
  {
    type: 'PolicyChanged',
    v: 1,
    data: { requestId: null, policy: { ...defaultPolicy, retentionYears: 10 } },
  },
  { type: 'SignInFailed', v: 1, data: { staffNo: '2001', code: 'PASSWORD_WRONG' } },
  { type: 'SignedIn', v: 1, data: { staffNo: '2001' } },
  { type: 'ClockMeasured', v: 1, data: { offsetMs: -120, roundTripMs: 35 } },
  { type: 'ClockPermitted', v: 1, data: { offsetMeasuredAt: null }, personal: { memo } },
  {
    type: 'RosterImported',
    v: 1,
    data: { fileName: '名簿.csv', rows: 3, added: 3, changed: 0, unchanged: 0 },
  },
  {
    type: 'ContractRecorded',
    v: 1,
    data: { contractNo, branchNo, kind: 'corporate', status: 'active' },
    personal: {
      name: '株式会社データ',
      kana: 'カブシキガイシャデータ',
      customerNo: '500001',
      accountNo: '1000001',
      postalCode: '330-0001',
      address1: 'さいたま市大宮区',
      address2: '1-2-3',
      phone: '048-000-0001',
    },
  },
  user(master, 'master', 'データ 花子'),
  user(general, 'general', '𠮷田 太郎'),
  {
    type: 'LotReceived',
    v: 1,
    data: { fileName: 'lot.csv', lotNo: 'KL-0001', declared: 4, counted: 4, short: 0, surplus: 0 },
  },
  ...[first, second, third, fourth].flatMap((serial) => [
    received(serial),
    moved(serial, 'received', 'stock'),
  ]),
  { type: 'FobExpiryCorrected', v: 1, data: { serial: fourth, expiresAt: T0 + 1400 * DAY_MS } },

  // Written, sent back, written again, approved, issued, mailed, returned by post, mailed again, in use.
  {
    type: 'ApplicationDrafted',
    v: 1,
    data: { ...form('a-1', master), startDate: null },
    personal: { memo: '' },
  },
  submitted('a-1', master),
  asked('r-1', 'a-1'),
  {
    type: 'ApprovalSentBack',
    v: 1,
    data: { requestId: 'r-1', overTheShoulder: false },
    personal: { memo },
  },
  { type: 'ApplicationSentBack', v: 1, data: { applicationId: 'a-1', requestId: 'r-1' }, personal: { memo } },
  submitted('a-1', master),
  asked('r-2', 'a-1'),
  given('r-2'),
  { type: 'ApplicationApproved', v: 1, data: { applicationId: 'a-1', requestId: 'r-2', ties: [] } },
  { type: 'StartDateChanged', v: 1, data: { applicationId: 'a-1', startDate: '2026-12-01' } },
  started(1, 'a-1', first),
  {
    type: 'IssuanceVoided',
    v: 1,
    data: {
      issuanceId: 'i-1',
      applicationId: 'a-1',
      serial: first,
      step: 'writing',
      code: 'FOB_REMOVED',
      ambiguous: true,
    },
  },
  started(2, 'a-1', second),
  issued(2, 'a-1', second, master),
  { type: 'SeedBoxReceived', v: 1, data: { issuanceId: 'i-2', serial: second } },
  {
    type: 'EnvelopeSealed',
    v: 1,
    data: { applicationId: 'a-1', serial: second, letterNo: letterNoOf('i-2') },
  },
  {
    type: 'FobDispatched',
    v: 1,
    data: { applicationId: 'a-1', serial: second, service: 'registered', trackingNo: '12345678903' },
  },
  {
    type: 'FobReturnedByPost',
    v: 1,
    data: { serial: second, applicationId: 'a-1' },
    personal: { memo: '宛所不明' },
  },
  {
    type: 'EnvelopeSealed',
    v: 1,
    data: { applicationId: 'a-1', serial: second, letterNo: letterNoOf('i-2') },
  },
  {
    type: 'FobDispatched',
    v: 1,
    data: { applicationId: 'a-1', serial: second, service: 'addresseeOnly', trackingNo: '12345678914' },
  },
  {
    type: 'UserActivated',
    v: 1,
    data: {
      loginId: master,
      serial: second,
      tieId: 't-2',
      applicationId: 'a-1',
      step: 29_500_100,
      atCounter: false,
      crossedWith: null,
    },
  },
  { type: 'UsersStopped', v: 1, data: { loginIds: [master], serial: second, cause: 'failures' } },
  {
    type: 'UsersUnlocked',
    v: 1,
    data: { loginIds: [master], serials: [second], causes: ['failures'], by: 'staff' },
    personal: { memo },
  },
  { type: 'ThresholdReset', v: 1, data: { serial: second, requestId: null } },
  {
    type: 'IncidentReported',
    v: 1,
    data: { serial: second, kind: 'loss', channel: 'phone', loginIds: [master] },
    personal: { reportedBy: 'データ 花子', memo },
  },
  {
    type: 'IncidentLifted',
    v: 1,
    data: { serial: second, loginIds: [master] },
    personal: { memo: '見つかった' },
  },
  {
    type: 'UsersRevoked',
    v: 1,
    data: {
      revocations: [
        {
          loginId: master,
          tieId: 't-2',
          serial: second,
          at: T0 + 2 * DAY_MS,
          waitingUntil: T0 + 3 * DAY_MS,
        },
      ],
      reason: 'fault',
      requestId: null,
    },
    personal: { memo: '表示が薄い' },
  },
  { type: 'FobReturned', v: 1, data: { serial: second, loginId: master }, personal: { memo: '' } },
  moved(second, 'returned', 'toDispose'),
  { type: 'ReseedAllowed', v: 1, data: { serial: first, requestId: 'r-3' } },

  // Issued at the counter, handed over, the issuance cancelled.
  submitted('a-2', general),
  asked('r-4', 'a-2'),
  given('r-4'),
  { type: 'ApplicationApproved', v: 1, data: { applicationId: 'a-2', requestId: 'r-4', ties: [] } },
  started(3, 'a-2', third),
  issued(3, 'a-2', third, general),
  {
    type: 'FobHandedOver',
    v: 1,
    data: { applicationId: 'a-2', serial: third, receivedBy: 'self', identityDocument: 'passport' },
  },
  {
    type: 'IssuanceCancelled',
    v: 1,
    data: { applicationId: 'a-2', issuanceId: 'i-3', serial: third },
    personal: { memo },
  },

  // Ends of an application before any issuance.
  {
    type: 'ApplicationDrafted',
    v: 1,
    data: { ...form('a-3', general), startDate: null },
    personal: { memo: '' },
  },
  { type: 'DraftDiscarded', v: 1, data: { applicationId: 'a-3' } },
  submitted('a-4', general, third),
  asked('r-5', 'a-4'),
  { type: 'ApprovalDenied', v: 1, data: { requestId: 'r-5', overTheShoulder: true }, personal: { memo } },
  { type: 'ApplicationDenied', v: 1, data: { applicationId: 'a-4', requestId: 'r-5' }, personal: { memo } },
  submitted('a-5', general, third),
  asked('r-6', 'a-5'),
  { type: 'ApprovalWithdrawn', v: 1, data: { requestId: 'r-6' } },
  { type: 'ApplicationWithdrawn', v: 1, data: { applicationId: 'a-5' }, personal: { memo } },
  submitted('a-6', general, third),

  // Stock, tasks, head office, audit, backups.
  {
    type: 'TransferSent',
    v: 1,
    data: { transferId: 'tr-1', requestId: null, fromBranch: branchNo, toBranch: '034', serials: [fourth] },
  },
  {
    type: 'TransferReceived',
    v: 1,
    data: { transferId: 'tr-1', serials: [], missing: [fourth], surplus: [] },
  },
  {
    type: 'StocktakeRecorded',
    v: 1,
    data: { kind: 'daily', branchNo, place: 'stock', counted: 1, booked: 1, missing: [], surplus: [] },
    personal: { memo: '' },
  },
  {
    type: 'TaskRaised',
    v: 1,
    data: { taskId: 'task-1', code: 'FOB_EXPIRING', subject: { kind: 'fob', id: first } },
  },
  { type: 'TaskSettled', v: 1, data: { taskId: 'task-1' }, personal: { memo } },
  { type: 'VerdictGiven', v: 1, data: { device: 'desk-1', seq: 3, accepted: true, code: null } },
  {
    type: 'ActionRefused',
    v: 1,
    data: { command: 'approve', code: 'NOT_ALLOWED', subject: 'a-6', staffNo: '2001' },
  },
  { type: 'AuditVerified', v: 1, data: { events: 90, head: '00ff', ok: true } },
  { type: 'AuditExported', v: 1, data: { kind: 'signed', events: 90, from: 1, to: 90, personal: false } },
  {
    type: 'BackupWritten',
    v: 1,
    data: {
      ok: true,
      code: null,
      fileName: 'fobdesk.fbk',
      bytes: 12_345,
      commits: 40,
      events: 90,
      head: '00ff',
    },
  },
  {
    type: 'BackupRestored',
    v: 1,
    data: { madeAt: T0, formerDevice: 'desk-0', events: 12, head: 'ff00', unreceived: 0 },
  },
  { type: 'SignedOut', v: 1, data: { staffNo: '2001', how: 'idle' } },
  { type: 'PersonalDataErased', v: 1, data: { parts: 3, before: T0 - 3653 * DAY_MS } },
  {
    type: 'FobReceived',
    v: 1,
    data: {
      serial: '10000005',
      chipSerial: '865961010000005',
      model: 'C301-i',
      lotNo: 'KL-0002',
      boxNo: '1',
      expiresAt: T0 + 1500 * DAY_MS,
      branchNo,
      factorySeeded: true,
      seed: { seedId: 'seed-1', keyId: 'hub-1', algorithm: 'sha256' },
    },
    box: new Uint8Array([9, 8, 7]),
  },
  { type: 'EventsRelayed', v: 1, data: { device: 'desk-2', events: [{ seq: 7, hash: '0f'.repeat(32) }] } },
  { type: 'HubKeysChanged', v: 1, data: { hubKeyId: 'hub-2', hubFingerprint: 'EFGH ABCD' } },
  {
    type: 'ScopeEntered',
    v: 1,
    data: {
      contracts: [
        {
          contractNo: '1000009',
          branchNo,
          kind: 'corporate',
          status: 'active',
          name: '',
          kana: '',
          customerNo: '',
          accountNo: '',
          postalCode: '',
          address1: '',
          address2: '',
          phone: '',
          loginIds: ['data0009'],
        },
      ],
      users: [
        {
          loginId: 'data0009',
          contractNo: '1000009',
          name: '',
          kana: '',
          role: 'master',
          rosterStatus: 'active',
          tokenKind: 'hardware',
          otp: { status: 'inService', tie: tie('t-9', 'a-9', '10000009'), since: T0, next: null },
          stops: [{ cause: 'failures', at: T0, serial: '10000009' }],
        },
      ],
      fobs: [
        {
          serial: '10000009',
          chipSerial: '865961010000009',
          model: 'C301-i',
          lotNo: 'KL-0009',
          boxNo: '1',
          expiresAt: T0 + 1500 * DAY_MS,
          branchNo,
          custody: { place: 'customer', since: T0, by: '2001', reference: null },
          seed: { state: 'proven', issuanceId: 'i-9' },
          seedAtHub: true,
          contractNo: '1000009',
          loginIds: ['data0009'],
          incident: null,
          reseedNeeded: false,
          flags: [],
        },
      ],
      applications: [],
      approvals: [],
      transfers: [
        { transferId: 'tr-9', fromBranch: '013', toBranch: branchNo, serials: [], receivedSerials: null },
      ],
      issuances: [
        {
          issuanceId: 'i-9',
          applicationId: 'a-9',
          serial: '10000009',
          status: 'proven',
          seedBefore: 'blank',
        },
      ],
      mails: [],
    },
    personal: { texts: [{ kind: 'user', id: 'data0009', fields: { name: '㈱髙橋', kana: 'タカハシ' } }] },
  },
  {
    type: 'IssuancesVoided',
    v: 1,
    data: { serial: '10000009', issuances: [{ issuanceId: 'i-9', applicationId: 'a-9' }], inService: false },
  },
  {
    type: 'WaitingTimeCorrected',
    v: 1,
    data: { revocations: [{ loginId: 'data0009', tieId: 't-9', at: T0, waitingUntil: T0 + 1_800_000 }] },
  },
  {
    type: 'CustomerServedElsewhere',
    v: 1,
    data: {
      act: 'lookUp',
      query: 'kana',
      contracts: [{ contractNo: '1000009', branchNo }],
      serial: null,
      elsewhere,
    },
  },
  {
    type: 'IncidentReported',
    v: 1,
    data: { serial: '10000009', kind: 'theft', channel: 'counter', loginIds: ['data0009'], elsewhere },
    personal: { reportedBy: 'データ 花子', memo },
  },
  {
    type: 'ApprovalRequested',
    v: 1,
    data: {
      requestId: 'r-elsewhere',
      proposal: {
        kind: 'incidentRevocation',
        serial: '10000009',
        incident: 'theft',
        loginIds: ['data0009'],
      },
      askedBy: elsewhere.by,
      elsewhere,
    },
  },
  {
    type: 'TaskRaised',
    v: 1,
    data: {
      taskId: 'task-elsewhere',
      code: 'TASK_INCIDENT_ELSEWHERE',
      subject: { kind: 'fob', id: '10000009' },
      detail: { branch: elsewhere.branchName, staff: elsewhere.name },
    },
  },
  // Head office tells what the other PC is called.
  {
    type: 'EventsRelayed',
    v: 1,
    data: {
      device: 'desk-9',
      deviceName: '窓口1',
      branchNo: '002',
      events: [{ seq: 1, hash: '0e'.repeat(32) }],
    },
  },
  {
    type: 'HeadOfficeAddressChanged',
    v: 1,
    data: { formerAddress: 'https://hub.example.jp:8443', address: 'https://hub2.example.jp:8443' },
  },
  { type: 'FobResynchronised', v: 1, data: { loginId: 'data0009', serial: '10000009' } },
]
