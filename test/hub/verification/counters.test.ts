import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../domain/policy.ts'
import {
  afterThresholdReset,
  afterUnlock,
  countAbandoned,
  lockedBy,
  RECENT_ATTEMPTS,
  RESERVATION_MS,
  reserve,
  settle,
  type SettleOptions,
  type Evaluation,
} from '../../../hub/verification/counters.ts'
import type { FobVerification } from '../../../hub/store/rows.ts'
import { sampleFob } from '../store-contract.ts'

const none = { wrongInRow: 0, longRun: [], reserved: null, recent: [] }
const fresh: FobVerification = { ...sampleFob, ...none, lastStep: 100 }
const policy = defaultPolicy
const DAY = 86_400_000
const NOW = 400 * DAY
const WRONG: Evaluation = { outcome: 'wrong', offSteps: null }

const told = (evaluation: Evaluation, now = NOW, asksTwo = false): SettleOptions => ({
  attemptId: 'a',
  evaluation,
  asksTwo,
  now,
  policy,
})
const attempt = (row: FobVerification, verdict: Evaluation, now = NOW): FobVerification => {
  const settled = settle(reserve(row, 'a', now), told(verdict, now))
  if (settled === null) throw new Error('the attempt is not settled')
  return settled.row
}
const times = (count: number, row: FobVerification, now = NOW): FobVerification =>
  Array.from({ length: count }).reduce<FobVerification>((last) => attempt(last, WRONG, now), row)

describe('counters of a fob', () => {
  it('locks at the threshold in a row, not before', () => {
    expect(lockedBy(times(4, fresh), NOW, policy)).toEqual([])
    expect(lockedBy(times(5, fresh), NOW, policy)).toEqual(['failures'])
  })

  it('a success begins the row anew, but not the long run', () => {
    const row = attempt(times(4, fresh), { outcome: 'accepted', step: 101, drift: 1 })
    expect(row).toMatchObject({ wrongInRow: 0, lastStep: 101, driftSteps: 1, reserved: null })
    expect(row.longRun).toHaveLength(4)
  })

  it('locks by the long run over successes and unlocks, until a reset', () => {
    let row = fresh
    for (let round = 0; round < 5; round += 1) {
      row = afterUnlock(attempt(times(4, row), { outcome: 'accepted', step: 101 + round, drift: 0 }))
    }
    expect(lockedBy(row, NOW, policy)).toEqual(['longRun'])
    expect(lockedBy(afterUnlock(row), NOW, policy)).toEqual(['longRun'])
    expect(lockedBy(afterThresholdReset(row), NOW, policy)).toEqual([])
  })

  it('forgets wrong codes older than the long run’s days', () => {
    const row = { ...times(19, fresh), wrongInRow: 0 }
    expect(lockedBy(attempt(row, WRONG, NOW + 30 * DAY - 1), NOW + 30 * DAY - 1, policy)).toEqual(['longRun'])
    expect(lockedBy(attempt(row, WRONG, NOW + 30 * DAY), NOW + 30 * DAY, policy)).toEqual([])
  })

  it('counts nothing for a used code', () => {
    const { recent: _, ...counters } = times(4, fresh)
    expect(attempt(times(4, fresh), { outcome: 'used' })).toMatchObject(counters)
    const late = settle(reserve(fresh, 'a', NOW), told({ outcome: 'accepted', step: 100, drift: 0 }))
    const recent = [{ at: NOW, outcome: 'used', offSteps: null }]
    expect(late).toEqual({ row: { ...fresh, recent }, outcome: 'used' })
  })

  it('keeps the last outcomes, and of wrong codes when they would be right', () => {
    const row = attempt(times(RECENT_ATTEMPTS + 3, fresh), { outcome: 'wrong', offSteps: -7 }, NOW + 1)
    expect(row.recent).toHaveLength(RECENT_ATTEMPTS)
    expect(row.recent.at(-1)).toEqual({ at: NOW + 1, outcome: 'wrong', offSteps: -7 })
    const abandoned = countAbandoned(reserve(fresh, 'a', NOW), NOW + RESERVATION_MS, policy)
    expect(abandoned.recent).toEqual([{ at: NOW + RESERVATION_MS, outcome: 'abandoned', offSteps: null }])
  })

  it('counts an attempt that was left behind, whichever way the clock went', () => {
    const reserved = reserve(fresh, 'a', NOW)
    expect(countAbandoned(reserved, NOW + RESERVATION_MS - 1, policy)).toBe(reserved)
    for (const now of [NOW + RESERVATION_MS, NOW - 10 * 365 * DAY, NOW + 10 * 365 * DAY]) {
      expect(countAbandoned(reserved, now, policy)).toMatchObject({ wrongInRow: 1, reserved: null })
    }
  })

  it('asks for two codes, the second soon after the first and with nothing wrong between', () => {
    const right = (step: number): Evaluation => ({ outcome: 'accepted', step, drift: 0 })
    const given = (row: FobVerification, evaluation: Evaluation) => {
      const settled = settle(reserve(row, 'a', NOW), told(evaluation, NOW, true))
      if (settled === null) throw new Error('the attempt is not settled')
      return settled
    }
    const half = given(times(2, fresh), right(101))
    expect(half).toMatchObject({ outcome: 'half', row: { lastStep: 101, wrongInRow: 2 } })
    expect(given(half.row, right(101)).outcome).toBe('used')
    expect(given(half.row, right(106))).toMatchObject({ outcome: 'accepted', row: { wrongInRow: 0 } })
    expect(given(half.row, right(107)).outcome).toBe('half')
    expect(given(given(half.row, WRONG).row, right(102)).outcome).toBe('half')
    // Where one is enough again, the next right one is.
    expect(attempt(half.row, right(200))).toMatchObject({ halfStep: null, lastStep: 200 })
  })

  it('voids the verdict of an attempt that is no longer the row’s', () => {
    const verdict: Evaluation = { outcome: 'accepted', step: 101, drift: 0 }
    expect(settle(fresh, told(verdict))).toBeNull()
    expect(settle(reserve(fresh, 'b', NOW), told(verdict))).toBeNull()
  })

  it('never accepts a step twice and never evaluates beyond the thresholds', () => {
    const verdicts = fc.array(
      fc.oneof(
        fc.constant<Evaluation>({ outcome: 'wrong', offSteps: null }),
        fc.constant<Evaluation>({ outcome: 'used' }),
        fc
          .integer({ min: 90, max: 130 })
          .map((step): Evaluation => ({ outcome: 'accepted', step, drift: 0 })),
      ),
      { maxLength: 80 },
    )
    fc.assert(
      fc.property(verdicts, (all) => {
        let row = fresh
        let inRow = 0
        let ever = 0
        let last = row.lastStep
        for (const verdict of all) {
          if (lockedBy(row, NOW, policy).length > 0) break
          const settled = settle(reserve(row, 'a', NOW), told(verdict))
          if (settled === null) throw new Error('the attempt is not settled')
          row = settled.row
          if (settled.outcome === 'wrong') ever += 1
          inRow = settled.outcome === 'wrong' ? inRow + 1 : settled.outcome === 'accepted' ? 0 : inRow
          if (settled.outcome === 'accepted') {
            expect(row.lastStep).toBeGreaterThan(last)
            last = row.lastStep
          }
        }
        expect(row.wrongInRow).toBe(inRow)
        expect(row.longRun).toHaveLength(ever)
        expect(inRow).toBeLessThanOrEqual(policy.lockThreshold)
        expect(ever).toBeLessThanOrEqual(policy.longRunThreshold)
      }),
    )
  })
})
