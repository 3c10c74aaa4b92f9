import { describe, expect, it } from 'vitest'
import { applicationDefaults } from '../../domain/decide.ts'
import {
  A,
  AUDITOR,
  B,
  MANAGER,
  T0,
  activated,
  approve,
  approved,
  as,
  branch,
  Desk,
  form,
  given,
  handedOver,
  inService,
  issued,
  later,
  DAY,
  MINUTE,
  revoked,
  stock,
  submit,
} from './given.ts'

const hanako = inService(['hanakodt'], '12345678')
const draft = (options = {}) => ({ type: 'saveDraft', ...form(['ichirodt'], options) }) as const

describe('一時保存', () => {
  it('keeps an unfinished form and puts it right in place', () => {
    const desk = new Desk()
    branch(desk)
    const { applicationId } = desk.do(draft({ startDate: null }))
    desk.do(draft({ startDate: '２０２６／１２／１', applicationId }))
    expect(desk.state.get('application', applicationId ?? '')).toMatchObject({
      status: 'draft',
      startDate: '2026-12-01',
    })
    desk.do({ type: 'discardDraft', applicationId: applicationId ?? '' })
    expect(desk.state.openApplications(A)).toEqual([])
  })

  it('refuses what cannot be kept', () => {
    given(branch)
      .when(draft({ startDate: '明日' }))
      .thenRefused('DATE_FORM', { value: '明日' })
    given(branch)
      .when(draft({ relatedSerial: '12' }))
      .thenRefused('SERIAL_FORM')
    given(branch)
      .when({ type: 'saveDraft', ...form([]) })
      .thenRefused('APPLICATION_NO_USERS')
    given(branch)
      .when(draft({ applicationId: 'x' }))
      .thenRefused('APPLICATION_UNKNOWN')
    given(branch).when({ type: 'discardDraft', applicationId: 'x' }).thenRefused('APPLICATION_UNKNOWN')
  })
})

