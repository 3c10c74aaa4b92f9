/** Rule 2 by every path: never across contracts, and within one only by an approved 共有. */
import { describe, expect, it } from 'vitest'
import { admit } from '../../domain/admit.ts'
import { planActivation } from '../../domain/activation.ts'
import type { DeskEvent, EventDraft } from '../../domain/events.ts'
import {
  activated,
  approve,
  approved,
  as,
  B,
  branch,
  type Desk,
  given,
  handedOver,
  inService,
  issuing,
  later,
  MANAGER,
  MINUTE,
  revoked,
  stock,
  submit,
} from './given.ts'

const S = '80000001'
const T = '80000002'
const start = '2026-11-24'
const plan = (desk: Desk, loginId: string, serial: string) =>
  planActivation(desk.state, { loginId, serial, now: desk.now, newTieId: 'new' })
const hanako = inService(['hanakodt'], S)
const ichiro = inService(['ichirodt'], T)

describe('across contracts', () => {
  const both = given(branch, hanako, (d) => inService(['saburodt'], T, { contractNo: B })(d))

  it('is refused in an application of every kind that names a fob', () => {
    both
      .when(submit(['jirodt'], { kind: 'sharing', startDate: start, relatedSerial: T }))
      .thenRefused('SHARE_OTHER_CONTRACT')
    both.when(submit(['hanakodt'], { kind: 'renewal', relatedSerial: T })).thenRefused('FOB_OTHER_CONTRACT')
    both
      .when(submit(['jirodt'], { kind: 'reuse', startDate: start, relatedSerial: T }))
      .thenRefused('FOB_OTHER_CONTRACT')
    both.when(submit(['tarodt'])).thenRefused('USER_NOT_OF_CONTRACT')
  })

  it('is refused at the writing, at the registration and at head office', () => {
    const out: { applicationId?: string } = {}
    const desk = given(
      branch,
      hanako,
      revoked(['hanakodt']),
      (d) => void d.do({ type: 'recordReturn', serial: S, memo: '' }),
      (d) =>
        void d.do({ type: 'moveFobs', serials: [S], to: 'stock', reference: null, memo: '' }, as(MANAGER)),
      approved(['tarodt'], { contractNo: B }, out),
    ).desk
    const kept = { ...desk.fob(S), reseedNeeded: false }
    desk.state.apply([{ kind: 'fob', id: S, value: kept }])
    expect(desk.ask(issuing(out.applicationId ?? '', S))).toMatchObject({ code: 'FOB_OTHER_CONTRACT' })
    const share = approved(['jirodt'], { kind: 'sharing', startDate: start })
    share(both.desk)
    expect(plan(both.desk, 'jirodt', T)).toMatchObject({ code: 'NOT_ISSUED_TO_CONTRACT' })
    const forged: EventDraft = {
      type: 'ApplicationApproved',
      v: 1,
      data: {
        applicationId: 'a9',
        requestId: 'a9-r',
        ties: [{ loginId: 'jirodt', tie: { tieId: 't', applicationId: 'a9', serial: T, startDate: start } }],
      },
    }
    const site = given(branch, hanako, (d) => inService(['saburodt'], T, { contractNo: B })(d)).desk
    const { requestId } = site.do(submit(['jirodt'], { kind: 'sharing', startDate: start }), { id: 'a9' })
    const approval = { requestId: requestId ?? '', askedBy: '2001', overTheShoulder: false }
    site.record({ type: 'ApprovalGiven', v: 1, data: approval }, '1001')
    const event = { ...forged, meta: { id: 'p', realm: 'training', device: 'd', seq: 1, at: 0, by: '1001' } }
    expect(admit(site.state, event as DeskEvent)).toMatchObject({ code: 'FOB_OTHER_CONTRACT' })
  })
})

describe('within a contract', () => {
  it('is not got by 再利用 of a colleague’s fob', () => {
    given(branch, hanako)
      .when(submit(['jirodt'], { kind: 'reuse', startDate: start, relatedSerial: S }))
      .thenRefused('SHARE_NOT_APPROVED')
    given(branch, stock([S]), handedOver(['hanakodt'], S))
      .when(submit(['jirodt'], { kind: 'reuse', startDate: start, relatedSerial: S }))
      .thenRefused('SHARE_NOT_APPROVED')
  })

  it('is asked again at the approval of a 再利用', () => {
    const desk = given(branch, hanako, revoked(['hanakodt'])).desk
    const reuse = submit(['jirodt'], { kind: 'reuse', startDate: start, relatedSerial: S })
    const { requestId } = desk.do(reuse)
    approved(['hanakodt'], { kind: 'reuse', startDate: start, relatedSerial: S })(desk)
    expect(desk.ask(approve(requestId), as(MANAGER))).toMatchObject({ code: 'SHARE_NOT_APPROVED' })
  })

  it('lets a user who was on the shared fob come back to it', () => {
    given(branch, inService(['hanakodt', 'jirodt'], S), revoked(['jirodt']))
      .when(submit(['jirodt'], { kind: 'reuse', startDate: start, relatedSerial: S }))
      .thenRecords('ApplicationSubmitted', 'ApprovalRequested')
  })

  it('holds for the fob that the approval named, and for no other', () => {
    const share = approved(['jirodt'], { kind: 'sharing', startDate: start, relatedSerial: S })
    const desk = given(branch, hanako, ichiro, share).desk
    expect(plan(desk, 'jirodt', S)).toMatchObject({ ok: true, crossedWith: null })
    expect(plan(desk, 'jirodt', T)).toMatchObject({ code: 'NOT_ISSUED_TO_USER', detail: { expected: S } })
  })

  it('does not outlive a revocation: only the old fob is registered again', () => {
    const share = approved(['jirodt'], { kind: 'sharing', startDate: start, relatedSerial: S })
    const left = [branch, hanako, ichiro, share, activated('jirodt', S), revoked(['jirodt'])]
    const desk = given(...left, later(30 * MINUTE)).desk
    expect(plan(desk, 'jirodt', S)).toMatchObject({ ok: true })
    expect(plan(desk, 'jirodt', T)).toMatchObject({ code: 'NOT_ISSUED_TO_USER' })
  })

  it('is no crossing when a revoked user takes a colleague’s new fob', () => {
    const desk = given(
      branch,
      hanako,
      revoked(['hanakodt']),
      stock([T]),
      handedOver(['ichirodt'], T),
      later(30 * MINUTE),
    ).desk
    expect(plan(desk, 'hanakodt', T)).toMatchObject({ code: 'NOT_ISSUED_TO_USER', detail: { expected: S } })
  })
})
