import { expect, it } from 'vitest'
import { adviceOn, fobAdvice, type FobAdvice } from '../../domain/fob-advice.ts'
import type { Fob } from '../../domain/model.ts'
import type { CustodyPlace } from '../../domain/vocabulary.ts'

const now = Date.parse('2026-11-22T10:00:00+09:00')
const context = { now, branchNo: '012', minimumRemainingMonths: 6 }
const model = 'C301-i'
const spare: Fob = {
  serial: '12345678',
  chipSerial: '8659610000001',
  model,
  lotNo: 'L-1',
  boxNo: '1',
  expiresAt: Date.parse('2031-11-30T08:00:00+09:00'),
  branchNo: '012',
  custody: { place: 'stock', since: now, by: null, reference: null },
  seed: { state: 'blank', issuanceId: null },
  seedAtHub: false,
  contractNo: null,
  loginIds: [],
  incident: null,
  reseedNeeded: false,
  flags: [],
}
const at = (place: CustodyPlace): Fob => ({ ...spare, custody: { ...spare.custody, place } })

const cases: readonly (readonly [FobAdvice, Fob | undefined])[] = [
  ['issue', spare],
  ['issue', { ...spare, seed: { state: 'void', issuanceId: 'I-1' } }],
  ['issueToContract', { ...spare, contractNo: '1000001' }],
  ['shortLife', { ...spare, expiresAt: Date.parse('2027-03-31T08:00:00+09:00') }],
  ['expired', { ...spare, expiresAt: now }],
  ['writing', { ...spare, seed: { state: 'writing', issuanceId: 'I-1' } }],
  ['factorySeeded', { ...spare, seed: { state: 'factory', issuanceId: null } }],
  ['reseedFirst', { ...spare, reseedNeeded: true, contractNo: '1000001' }],
  ['stillTied', { ...spare, reseedNeeded: true, loginIds: ['ichirodt'] }],
  ['importLot', undefined],
  ['otherBranch', { ...at('customer'), branchNo: '013' }],
  ['modelDiffers', { ...spare, model: 'C302-i' }],
  ['incident', { ...at('customer'), incident: { kind: 'loss', at: now } }],
  ['withCustomer', at('customer')],
  ['handedOut', at('issuedHeld')],
  ['inMail', at('inMail')],
  ['receive', at('received')],
  ['receiveTransfer', at('inTransfer')],
  ['cameBack', at('returned')],
  ['cameBack', at('returnedByPost')],
  ['found', at('missing')],
  ['takenOut', at('toMaker')],
  ['takenOut', at('toDispose')],
  ['takenOut', at('disposed')],
]

it.each(cases)('%s', (advice, fob) => {
  expect(adviceOn(fob, model, context)).toBe(advice)
})

it('has a case for every sentence', () => {
  expect(new Set(cases.map(([advice]) => advice))).toEqual(new Set(fobAdvice.options))
})