describe('申込 (STEP 1)', () => {
  it('waits for a second person', () => {
    const { events } = given(branch)
      .when(submit(['ichirodt']))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
    expect(events[1]?.data).toMatchObject({ askedBy: '2001', proposal: { kind: 'application', flags: [] } })
  })

  it('is decided at once where dual control is off, and says so', () => {
    const off = (desk: Desk) =>
      desk.record({
        type: 'PolicyChanged',
        v: 1,
        data: { requestId: null, policy: { ...desk.state.policy(), dualControl: false } },
      })
    given(branch, off)
      .when(submit(['ichirodt']))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested', 'ApprovalGiven', 'ApplicationApproved')
  })

  it('asks who and what', () => {
    given(branch)
      .when(submit(['ichirodt'], { contractNo: '9' }))
      .thenRefused('CONTRACT_UNKNOWN')
    given(branch).when(submit([])).thenRefused('APPLICATION_NO_USERS')
    given(branch)
      .when(submit(['nobody']))
      .thenRefused('USER_UNKNOWN', { loginId: 'nobody' })
    given(branch)
      .when(submit(['tarodt']))
      .thenRefused('USER_NOT_OF_CONTRACT')
    given(branch)
      .when(submit(['ichirodt']), { branchNo: '002' })
      .thenRefused('CONTRACT_OTHER_BRANCH', { branchNo: '001' })
  })

  it('asks for the evidence of rule 14', () => {
    given(branch)
      .when(submit(['ichirodt'], { evidence: { sealVerified: false } }))
      .thenRefused('EVIDENCE_SEAL')
    given(branch)
      .when(submit(['ichirodt'], { evidence: { visitor: 'agent' } }))
      .thenRefused('EVIDENCE_ATTORNEY')
    given(branch)
      .when(submit(['ichirodt'], { evidence: { receiptNo: ' ' } }))
      .thenRefused('EVIDENCE_RECEIPT')
    given(branch)
      .when(submit(['ichirodt'], { evidence: { visitor: 'agent', powerOfAttorney: true } }))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
  })

  it('keeps the first day of use within rule 10', () => {
    given(branch)
      .when(submit(['ichirodt'], { startDate: null }))
      .thenRefused('START_DATE_REQUIRED')
    given(branch)
      .when(submit(['ichirodt'], { startDate: '2026-02-30' }))
      .thenRefused('DATE_FORM')
    given(branch)
      .when(submit(['ichirodt'], { startDate: '2026-11-30' }))
      .thenRefused('START_DATE_EARLY', { earliest: '2026-12-01', method: 'mail' })
    given(branch)
      .when(submit(['ichirodt'], { startDate: '2027-11-25' }))
      .thenRefused('START_DATE_FAR')
    given(branch)
      .when(submit(['ichirodt'], { startDate: '2026-11-24', delivery: 'counter' }))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
  })

  it('refuses the closed', () => {
    const close = (kind: 'contract' | 'user') => (desk: Desk) => {
      const user = desk.user('ichirodt')
      const contract = desk.state.get('contract', A)
      if (contract === undefined) throw new Error('no contract')
      if (kind === 'user')
        desk.state.apply([{ kind, id: user.loginId, value: { ...user, rosterStatus: 'closed' } }])
      else desk.state.apply([{ kind, id: A, value: { ...contract, status: 'closed' } }])
    }
    given(branch, close('contract'))
      .when(submit(['ichirodt']))
      .thenRefused('CONTRACT_CLOSED')
    given(branch, close('user'))
      .when(submit(['ichirodt']))
      .thenRefused('USER_CLOSED')
  })

  it('refuses the same kind twice and flags another open one', () => {
    const first = (desk: Desk) => void desk.do(submit(['ichirodt']))
    given(branch, first)
      .when(submit(['ichirodt']))
      .thenRefused('APPLICATION_DUPLICATE', {
        loginId: 'ichirodt',
        receiptNo: 'K-1',
      })
    const { events } = given(branch, first)
      .when(submit(['ichirodt'], { kind: 'additional', evidence: { fee: 'exempt' } }))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
    expect(events[1]?.data).toMatchObject({ proposal: { flags: ['FLAG_DUPLICATE', 'FLAG_FEE_EXEMPT'] } })
  })
})

describe('申込区分 and the user’s status', () => {
  it.each(['sharing', 'reissue', 'renewal', 'reuse', 'cancellation'] as const)(
    '%s needs more than 未登録',
    (kind) => {
      const answer = applicationDefaults(
        given(branch).desk.state,
        A,
        kind,
        given(branch).desk.context(),
      ).users.find(({ loginId }) => loginId === 'ichirodt')
      if (kind === 'sharing' || kind === 'reuse') expect(answer?.obstacle).toBeNull()
      else
        expect(answer?.obstacle).toMatchObject({
          code: 'APPLICATION_KIND',
          detail: { status: 'unregistered' },
        })
    },
  )

  it('refuses 新規 for who has a fob', () => {
    given(branch, hanako)
      .when(submit(['hanakodt']))
      .thenRefused('APPLICATION_KIND', { loginId: 'hanakodt', status: 'inService', kind: 'new' })
  })

  it('switches a software user only by 切替', () => {
    const software = (desk: Desk) =>
      desk.record({
        type: 'UserRecorded',
        v: 1,
        data: {
          loginId: 'ichirodt',
          contractNo: A,
          role: 'master',
          rosterStatus: 'active',
          tokenKind: 'software',
        },
        personal: { name: '', kana: '' },
      })
    given(branch, software)
      .when(submit(['ichirodt']))
      .thenRefused('APPLICATION_KIND')
    given(branch, software)
      .when(submit(['ichirodt'], { kind: 'switch' }))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
  })

  it('names the replaced fob by itself, or asks', () => {
    const { events } = given(branch, hanako)
      .when(submit(['hanakodt'], { kind: 'reissue' }))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
    expect(events[0]?.data).toMatchObject({ relatedSerial: '12345678' })
    given(branch, hanako, inService(['ichirodt'], '23456789'))
      .when(submit(['hanakodt', 'ichirodt'], { kind: 'reissue' }))
      .thenRefused('RELATED_SERIAL_REQUIRED')
    given(branch, hanako, inService(['tarodt'], '34567890', { contractNo: B }))
      .when(submit(['hanakodt'], { kind: 'reissue', relatedSerial: '34567890' }))
      .thenRefused('FOB_OTHER_CONTRACT')
    given(branch, hanako)
      .when(submit(['hanakodt'], { kind: 'reissue', relatedSerial: '99999999' }))
      .thenRefused('FOB_UNKNOWN')
  })

  it('refuses a second replacement while one waits to be registered', () => {
    given(branch, hanako, stock(['80000001']), issued(['hanakodt'], '80000001', { kind: 'renewal' }))
      .when(submit(['hanakodt'], { kind: 'reissue' }))
      .thenRefused('TIE_PENDING', { loginId: 'hanakodt', serial: '80000001' })
  })
})

