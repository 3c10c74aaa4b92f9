/** 利用停止解除 (rule 4). */
import type { EventDraft } from '../events.ts'
import { isStopByIncident } from '../incident.ts'
import type { State } from '../model.ts'
import type { UnlockPreview } from '../preview.ts'

/**
 * Everyone on the same serial together; a stop by the bank ends only for those chosen.
 * @param actorLoginId who did it on the customer's own screen; null: staff
 */
export function unlockEvents(
  preview: UnlockPreview,
  actorLoginId: string | null,
  memo: string,
): EventDraft[] {
  const by = actorLoginId === null ? { by: 'staff' as const } : { by: 'customer' as const, actorLoginId }
  const serials = [...preview.serials]
  const unlocked = (cause: 'failures' | 'bank'): EventDraft[] => {
    const loginIds = preview.affected
      .filter((user) => user.causes.includes(cause) && (cause === 'failures' || user.chosen))
      .map(({ loginId }) => loginId)
    if (loginIds.length === 0) return []
    return [
      {
        type: 'UsersUnlocked',
        v: 1,
        data: { loginIds, serials, causes: [cause], ...by },
        personal: { memo },
      },
    ]
  }
  return [...unlocked('failures'), ...unlocked('bank')]
}

/** Users of a fob whose stop an incident caused, those revoked since then included. */
export function stoppedByIncident(state: State, serial: string): string[] {
  const contractNo = state.get('fob', serial)?.contractNo ?? null
  const loginIds = contractNo === null ? [] : (state.get('contract', contractNo)?.loginIds ?? [])
  return loginIds.filter((loginId) =>
    state.get('user', loginId)?.stops.some((stop) => isStopByIncident(stop, serial)),
  )
}
