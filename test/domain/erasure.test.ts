import { describe, expect, it } from 'vitest'
import { isErasable, type ErasureSubject } from '../../domain/erasure.ts'

const subject: ErasureSubject = {
  before: 1000,
  contracts: new Set(['C1']),
  users: new Set(['u1']),
  applications: new Set(['a1']),
}
const erasable = (data: unknown, at = 1): boolean => isErasable({ at, data }, subject)

describe('the personal part of an event', () => {
  it('goes with its contract, user and application, and not before its time', () => {
    expect(erasable({ contractNo: 'C1', loginIds: ['u1'], applicationId: 'a1' })).toBe(true)
    expect(erasable({ contractNo: 'C1' }, 1000)).toBe(false)
    expect(erasable({ contractNo: 'C2' })).toBe(false)
    expect(erasable({ loginIds: ['u1', 'u2'] })).toBe(false)
    expect(erasable({ contractNo: 'C1', applicationId: 'a2' })).toBe(false)
    expect(erasable({ serial: '12345678' })).toBe(true)
  })

  it('stays while anybody whom the event lists is a customer', () => {
    expect(erasable({ revocations: [{ loginId: 'u1' }] })).toBe(true)
    expect(erasable({ revocations: [{ loginId: 'u1' }, { loginId: 'u2' }] })).toBe(false)
    // `ScopeEntered`: the names of all records that came to a branch lie in one part.
    const records = { contracts: [{ contractNo: 'C1', loginIds: ['u1'] }], users: [], applications: [] }
    expect(erasable(records)).toBe(true)
    expect(
      erasable({ ...records, contracts: [...records.contracts, { contractNo: 'C2', loginIds: [] }] }),
    ).toBe(false)
    expect(erasable({ ...records, users: [{ loginId: 'u2', contractNo: 'C1' }] })).toBe(false)
    expect(erasable({ ...records, applications: [{ applicationId: 'a2', contractNo: 'C1' }] })).toBe(false)
  })
})
