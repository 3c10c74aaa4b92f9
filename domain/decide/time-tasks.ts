/** 要対応 that only time brings: fobs on the replacement list (rule 9). */
import type { Context, Decision } from '../decide-types.ts'
import type { EventDraft } from '../events.ts'
import type { Fob, State } from '../model.ts'
import type { CustodyPlace } from '../vocabulary.ts'
import { done } from './answer.ts'

const DAY_MS = 86_400_000
const withCustomers: readonly CustodyPlace[] = ['customer', 'inMail']

export function raiseTimeTasks(state: State, context: Context): Decision {
  const until = context.now + context.policy.replacementDays * DAY_MS
  const events = withCustomers.flatMap((place) =>
    state.serialsIn(context.branchNo, place, until).flatMap((serial): EventDraft[] => {
      const fob = state.get('fob', serial)
      if (fob === undefined || !needsRenewal(state, fob)) return []
      const taskId = `${serial}-renewal-${fob.expiresAt}`
      // Raised once for each expiry; who settled it has dealt with it.
      if (state.get('task', taskId) !== undefined) return []
      const subject = { kind: 'fob', id: serial } as const
      return [{ type: 'TaskRaised', v: 1, data: { taskId, code: 'TASK_RENEWAL', subject } }]
    }),
  )
  return done(events)
}

/** Somebody uses it and no replacement is on its way. */
function needsRenewal(state: State, fob: Fob): boolean {
  if (fob.contractNo === null || fob.loginIds.length === 0) return false
  return !state
    .openApplications(fob.contractNo)
    .some(({ kind, relatedSerial }) => kind === 'renewal' && relatedSerial === fob.serial)
}
