/**
 * How far this PC's clock is from head office's, measured at every contact. A fob's clock is set from the
 * PC's, so a wrong clock makes a dead fob (ARCHITECTURE.md, Sync).
 */
import type { HeadOffice } from '../../protocol/head-office.ts'

export interface ClockMeasurement {
  /** PC minus head office, ms. */
  readonly offsetMs: number
  /** The truth lies within half of it on either side. */
  readonly roundTripMs: number
  /** Head office's time. */
  readonly measuredAt: number
}

export interface Clocks {
  /** The PC's wall clock, ms since 1970. */
  readonly now: () => number
  /** A clock that nobody sets, ms from any origin. */
  readonly monotonic: () => number
}

/** With a longer round trip the error could hide a forbidden offset (5 s). */
const LONGEST_ROUND_TRIP_MS = 5_000
/** As much as two clocks may part before one of them was set. */
const STEP_MS = 5_000

export interface ClockWatch {
  /** null: the round trip took too long to conclude anything. */
  measure(headOffice: Pick<HeadOffice, 'clock'>): Promise<ClockMeasurement | null>
  readonly last: ClockMeasurement | null
  /** The PC's clock was set, or the PC slept, since the last measurement. */
  stepSeen(): boolean
}

/** @param last what was measured before this start of the program, if anything */
export function watchClock({ now, monotonic }: Clocks, last: ClockMeasurement | null = null): ClockWatch {
  let latest = last
  let reference = { wall: now(), steady: monotonic() }

  return {
    async measure(headOffice) {
      const sent = { wall: now(), steady: monotonic() }
      const { now: theirs } = await headOffice.clock({})
      const roundTripMs = Math.round(monotonic() - sent.steady)
      if (roundTripMs > LONGEST_ROUND_TRIP_MS) return null
      // The wall clock is read once: a step during the round trip would otherwise halve itself into the offset.
      const offsetMs = Math.round(sent.wall + roundTripMs / 2 - theirs)
      reference = sent
      latest = { offsetMs, roundTripMs, measuredAt: theirs }
      return latest
    },
    get last() {
      return latest
    },
    stepSeen() {
      const parted = now() - reference.wall - (monotonic() - reference.steady)
      return Math.abs(parted) > STEP_MS
    },
  }
}