describe('共有 (rule 2)', () => {
  const share = (relatedSerial: string | null, contractNo = A, loginId = 'jirodt') =>
    submit([loginId], { kind: 'sharing', relatedSerial, contractNo, startDate: '2026-11-24' })

  it('ties at approval; the user then registers the colleague’s fob', () => {
    const desk = new Desk()
    branch(desk)
    hanako(desk)
    const { requestId, applicationId } = desk.do(share('１２３４５６７８'))
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.user('jirodt').otp).toMatchObject({ status: 'tokenIssued', tie: { serial: '12345678' } })
    expect(desk.fob('12345678').loginIds).toEqual(['hanakodt', 'jirodt'])
    activated('jirodt', '12345678')(desk)
    expect(desk.state.get('application', applicationId ?? '')?.status).toBe('completed')
  })

  it('never crosses contracts, and shares only what is in use', () => {
    given(branch, hanako)
      .when(share('12345678', B, 'tarodt'))
      .thenRefused('SHARE_OTHER_CONTRACT')
    given(branch, stock(['80000001']), handedOver(['hanakodt'], '80000001'))
      .when(share('80000001'))
      .thenRefused('SHARE_NOT_IN_USE', { serial: '80000001' })
    given(branch).when(share(null)).thenRefused('SHARE_NOBODY_IN_USE')
    given(branch, hanako).when(share(null)).thenRecords('ApplicationSubmitted', 'ApprovalRequested')
  })
})

describe('再利用 (rule 8)', () => {
  const reuse = (loginId = 'hanakodt') => submit([loginId], { kind: 'reuse', startDate: '2026-11-24' })

  it('ties the revoked fob again as it is', () => {
    const desk = given(branch, hanako, revoked(['hanakodt']), later(31 * MINUTE)).desk
    const { requestId } = desk.do(reuse())
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.user('hanakodt').otp).toMatchObject({ status: 'revoked', next: { serial: '12345678' } })
    activated('hanakodt', '12345678')(desk)
    expect(desk.user('hanakodt').otp.status).toBe('inService')
  })

  it('needs an issuance once the fob has come back', () => {
    const desk = given(branch, hanako, revoked(['hanakodt'])).desk
    desk.do({ type: 'recordReturn', serial: '12345678', memo: '' })
    const { requestId, applicationId } = desk.do(
      submit(['hanakodt'], { kind: 'reuse', startDate: '2026-12-01' }),
    )
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.state.get('application', applicationId ?? '')?.status).toBe('approved')
    expect(desk.user('hanakodt').otp).toMatchObject({ next: null })
  })

  it('refuses a fob under incident or expired', () => {
    given(
      branch,
      hanako,
      revoked(['hanakodt']),
      (desk) =>
        void desk.do({
          type: 'reportIncident',
          serial: '12345678',
          kind: 'loss',
          channel: 'phone',
          reportedBy: '',
          memo: '',
        }),
    )
      .when(reuse())
      .thenRefused('FOB_INCIDENT')
    given(branch, hanako, revoked(['hanakodt']), later(1300 * DAY))
      .when(submit(['hanakodt'], { kind: 'reuse', startDate: '2030-07-01' }))
      .thenRefused('FOB_EXPIRED')
  })
})

