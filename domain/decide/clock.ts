/** A fob's clock is set from the PC's: a wrong PC clock makes a dead fob (ARCHITECTURE.md, Sync). */
import type { Context, Refusal } from '../decide-types.ts'
import { refuse } from '../refuse.ts'

/** Beyond this offset nothing is programmed, ever. */
const MAX_OFFSET_MS = 5_000
/** An older measurement says nothing about the clock now. */
const MAX_AGE_MS = 72 * 3_600_000

/** Why the clock forbids an issuance, whatever a manager permits; null: it does not. */
export function clockWrong({ clock }: Context): Refusal | null {
  if (clock.offsetMs === null || Math.abs(clock.offsetMs) <= MAX_OFFSET_MS) return null
  return refuse('CLOCK_NOT_TRUSTED', { offset: Math.round(clock.offsetMs / 100) / 10 })
}

/** Why no issuance may start now; a single permission (`clock.permitted`) answers the second question only. */
export function clockObstacle(context: Context): Refusal | null {
  const { clock, now } = context
  const wrong = clockWrong(context)
  if (wrong !== null) return wrong
  const fresh =
    clock.offsetMs !== null &&
    clock.measuredAt !== null &&
    now - clock.measuredAt <= MAX_AGE_MS &&
    !clock.stepSeen
  return fresh || clock.permitted ? null : refuse('CLOCK_PERMISSION_NEEDED')
}
