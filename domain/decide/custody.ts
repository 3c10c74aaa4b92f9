/** Rule 13: the steps a person may book by hand. All others have an act of their own (発行, 送付, 移管, …). */
import type { CustodyPlace } from '../vocabulary.ts'

const steps: Record<CustodyPlace, readonly CustodyPlace[]> = {
  received: ['stock', 'toMaker', 'missing'],
  stock: ['toMaker', 'missing'],
  issuedHeld: ['stock', 'missing'],
  inMail: ['customer', 'missing'],
  customer: ['missing'],
  // Sent by one signature, received by another: only 受領 ends a transfer.
  inTransfer: [],
  returned: ['stock', 'toMaker', 'missing'],
  returnedByPost: ['issuedHeld', 'stock', 'missing'],
  missing: ['stock', 'returned', 'customer'],
  toMaker: ['received', 'disposed'],
  toDispose: ['disposed', 'missing'],
  disposed: [],
}

export function isCustodyStep(from: CustodyPlace, to: CustodyPlace): boolean {
  return steps[from].includes(to)
}

/** Places from which a fob may be written off: it is here, or it is lost for good. */
export const writeOffFrom: readonly CustodyPlace[] = [
  'received',
  'stock',
  'returned',
  'returnedByPost',
  'missing',
]
