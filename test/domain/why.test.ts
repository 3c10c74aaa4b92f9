import { describe, expect, it } from 'vitest'
import { sentence } from '../../domain/refusals.ts'
import { explainAttempts, type SeenAttempt } from '../../domain/why.ts'

const NOW = 1_000 * 60_000
const attempt = (
  minutesAgo: number,
  outcome: SeenAttempt['outcome'],
  offSteps: number | null = null,
): SeenAttempt => ({ at: NOW - minutesAgo * 60_000, outcome, offSteps })
const explained = (attempts: readonly SeenAttempt[], drift = 0) => explainAttempts(attempts, drift, NOW)

describe('why codes were refused', () => {
  it('a fob whose clock has run away', () => {
    const [slow] = explained([attempt(5, 'wrong', -7), attempt(3, 'wrong', -7)])
    if (slow === undefined) throw new Error('a finding')
    expect(sentence(slow.code, 'ja', slow.detail)).toBe(
      '3分前の番号は正しいものでした: トークンの時計が7分遅れています。時刻合わせをしてください。',
    )
    expect(sentence(slow.code, 'en', slow.detail)).toContain('was correct: the fob’s clock is 7 min slow')
    expect(explained([attempt(1, 'wrong', 2)])).toEqual([
      { code: 'WHY_CLOCK_FAST', detail: { minutes: 1, off: 2 } },
    ])
  })

  it('counts from the remembered drift, not from the hub’s time', () => {
    expect(explained([attempt(1, 'wrong', 0)], 12)).toEqual([
      { code: 'WHY_CLOCK_SLOW', detail: { minutes: 1, off: 12 } },
    ])
  })

  it('one code a few minutes old may only have been typed late', () => {
    expect(explained([attempt(2, 'wrong', -4)])).toMatchObject([{ code: 'WHY_CODE_LATE' }])
    expect(explained([attempt(2, 'wrong', -6)])).toMatchObject([{ code: 'WHY_CLOCK_SLOW' }])
    expect(explained([attempt(3, 'wrong', -4), attempt(2, 'wrong', -4)])).toMatchObject([
      { code: 'WHY_CLOCK_SLOW' },
    ])
  })

  it('wrong codes, used ones, and what head office broke off', () => {
    expect(
      explained([attempt(4, 'wrong'), attempt(3, 'abandoned'), attempt(2, 'wrong'), attempt(1, 'used')]),
    ).toEqual([
      { code: 'WHY_WRONG', detail: { count: 2 } },
      { code: 'WHY_USED', detail: { minutes: 1 } },
      { code: 'WHY_ABANDONED', detail: { minutes: 3 } },
    ])
  })

  it('forgets what was before the last success', () => {
    expect(explained([attempt(9, 'wrong', -7), attempt(4, 'accepted')])).toEqual([
      { code: 'WHY_ACCEPTED', detail: { minutes: 4 } },
    ])
    expect(explained([])).toEqual([{ code: 'WHY_NO_ATTEMPT', detail: {} }])
    expect(explained([{ ...attempt(0, 'used'), at: NOW + 5 }])).toEqual([
      { code: 'WHY_USED', detail: { minutes: 0 } },
    ])
  })
})
