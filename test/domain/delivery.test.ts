import { describe, expect, it } from 'vitest'
import { trackingCheckDigit } from '../../domain/tracking.ts'
import { branch, DAY, type Desk, given, inService, issued, stock } from './given.ts'

const S = '80000001'
const LETTER = 'IA1'
const mail = (trackingNo: string) =>
  ({ type: 'recordDispatch', applicationId: 'a1', service: 'registered', trackingNo }) as const
const tracking = (ten: string) => `${ten}${trackingCheckDigit(ten)}`
const seal = { type: 'sealEnvelope', applicationId: 'a1', serial: S, letterNo: LETTER } as const
const hand = {
  type: 'handOver',
  applicationId: 'a1',
  serial: S,
  receivedBy: 'self',
  identityDocument: 'passport',
} as const

/** Issued as a1, by mail or at the counter; `atHub`: head office has the seed. */
const issuedA1 =
  (delivery: 'mail' | 'counter', atHub = true) =>
  (desk: Desk): void => {
    const steps = issued(['ichirodt'], S, { delivery })
    desk.who = { id: 'a1' }
    steps(desk)
    desk.who = {}
    if (!atHub) desk.state.apply([{ kind: 'fob', id: S, value: { ...desk.fob(S), seedAtHub: false } }])
  }
const sealed = (desk: Desk) => void desk.do(seal)
const sent = (desk: Desk) => void desk.do(mail(tracking('1234567890')))

describe('封緘照合 and 送付', () => {
  it('goes out once fob and letter belong together', () => {
    const desk = given(branch, stock([S]), issuedA1('mail')).desk
    desk.do({ ...seal, letterNo: ' ｉａ1 ' })
    sent(desk)
    expect(desk.fob(S).custody).toMatchObject({ place: 'inMail', reference: '12345678903', by: '2001' })
    expect(desk.state.get('application', 'a1')?.status).toBe('dispatched')
  })

  it('stops at a mix-up', () => {
    const set = given(branch, stock([S]), issuedA1('mail'))
    set
      .when({ ...seal, serial: '80000002' })
      .thenRefused('ENVELOPE_MISMATCH', { serial: '80000002', letterNo: LETTER })
    set.when({ ...seal, letterNo: 'X' }).thenRefused('ENVELOPE_MISMATCH')
    set.when({ ...seal, serial: '1' }).thenRefused('SERIAL_FORM')
    set.when(mail(tracking('1234567890'))).thenRefused('NOT_SEALED')
    set.when(hand).thenRefused('DELIVERY_METHOD', { method: 'mail' })
  })

  it('waits for head office’s receipt of the seed', () => {
    given(branch, stock([S]), issuedA1('mail', false), sealed)
      .when(mail('1'))
      .thenRefused('SEED_NOT_AT_HUB')
    given(branch, stock([S]), issuedA1('counter', false))
      .when(hand)
      .thenRefused('SEED_NOT_AT_HUB')
  })

  it('checks the registered-mail number, and that it is new', () => {
    const set = given(branch, stock([S]), issuedA1('mail'), sealed)
    set.when(mail('123')).thenRefused('TRACKING_FORM')
    set.when(mail('12345678904')).thenRefused('TRACKING_CHECK_DIGIT')
    given(branch, stock([S]), issuedA1('mail'), sealed, sent, (desk) => {
      desk.do({ type: 'recordReturnByPost', serial: S, memo: '' })
      desk.do(seal)
    })
      .when(mail('123-45-67890-3'))
      .thenRefused('TRACKING_USED', { trackingNo: '12345678903' })
  })

  it('is there by the first day of use', () => {
    const set = given(branch, stock([S]), issuedA1('mail'), sealed, (desk) => {
      desk.now += 7 * DAY
    })
    set.when(mail(tracking('1234567890'))).thenRefused('DISPATCH_LATE', { startDate: '2026-12-01' })
    const eve = given(branch, stock([S]), issuedA1('mail'), sealed, (desk) => {
      desk.now += 6 * DAY
    })
    eve.when(mail(tracking('1234567890'))).thenRecords('FobDispatched')
  })

  it('sends no fob under incident', () => {
    given(branch, stock([S]), issuedA1('mail'), sealed, (desk) => {
      desk.do({ type: 'reportIncident', serial: S, kind: 'loss', channel: 'phone', reportedBy: '', memo: '' })
    })
      .when(mail('1'))
      .thenRefused('FOB_INCIDENT')
  })
})

describe('窓口交付', () => {
  it('hands over this application’s fob only', () => {
    const set = given(branch, stock([S]), issuedA1('counter'))
    set
      .when({ ...hand, serial: '80000009' })
      .thenRefused('HAND_OVER_MISMATCH', { serial: '80000009', expected: S })
    set.when({ ...hand, serial: '' }).thenRefused('SERIAL_FORM')
    set.when({ ...hand, receivedBy: 'agent' }).thenRefused('EVIDENCE_ATTORNEY')
    set.when(seal).thenRefused('DELIVERY_METHOD', { method: 'counter' })
    set.when(hand).thenRecords('FobHandedOver')
  })

  it('cannot deliver what was never issued', () => {
    given(branch).when(hand).thenRefused('APPLICATION_UNKNOWN')
  })
})

describe('返戻 and 返却: facts are recorded even when they should not have happened', () => {
  it('opens the application again when the letter comes back', () => {
    const desk = given(branch, stock([S]), issuedA1('mail'), sealed, sent).desk
    desk.do({ type: 'recordReturnByPost', serial: S, memo: '' })
    expect(desk.fob(S)).toMatchObject({ custody: { place: 'returnedByPost' }, flags: [] })
    expect(desk.state.get('application', 'a1')).toMatchObject({
      status: 'issued',
      sealedAt: null,
      mail: null,
    })
    desk.do(seal)
    desk.do(mail(tracking('1234567891')))
    expect(desk.fob(S)).toMatchObject({ custody: { place: 'inMail' }, flags: [] })
  })

  it('flags what the books did not expect', () => {
    const desk = given(branch, stock([S])).desk
    desk.do({ type: 'recordReturnByPost', serial: S, memo: '' })
    expect(desk.fob(S)).toMatchObject({ custody: { place: 'returnedByPost' }, flags: ['FLAG_PLACE'] })
    const used = given(branch, inService(['hanakodt'], '12345678')).desk
    used.do({ type: 'recordReturn', serial: '12345678', memo: '' })
    expect(used.fob('12345678')).toMatchObject({
      custody: { place: 'returned' },
      reseedNeeded: true,
      flags: ['FLAG_RETURNED_IN_USE'],
    })
  })

  it('cannot record a fob that is in no lot', () => {
    given(branch).when({ type: 'recordReturn', serial: '99999999', memo: '' }).thenRefused('FOB_UNKNOWN')
    given(branch).when({ type: 'recordReturnByPost', serial: 'abc', memo: '' }).thenRefused('SERIAL_FORM')
  })
})
