/** 失効 as events: which ties end, until when each user waits, and what becomes of a lost fob. */
import type { Context } from '../decide-types.ts'
import type { EventDraft } from '../events.ts'
import type { State, Tie, User } from '../model.ts'
import { livingTies, tieAt } from '../ties.ts'
import type { CustodyPlace, RevocationReason } from '../vocabulary.ts'
import { waitingUntil } from '../waiting.ts'

export interface Revoking {
  readonly loginIds: readonly string[]
  readonly reason: RevocationReason
  readonly memo: string
  readonly requestId: string | null
  /** After an incident: only ties to this fob end. */
  readonly serial?: string
  /** Who did it on the customer's own screen. */
  readonly actorLoginId?: string
}

/** Reasons after which nobody knows where the fob is, and from which place that can be. */
const lostFrom: Partial<Record<RevocationReason, readonly CustodyPlace[]>> = {
  loss: ['customer', 'inMail'],
  theft: ['customer', 'inMail'],
  mailAccident: ['inMail'],
}

/** The facts of a revocation at `context.now`; empty when nobody named has a tie to end. */
export function revocationEvents(
  state: State,
  revoking: Revoking,
  context: Pick<Context, 'now'>,
): EventDraft[] {
  const { reason, memo, requestId, actorLoginId } = revoking
  const at = context.now
  const revocations = revoking.loginIds.flatMap((loginId) => {
    const user = state.get('user', loginId)
    if (user === undefined) return []
    return tiesToEnd(user, revoking, at).map(({ tieId, serial }) => ({
      loginId,
      tieId,
      serial,
      at,
      waitingUntil: waitingUntil(at),
    }))
  })
  if (revocations.length === 0) return []
  return [
    {
      type: 'UsersRevoked',
      v: 1,
      data: { revocations, reason, requestId, ...(actorLoginId !== undefined && { actorLoginId }) },
      personal: { memo },
    },
    ...lostFobs(state, revoking.reason, revocations),
  ]
}

function tiesToEnd(user: User, { reason, serial }: Revoking, now: number): readonly Tie[] {
  if (serial !== undefined) return livingTies(user.otp).filter((tie) => tie.serial === serial)
  // 解約 ends everything, a fob still on its way included.
  if (reason === 'cancellation') return livingTies(user.otp)
  const tie = tieAt(user, now)
  return tie === null ? [] : [tie]
}

function lostFobs(
  state: State,
  reason: RevocationReason,
  revocations: readonly { readonly serial: string | null }[],
): EventDraft[] {
  const serials = new Set(revocations.flatMap(({ serial }) => (serial === null ? [] : [serial])))
  return [...serials].flatMap((serial): EventDraft[] => {
    const from = state.get('fob', serial)?.custody.place
    if (from === undefined || lostFrom[reason]?.includes(from) !== true) return []
    return [{ type: 'FobMoved', v: 1, data: { serial, from, to: 'missing', reference: null, flag: null } }]
  })
}
