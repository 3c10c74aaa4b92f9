/** What must hold of 承認待ち and 要対応, reckoned from head office's order without the rules' own fold. */
import type { MemoryState } from '../../domain/memory-state.ts'
import type { Ordered } from './checks.ts'
import type { Town } from './town.ts'

/** One fob's 事故届 asks for its revocation once: no open request is part of another one. */
export function askedTwice(state: MemoryState): string[] {
  const open = state
    .waitingApprovals()
    .flatMap(({ requestId, proposal }) =>
      proposal.kind === 'incidentRevocation' ? [{ requestId, ...proposal }] : [],
    )
  return open.flatMap(({ requestId, serial, loginIds }) =>
    open
      .filter((other) => other.requestId !== requestId && other.serial === serial)
      .filter((other) => other.loginIds.every((loginId) => loginIds.includes(loginId)))
      .map((other) => `${other.requestId} asks for ${serial} what ${requestId} asks`),
  )
}

interface Settled {
  readonly branchNo: string
  readonly at: number
  readonly by: string | null
}

/**
 * What was settled is settled on every PC of its branch, by who came first, unless the same trouble was found again
 * after it; that a second PC has settled it too changes nothing. A renewal is asked for once, whoever finds it again.
 */
export function settledTasks(
  town: Town,
  entries: readonly Ordered[],
): { readonly faults: string[]; readonly kinds: string[] } {
  const settled = new Map<string, Settled>()
  const kinds: string[] = []
  for (const { entry, event } of entries) {
    if (entry.refusal !== null) continue
    if (event.type === 'TaskRaised' && settled.has(event.data.taskId)) {
      kinds.push('raised after it was settled')
      if (event.data.code !== 'TASK_RENEWAL') settled.delete(event.data.taskId)
    }
    if (event.type !== 'TaskSettled') continue
    const { taskId } = event.data
    const { at, by } = event.meta
    if (settled.has(taskId)) kinds.push('settled twice')
    else settled.set(taskId, { branchNo: entry.branchNo, at, by })
  }
  const faults = town.desks.flatMap((desk) =>
    [...settled].flatMap(([taskId, { branchNo, at, by }]) => {
      if (branchNo !== desk.branchNo) return []
      const task = desk.state.get('task', taskId)
      if (task === undefined || (task.settledAt === at && task.settledBy === by)) return []
      return [`${desk.device}: ${taskId}, settled by ${by ?? '-'}, stands as ${JSON.stringify(task)}`]
    }),
  )
  return { faults, kinds }
}
