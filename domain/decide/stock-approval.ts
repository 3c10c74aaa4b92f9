/** 除却 and 店間移管, before and after approval. */
import type { Context, Refusal } from '../decide-types.ts'
import type { Fob, State } from '../model.ts'
import type { Proposal } from '../proposals.ts'
import { refuse } from '../refuse.ts'
import type { Sheet } from './answer.ts'
import { writeOffFrom } from './custody.ts'
import { stillTied } from './issuance-approval.ts'
import { findFobs } from './lookup.ts'

/** The fobs, if every one of them lies in this branch and may be written off. */
export function fobsToWriteOff(
  state: State,
  typed: readonly string[],
  context: Context,
): readonly Fob[] | Refusal {
  const fobs = findFobs(state, typed)
  if ('ok' in fobs) return fobs
  for (const fob of fobs) {
    const { place: from } = fob.custody
    if (fob.branchNo !== context.branchNo) return refuse('FOB_OTHER_BRANCH', { branchNo: fob.branchNo })
    if (!writeOffFrom.includes(from)) return refuse('CUSTODY_STEP', { from, to: 'toDispose' })
    const tied = stillTied(fob)
    if (tied !== null) return tied
  }
  return fobs
}

export function writeOff(sheet: Sheet, serials: readonly string[], context: Context): Refusal | null {
  const fobs = fobsToWriteOff(sheet.state, serials, context)
  if ('ok' in fobs) return fobs
  for (const { serial, custody } of fobs) {
    const move = { serial, from: custody.place, to: 'toDispose', reference: null, flag: null } as const
    sheet.record({ type: 'FobMoved', v: 1, data: move })
  }
  return null
}

/** The fobs, if every one of them lies in this branch's stock and serves nobody. */
export function fobsToTransfer(
  state: State,
  typed: readonly string[],
  toBranch: string,
  context: Context,
): readonly Fob[] | Refusal {
  if (toBranch === context.branchNo) return refuse('BRANCH_SAME')
  const fobs = findFobs(state, typed)
  if ('ok' in fobs) return fobs
  for (const fob of fobs) {
    const { place } = fob.custody
    if (fob.branchNo !== context.branchNo) return refuse('FOB_OTHER_BRANCH', { branchNo: fob.branchNo })
    if (place !== 'stock') return refuse('FOB_NOT_IN_STOCK', { place })
    if (fob.seed.state === 'writing') return refuse('ISSUANCE_RUNNING')
    const tied = stillTied(fob)
    if (tied !== null) return tied
  }
  return fobs
}

export function sendTransfer(
  sheet: Sheet,
  { serials, toBranch }: Extract<Proposal, { kind: 'transfer' }>,
  requestId: string,
  context: Context,
): Refusal | null {
  const fobs = fobsToTransfer(sheet.state, serials, toBranch, context)
  if ('ok' in fobs) return fobs
  sheet.record({
    type: 'TransferSent',
    v: 1,
    data: {
      transferId: transferIdOf(requestId),
      requestId,
      fromBranch: context.branchNo,
      toBranch,
      serials: fobs.map(({ serial }) => serial),
    },
  })
  return null
}

/** A transfer is named after the request that was approved. */
export function transferIdOf(requestId: string): string {
  return `${requestId}-transfer`
}
