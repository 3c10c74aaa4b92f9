/** What can be done with a fob that somebody found and laid on the reader: the rules of 発行, told ahead of an application. */
import { z } from 'zod'
import { isWithinMonths } from './calendar.ts'
import type { Fob } from './model.ts'
import { assertNever } from './vocabulary.ts'

/** One sentence each on the screen; the first that holds, in the order of what must be done first. */
export const fobAdvice = z.enum([
  'importLot',
  'otherBranch',
  'modelDiffers',
  'incident',
  'handedOut',
  'inMail',
  'withCustomer',
  'receiveTransfer',
  'receive',
  'cameBack',
  'found',
  'takenOut',
  'writing',
  'expired',
  'stillTied',
  'reseedFirst',
  'factorySeeded',
  'shortLife',
  'issueToContract',
  'issue',
])
export type FobAdvice = z.infer<typeof fobAdvice>

export interface AdviceContext {
  /** Desk time, ms since 1970. */
  readonly now: number
  readonly branchNo: string
  /** Rule 9. */
  readonly minimumRemainingMonths: number
}

/**
 * @param fob what the lots and the journal say of the chip; undefined: in no lot
 * @param model the name that the chip's serial gives
 */
export function adviceOn(fob: Fob | undefined, model: string, context: AdviceContext): FobAdvice {
  if (fob === undefined) return 'importLot'
  if (fob.branchNo !== context.branchNo) return 'otherBranch'
  if (fob.model !== model) return 'modelDiffers'
  if (fob.incident !== null) return 'incident'
  const { place } = fob.custody
  switch (place) {
    case 'issuedHeld':
      return 'handedOut'
    case 'inMail':
      return 'inMail'
    case 'customer':
      return 'withCustomer'
    case 'inTransfer':
      return 'receiveTransfer'
    case 'received':
      return 'receive'
    case 'returned':
    case 'returnedByPost':
      return 'cameBack'
    case 'missing':
      return 'found'
    case 'toMaker':
    case 'toDispose':
    case 'disposed':
      return 'takenOut'
    case 'stock':
      return adviceInStock(fob, context)
    default:
      return assertNever(place)
  }
}

function adviceInStock(fob: Fob, { now, minimumRemainingMonths }: AdviceContext): FobAdvice {
  if (fob.seed.state === 'writing') return 'writing'
  if (fob.expiresAt <= now) return 'expired'
  if (fob.loginIds.length > 0) return 'stillTied'
  if (fob.reseedNeeded) return 'reseedFirst'
  if (fob.seed.state === 'factory') return 'factorySeeded'
  if (isWithinMonths(now, fob.expiresAt, minimumRemainingMonths)) return 'shortLife'
  return fob.contractNo === null ? 'issue' : 'issueToContract'
}
