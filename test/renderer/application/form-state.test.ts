import { describe, expect, test } from 'vitest'
import {
  emptyForm,
  formOfApplication,
  saveDraftInput,
  startDateOf,
  submitInput,
  suggestedKind,
  withDefaults,
} from '../../../renderer/application/form-state.ts'
import { application } from '../fake/work.ts'
import { contractOf, defaultsFor, fobOf } from './sample.ts'

describe('the kind that the users’ state suggests', () => {
  test('nobody has a fob: 新規', () => {
    expect(suggestedKind(contractOf('0010002', { otpStatus: 'unregistered' }), [])).toBe('new')
  })
  test('a software token: 切替', () => {
    expect(suggestedKind(contractOf('0010002', { tokenKind: 'software' }), [])).toBe('switch')
  })
  test.each([
    ['sachikodt', 'renewal'],
    ['tarodt', 'reissue'],
    ['shirodt', 'additional'],
    ['saburodt', 'reissue'],
  ] as const)('pointed at %s: %s', (loginId, kind) => {
    expect(suggestedKind(contractOf('0010002'), [loginId])).toBe(kind)
  })
})

describe('what has only one answer is filled in', () => {
  const contract = contractOf('0010002')
  test('the only possible user', () => {
    expect(withDefaults(emptyForm('additional'), defaultsFor(['shirodt']), contract).loginIds).toEqual([
      'shirodt',
    ])
  })
  test('新規 with several: the master; any other kind: nobody', () => {
    const both = defaultsFor(['saburodt', 'shirodt'])
    expect(withDefaults(emptyForm('new'), both, contract).loginIds).toEqual(['saburodt'])
    expect(withDefaults(emptyForm('reissue'), both, contract).loginIds).toEqual([])
  })
  test('a user for whom this kind may not be is dropped', () => {
    const form = emptyForm('reissue', ['tarodt', 'shirodt'])
    expect(withDefaults(form, defaultsFor(['tarodt', 'saburodt']), contract).loginIds).toEqual(['tarodt'])
  })
  test('the users’ own fob, not just any', () => {
    const relatedFobs = [fobOf('11111111', ['saburodt']), fobOf('22222222', ['sachikodt'])]
    const form = emptyForm('renewal', ['sachikodt'])
    const filled = withDefaults(form, defaultsFor(['sachikodt', 'saburodt'], { relatedFobs }), contract)
    expect(filled.relatedSerial).toBe('22222222')
  })
  test('no fob where the kind names none', () => {
    const defaults = defaultsFor(['shirodt'], { relatedFobs: [fobOf('11111111', [])] })
    expect(withDefaults(emptyForm('additional'), defaults, contract).relatedSerial).toBeNull()
  })
})

describe('利用開始日', () => {
  const defaults = defaultsFor([])
  test('empty is the earliest of the delivery method', () => {
    expect(startDateOf(emptyForm('new'), defaults)).toBe('2026-12-01')
    expect(startDateOf({ ...emptyForm('new'), delivery: 'counter' }, defaults)).toBe('2026-11-24')
  })
  test('nothing has to be mailed for 共有: the counter’s date', () => {
    expect(startDateOf(emptyForm('sharing'), defaults)).toBe('2026-11-24')
  })
  test('typed in full-width and in Japanese', () => {
    expect(startDateOf({ ...emptyForm('new'), startDate: '２０２６年１２月３日' }, defaults)).toBe(
      '2026-12-03',
    )
    expect(startDateOf({ ...emptyForm('new'), startDate: '13/45' }, defaults)).toBeNull()
  })
})

describe('the commands', () => {
  const form = { ...emptyForm('new', ['saburodt']), sealVerified: true, receiptNo: ' Ａ１２ ' }
  test('a draft stores "not chosen" as other, and asks again when it is opened', () => {
    const draft = saveDraftInput(form, '0010002')
    expect(draft.evidence.identityDocument).toBe('other')
    expect(draft.startDate).toBeNull()
    const stored = application(7, 'draft')
    const opened = formOfApplication({
      ...stored,
      evidence: { ...stored.evidence, identityDocument: 'other' },
    })
    expect(opened.identityDocument).toBeNull()
  })
  test('その他 of a sent-back application stays chosen', () => {
    const returned = application(8, 'returned')
    const evidence = { ...returned.evidence, identityDocument: 'other' as const }
    expect(formOfApplication({ ...returned, evidence }).identityDocument).toBe('other')
  })
  test('登録 sends the earliest date and half-width text', () => {
    const input = submitInput({ ...form, identityDocument: 'passport' }, '0010002', defaultsFor([]))
    expect(input).toMatchObject({ startDate: '2026-12-01', evidence: { receiptNo: 'A12' } })
    expect(input).not.toHaveProperty('applicationId')
  })
  test('a power of attorney counts with an agent only', () => {
    const input = submitInput({ ...form, powerOfAttorney: true }, '0010002', defaultsFor([]))
    expect(input.evidence.powerOfAttorney).toBe(false)
  })
})