describe('解約', () => {
  it('revokes everything at approval and is done', () => {
    const desk = given(branch, hanako).desk
    const { requestId, applicationId } = desk.do(
      submit(['hanakodt'], { kind: 'cancellation', startDate: '2026-11-24' }),
    )
    expect(desk.state.get('approval', requestId ?? '')?.proposal).toMatchObject({
      flags: ['FLAG_LAST_ADMINISTRATOR'],
    })
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.user('hanakodt').otp).toMatchObject({ status: 'revoked', reason: 'cancellation' })
    expect(desk.state.get('application', applicationId ?? '')?.status).toBe('completed')
  })
})

describe('取下げ and 利用開始日変更', () => {
  it('withdraws the request with the application', () => {
    const desk = given(branch).desk
    const { applicationId = '' } = desk.do(submit(['ichirodt']))
    desk.do({ type: 'withdrawApplication', applicationId, memo: '' })
    expect(desk.state.waitingApprovals()).toEqual([])
    expect(desk.state.get('application', applicationId)?.status).toBe('withdrawn')
    expect(desk.ask({ type: 'withdrawApplication', applicationId, memo: '' })).toMatchObject({
      code: 'APPLICATION_STATE',
      detail: { status: 'withdrawn' },
    })
  })

  it('takes a shared tie back', () => {
    const out = {} as { applicationId?: string }
    const desk = given(
      branch,
      hanako,
      approved(['jirodt'], { kind: 'sharing', startDate: '2026-11-24' }, out),
    ).desk
    desk.do({ type: 'withdrawApplication', applicationId: out.applicationId ?? '', memo: '' })
    expect(desk.user('jirodt').otp.status).toBe('unregistered')
  })

  it('moves the first day until dispatch, and the envelope is checked anew', () => {
    const out = {} as { applicationId?: string }
    const desk = given(branch, stock(['80000001']), issued(['ichirodt'], '80000001', {}, out)).desk
    const applicationId = out.applicationId ?? ''
    const letterNo = desk.state.get('application', applicationId)?.letterNo ?? ''
    desk.do({ type: 'sealEnvelope', applicationId, serial: '80000001', letterNo })
    desk.do({ type: 'changeStartDate', applicationId, startDate: '2026-12-10' })
    expect(desk.user('ichirodt').otp).toMatchObject({ tie: { startDate: '2026-12-10' } })
    expect(desk.state.get('application', applicationId)?.sealedAt).toBeNull()
    expect(desk.ask({ type: 'changeStartDate', applicationId, startDate: '?' })).toMatchObject({
      code: 'DATE_FORM',
    })
    expect(desk.ask({ type: 'changeStartDate', applicationId, startDate: '2026-11-25' })).toMatchObject({
      code: 'START_DATE_EARLY',
    })
  })
})

describe('who may', () => {
  it('lets an auditor and nobody else change nothing', () => {
    given(branch)
      .when(submit(['ichirodt']), as(AUDITOR))
      .thenRefused('NOT_ALLOWED', { role: 'auditor' })
    given(branch)
      .when(submit(['ichirodt']), as(null))
      .thenRefused('NOT_SIGNED_IN')
  })

  it('gives the form its defaults', () => {
    const { desk } = given(branch, hanako)
    const defaults = applicationDefaults(desk.state, A, 'new', desk.context({ now: T0 }))
    expect(defaults.earliestStartDate).toEqual({ mail: '2026-12-01', counter: '2026-11-24' })
    expect(defaults.sharedSerials).toEqual(['12345678'])
    expect(defaults.users.find(({ loginId }) => loginId === 'hanakodt')).toMatchObject({
      serial: '12345678',
      obstacle: { code: 'APPLICATION_KIND' },
    })
  })
})
