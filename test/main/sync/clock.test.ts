import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { watchClock } from '../../../main/sync/clock.ts'

const HUB = 1_800_000_000_000

/** A PC whose wall clock is `offset` ahead, and a line with a delay each way. */
function pc(offset: number, there: number, back: number) {
  const time = { passed: 0, stepped: 0 }
  const watch = watchClock({
    now: () => HUB + offset + time.passed + time.stepped,
    monotonic: () => 1000 + time.passed,
  })
  const headOffice = {
    clock: async () => {
      time.passed += there
      const now = HUB + time.passed
      time.passed += back
      return { now }
    },
  }
  return { watch, headOffice, time }
}

describe('the clock', () => {
  it('measures the offset within half the round trip', async () => {
    const delay = fc.integer({ min: 0, max: 2500 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1e9, max: 1e9 }), delay, delay, async (offset, there, back) => {
        const { watch, headOffice } = pc(offset, there, back)
        const measured = await watch.measure(headOffice)
        expect(measured?.roundTripMs).toBe(there + back)
        expect(Math.abs((measured?.offsetMs ?? NaN) - offset)).toBeLessThanOrEqual((there + back) / 2 + 1)
        expect(watch.last).toEqual(measured)
      }),
    )
  })

  it('concludes nothing from a slow answer and keeps the last measurement', async () => {
    const slow = pc(10, 3000, 3000)
    expect(await slow.watch.measure(slow.headOffice)).toBeNull()
    expect(slow.watch.last).toBeNull()
  })

  it('sees a step of the PC’s clock either way, until the next measurement', async () => {
    for (const step of [-6000, 6000, 3_600_000]) {
      const { watch, headOffice, time } = pc(0, 1, 1)
      await watch.measure(headOffice)
      time.passed += 3_600_000
      expect(watch.stepSeen()).toBe(false)
      time.stepped += step
      expect(watch.stepSeen()).toBe(true)
      await watch.measure(headOffice)
      expect(watch.stepSeen()).toBe(false)
    }
  })

  it('lets small corrections of a time service pass', async () => {
    const { watch, headOffice, time } = pc(0, 1, 1)
    await watch.measure(headOffice)
    time.stepped += 4_999
    expect(watch.stepSeen()).toBe(false)
  })
})
