import { expect, test } from 'vitest'
import { applicationStatus } from '../../../domain/vocabulary.ts'
import { mayBeDone } from '../../../renderer/application/may-be-done.ts'

test('取下げ only before the issuance, 発行取消 only after it', () => {
  const may = (act: 'withdraw' | 'cancelIssuance') =>
    applicationStatus.options.filter((status) => mayBeDone({ status, kind: 'new' }).includes(act))
  expect(may('withdraw')).toEqual(['waiting', 'returned', 'approved'])
  expect(may('cancelIssuance')).toEqual(['issued'])
})

test('利用開始日 may change until the dispatch', () => {
  const may = applicationStatus.options.filter((status) =>
    mayBeDone({ status, kind: 'new' }).includes('changeStartDate'),
  )
  expect(may).toEqual(['waiting', 'approved', 'issued'])
})

test('an approved 共有 is not issued', () => {
  expect(mayBeDone({ status: 'approved', kind: 'sharing' })).not.toContain('issue')
  expect(mayBeDone({ status: 'approved', kind: 'reissue' })).toContain('issue')
})
