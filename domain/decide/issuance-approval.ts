/** Short life and re-seeding, before and after a manager's approval (rules 8, 9). */
import { isWithinMonths } from '../calendar.ts'
import type { Context, Refusal } from '../decide-types.ts'
import type { Fob } from '../model.ts'
import { refuse } from '../refuse.ts'
import type { Sheet } from './answer.ts'
import { findApplication, findFob, fobUseObstacle } from './lookup.ts'

/** Rule 9: whether less than the policy's life remains. */
export function hasShortLife(fob: Fob, context: Context): boolean {
  return isWithinMonths(context.now, fob.expiresAt, context.policy.minimumRemainingMonths)
}

/** The mark itself is set by `ApprovalGiven`; here only what may have changed since it was asked. */
export function allowShortLife(
  sheet: Sheet,
  { applicationId, serial }: { readonly applicationId: string; readonly serial: string },
  context: Context,
): Refusal | null {
  const application = findApplication(sheet.state, applicationId, context, ['approved'])
  if ('ok' in application) return application
  const fob = findFob(sheet.state, serial)
  return 'ok' in fob ? fob : fobUseObstacle(fob, context.now)
}

/** Why a fob cannot be released for a new seed; null: it can. */
export function reseedObstacle(fob: Fob): Refusal | null {
  const { serial } = fob
  if (fob.seed.state === 'factory') return refuse('FOB_FACTORY_SEEDED')
  if (!fob.reseedNeeded && fob.incident === null) return refuse('FOB_RESEED_NOT_NEEDED', { serial })
  const { place } = fob.custody
  if (place !== 'returned' && place !== 'returnedByPost' && place !== 'stock') {
    return refuse('FOB_NOT_IN_STOCK', { place })
  }
  return stillTied(fob)
}

/** A fob that somebody still logs in with must not lose its seed or leave the books. */
export function stillTied(fob: Fob): Refusal | null {
  return fob.loginIds.length > 0 ? refuse('FOB_STILL_TIED', { serial: fob.serial }) : null
}

export function allowReseed(sheet: Sheet, typed: string, requestId: string): Refusal | null {
  const fob = findFob(sheet.state, typed)
  if ('ok' in fob) return fob
  const obstacle = reseedObstacle(fob)
  if (obstacle !== null) return obstacle
  sheet.record({ type: 'ReseedAllowed', v: 1, data: { serial: fob.serial, requestId } })
  return null
}
