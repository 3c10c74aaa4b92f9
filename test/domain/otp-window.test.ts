import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asSeed, hotp, stepAt } from '../../domain/otp.ts'
import { offSteps, resynchronise, verifyOtp } from '../../domain/otp-window.ts'

const seed = asSeed(new TextEncoder().encode('12345678901234567890'))
const nowMs = Date.UTC(2026, 10, 22, 9, 30, 12)
const now = stepAt(nowMs)
const fresh = { seed, nowMs, lastAcceptedStep: null, driftSteps: 0 }

describe('verifyOtp', () => {
  it.each([-1, 0, 1])('accepts the code %i steps away and tells the drift', (drift) => {
    expect(verifyOtp({ ...fresh, code: hotp(seed, now + drift) })).toEqual({
      outcome: 'accepted',
      step: now + drift,
      drift,
    })
  })

  it.each([-2, 2])('refuses the code %i steps away', (drift) => {
    expect(verifyOtp({ ...fresh, code: hotp(seed, now + drift) })).toEqual({ outcome: 'wrong' })
  })

  it('looks around the remembered drift, and reports the whole drift', () => {
    const code = hotp(seed, now - 6)
    expect(verifyOtp({ ...fresh, driftSteps: -5, code })).toEqual({
      outcome: 'accepted',
      step: now - 6,
      drift: -6,
    })
    expect(verifyOtp({ ...fresh, driftSteps: -4, code })).toEqual({ outcome: 'wrong' })
  })

  it('tells a used code from a wrong one', () => {
    const code = hotp(seed, now)
    expect(verifyOtp({ ...fresh, lastAcceptedStep: now, code })).toEqual({ outcome: 'used' })
    expect(verifyOtp({ ...fresh, lastAcceptedStep: now - 1, code }).outcome).toBe('accepted')
  })

  it('treats every step before the last accepted one as used too', () => {
    expect(verifyOtp({ ...fresh, lastAcceptedStep: now, code: hotp(seed, now - 1) })).toEqual({
      outcome: 'used',
    })
  })

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('refuses %j', (code) => {
    expect(verifyOtp({ ...fresh, code })).toEqual({ outcome: 'wrong' })
  })

  it('does not look before the first step', () => {
    expect(verifyOtp({ ...fresh, nowMs: 0, code: hotp(seed, 0) })).toEqual({
      outcome: 'accepted',
      step: 0,
      drift: 0,
    })
  })

  it('checks SHA-256 seeds by SHA-256 only', () => {
    const code = hotp(seed, now, { algorithm: 'sha256' })
    expect(verifyOtp({ ...fresh, code })).toEqual({ outcome: 'wrong' })
    expect(verifyOtp({ ...fresh, parameters: { algorithm: 'sha256' }, code }).outcome).toBe('accepted')
  })

  it('never accepts a step twice, whatever is shown in which order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 20 }), (offsets) => {
        const accepted: number[] = []
        let lastAcceptedStep: number | null = null
        for (const offset of offsets) {
          const verdict = verifyOtp({ ...fresh, lastAcceptedStep, code: hotp(seed, now + offset) })
          if (verdict.outcome !== 'accepted') continue
          accepted.push(verdict.step)
          lastAcceptedStep = verdict.step
        }
        expect(accepted).toEqual([...new Set(accepted)].sort((a, b) => a - b))
      }),
    )
  })
})

describe('resynchronise', () => {
  const at = (drift: number) => [hotp(seed, now + drift - 1), hotp(seed, now + drift)] as const

  it.each([-60, -7, 0, 60])('finds a fob %i steps away by two consecutive codes', (drift) => {
    expect(resynchronise({ ...fresh, codes: at(drift) })).toEqual({
      outcome: 'accepted',
      step: now + drift,
      drift,
    })
  })

  it('does not look past its window', () => {
    expect(resynchronise({ ...fresh, codes: at(61) })).toEqual({ outcome: 'wrong' })
  })

  it.each([
    { name: 'the same code twice', codes: [hotp(seed, now), hotp(seed, now)] as const },
    { name: 'a code in between left out', codes: [hotp(seed, now - 2), hotp(seed, now)] as const },
    { name: 'the wrong order', codes: [hotp(seed, now), hotp(seed, now - 1)] as const },
  ])('refuses $name', ({ codes }) => {
    expect(resynchronise({ ...fresh, codes })).toEqual({ outcome: 'wrong' })
  })

  it('needs both codes unused', () => {
    expect(resynchronise({ ...fresh, lastAcceptedStep: now - 1, codes: at(0) })).toEqual({ outcome: 'used' })
    expect(resynchronise({ ...fresh, lastAcceptedStep: now - 2, codes: at(0) }).outcome).toBe('accepted')
  })

  it('works in the first minute of the epoch', () => {
    const codes = [hotp(seed, 0), hotp(seed, 1)] as const
    expect(resynchronise({ ...fresh, nowMs: 0, codes })).toEqual({ outcome: 'accepted', step: 1, drift: 1 })
  })

  it('looks around the remembered drift, and reports the whole drift', () => {
    const far = at(100)
    expect(resynchronise({ ...fresh, codes: far })).toEqual({ outcome: 'wrong' })
    expect(resynchronise({ ...fresh, driftSteps: 45, codes: far })).toMatchObject({ drift: 100 })
  })
})

describe('offSteps', () => {
  it.each([-60, -3, 0, 60])('finds when a refused code is right: %i steps away', (off) => {
    expect(offSteps({ ...fresh, code: hotp(seed, now + off) })).toBe(off)
  })

  it('answers null for a code of no time near, and looks around the remembered drift', () => {
    const far = hotp(seed, now - 61)
    expect(offSteps({ ...fresh, code: far })).toBeNull()
    expect(offSteps({ ...fresh, driftSteps: -1, code: far })).toBe(-61)
  })
})
