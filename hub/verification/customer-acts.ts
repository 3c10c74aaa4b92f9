/** What a master or administrator does to users of the contract on the customer's own screens (manual pp. 4–7). */
import { customerRevocation, customerUnlock, type CustomerDecision } from '../../domain/customer.ts'
import { revokedRow, rowOf, type CustomerUserRow } from '../../domain/customer-rows.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { State } from '../../domain/model.ts'
import { isRefusal } from '../../domain/refuse.ts'
import { withHub, type Hub, type HubWork } from '../hub.ts'
import { afterUnlock } from './counters.ts'
import { changeCounters } from './follow.ts'
import { anySubject } from './subject.ts'

export interface CustomerResult {
  readonly ok: true
  /** The rows of 変更完了. */
  readonly users: readonly CustomerUserRow[]
}

/** Rule 4. Everyone on the same serial is unlocked together and named in the answer. */
export function unlock(
  hub: Hub,
  actorLoginId: string,
  loginIds: readonly string[],
  memo: string,
): Promise<CustomerResult | Refusal> {
  return withHub(hub, async (work) => {
    const now = hub.now()
    const decision = customerUnlock(work.state, actorLoginId, loginIds, { now, memo })
    if (!decision.ok) return decision
    await record(work, actorLoginId, decision)
    const facts = decision.events.flatMap((event) => (event.type === 'UsersUnlocked' ? [event.data] : []))
    for (const serial of new Set(facts.flatMap(({ serials }) => serials))) {
      await changeCounters(work, serial, afterUnlock)
    }
    const unlocked = [...new Set(facts.flatMap((fact) => fact.loginIds))]
    return { ok: true, users: unlocked.flatMap((loginId) => row(work.state, actorLoginId, loginId, now)) }
  })
}

/** Rule 5, reason 利用者操作, at head office's time; several at once, or none of them. */
export function revoke(
  hub: Hub,
  actorLoginId: string,
  loginIds: readonly string[],
): Promise<CustomerResult | Refusal> {
  return withHub(hub, async (work) => {
    const now = hub.now()
    const decision = customerRevocation(work.state, actorLoginId, loginIds, now)
    if (!decision.ok) return decision
    await record(work, actorLoginId, decision)
    const revocations = decision.events.flatMap((event) =>
      event.type === 'UsersRevoked' ? event.data.revocations : [],
    )
    const users = revocations.flatMap(({ loginId, serial }) =>
      row(work.state, actorLoginId, loginId, now).map((one) => revokedRow(one, work.state, serial)),
    )
    return { ok: true, users }
  })
}

async function record(
  work: HubWork,
  actorLoginId: string,
  { events }: Extract<CustomerDecision, { ok: true }>,
): Promise<void> {
  const subject = anySubject(work.state, actorLoginId)
  if (isRefusal(subject)) throw new Error('the rules let somebody act whose contract is not open')
  for (const event of events) await work.record(subject.branchNo, event)
}

function row(state: State, actorLoginId: string, loginId: string, now: number): CustomerUserRow[] {
  const by = state.get('user', actorLoginId)
  const user = state.get('user', loginId)
  return by === undefined || user === undefined ? [] : [rowOf(state, by, user, now)]
}
