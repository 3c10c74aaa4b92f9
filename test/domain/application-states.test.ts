/** 申込: every act on an application in every state it can be in; what is not listed is refused by its state. */
import { describe, expect, it } from 'vitest'
import type { ApplicationStatus } from '../../domain/vocabulary.ts'
import {
  activated,
  approve,
  approved,
  as,
  branch,
  DAY,
  type Desk,
  form,
  given,
  type GivenCommand,
  handedOver,
  issued,
  issuing,
  later,
  MANAGER,
  stock,
  submit,
} from './given.ts'

const S = '80000001'
const loginIds = ['ichirodt']
const idOf = (desk: Desk) => [...desk.state.all('application')][0]?.applicationId ?? ''
const decided = (verdict: 'sendBack' | 'deny') => (desk: Desk) => {
  const { requestId } = desk.do(submit(loginIds))
  desk.do({ ...approve(requestId), verdict, memo: 'x' }, as(MANAGER))
}
const sealed = (desk: Desk) => {
  issued(loginIds, S)(desk)
  const applicationId = idOf(desk)
  const letterNo = desk.state.get('application', applicationId)?.letterNo ?? ''
  desk.do({ type: 'sealEnvelope', applicationId, serial: S, letterNo })
}
const dispatched = (desk: Desk) => {
  sealed(desk)
  desk.do({
    type: 'recordDispatch',
    applicationId: idOf(desk),
    service: 'registered',
    trackingNo: '12345678903',
  })
}

const ways: Record<ApplicationStatus, (desk: Desk) => void> = {
  draft: (desk) => void desk.do({ type: 'saveDraft', ...form(loginIds) }),
  waiting: (desk) => void desk.do(submit(loginIds)),
  returned: decided('sendBack'),
  denied: decided('deny'),
  approved: approved(loginIds),
  issued: sealed,
  dispatched,
  handedOver: handedOver(loginIds, S),
  completed: (desk) => {
    dispatched(desk)
    later(8 * DAY)(desk)
    activated('ichirodt', S)(desk)
  },
  withdrawn: (desk) => {
    desk.do(submit(loginIds))
    desk.do({ type: 'withdrawApplication', applicationId: idOf(desk), memo: '' })
  },
  issuanceCancelled: (desk) => {
    issued(loginIds, S)(desk)
    desk.do({ type: 'cancelIssuance', applicationId: idOf(desk), memo: '' })
  },
}

type Act = (applicationId: string, desk: Desk) => GivenCommand
const acts: Record<string, { readonly act: Act; readonly from: readonly ApplicationStatus[] }> = {
  saveDraft: {
    act: (applicationId) => ({ type: 'saveDraft', ...form(loginIds, { applicationId }) }),
    from: ['draft', 'returned'],
  },
  discardDraft: {
    act: (applicationId) => ({ type: 'discardDraft', applicationId }),
    from: ['draft', 'returned'],
  },
  submitApplication: {
    act: (applicationId) => submit(loginIds, { applicationId }),
    from: ['draft', 'returned'],
  },
  withdrawApplication: {
    act: (applicationId) => ({ type: 'withdrawApplication', applicationId, memo: '' }),
    from: ['waiting', 'returned', 'approved'],
  },
  changeStartDate: {
    act: (applicationId) => ({ type: 'changeStartDate', applicationId, startDate: '2026-12-21' }),
    from: ['approved', 'issued'],
  },
  startIssuance: { act: (applicationId) => issuing(applicationId, S), from: ['approved'] },
  cancelIssuance: {
    act: (applicationId) => ({ type: 'cancelIssuance', applicationId, memo: '' }),
    from: ['issued'],
  },
  sealEnvelope: {
    act: (applicationId, desk) => ({
      type: 'sealEnvelope',
      applicationId,
      serial: S,
      letterNo: desk.state.get('application', applicationId)?.letterNo ?? '',
    }),
    from: ['issued'],
  },
  recordDispatch: {
    act: (applicationId) => ({
      type: 'recordDispatch',
      applicationId,
      service: 'registered',
      trackingNo: '22345678902',
    }),
    from: ['issued'],
  },
}
const statuses = Object.keys(ways) as ApplicationStatus[]
const reach = (status: ApplicationStatus) => given(branch, stock([S]), ways[status]).desk

describe.each(Object.entries(acts))('%s', (_, { act, from }) => {
  it.each(statuses)('on 「%s」', (status) => {
    const desk = reach(status)
    const applicationId = idOf(desk)
    expect(desk.state.get('application', applicationId)?.status).toBe(status)
    const answer = desk.ask(act(applicationId, desk))
    expect(answer).toMatchObject(
      from.includes(status) ? { ok: true } : { code: 'APPLICATION_STATE', detail: { status } },
    )
  })
})

describe('sideways', () => {
  it('a new 利用開始日 opens the seal: the letter inside says the old one', () => {
    const desk = reach('issued')
    const applicationId = idOf(desk)
    desk.do({ type: 'changeStartDate', applicationId, startDate: '2026-12-21' })
    const dispatch = acts['recordDispatch']?.act(applicationId, desk)
    if (dispatch === undefined) throw new Error('no such act')
    expect(desk.ask(dispatch)).toMatchObject({ code: 'NOT_SEALED' })
    expect(desk.user('ichirodt').otp).toMatchObject({ tie: { startDate: '2026-12-21' } })
  })

  it('a letter that came back can be cancelled; the fob stays 返戻 and needs a new seed', () => {
    const desk = reach('dispatched')
    desk.do({ type: 'recordReturnByPost', serial: S, memo: '転居先不明' })
    desk.do({ type: 'cancelIssuance', applicationId: idOf(desk), memo: '' })
    expect(desk.user('ichirodt').otp.status).toBe('unregistered')
    expect(desk.fob(S)).toMatchObject({
      custody: { place: 'returnedByPost' },
      reseedNeeded: true,
      loginIds: [],
    })
    desk.do({ type: 'moveFobs', serials: [S], to: 'stock', reference: null, memo: '' }, as(MANAGER))
    approved(loginIds)(desk)
    const [, second] = [...desk.state.all('application')]
    expect(desk.ask(issuing(second?.applicationId ?? '', S))).toMatchObject({ code: 'FOB_RESEED_NEEDED' })
    const { requestId } = desk.do({ type: 'proposeReseed', serial: S, reason: '返戻' })
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.ask(issuing(second?.applicationId ?? '', S))).toMatchObject({ ok: true })
  })
})
