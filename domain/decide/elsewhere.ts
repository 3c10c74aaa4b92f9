/** 他店取扱: what head office decides for a branch on the word of another branch's staff (docs/adr/034). */
import type { ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { ActingStaff } from '../elsewhere.ts'
import type { EventDraft } from '../events.ts'
import type { RefusalCode } from '../refusals.ts'
import type { State } from '../model.ts'
import { reportIncident } from './incidents.ts'
import { rightsObstacle } from './rights.ts'

/**
 * 事故届 by another branch: the branch's own decision, with who acted in its events, and a task.
 * @param state of the home branch
 * @param context the home branch's, with the actor of the other one
 */
export function reportIncidentElsewhere(
  command: Extract<ScreenCommand, { type: 'reportIncident' }>,
  state: State,
  context: Context,
  elsewhere: ActingStaff,
): Decision | Refusal {
  const obstacle = rightsObstacle(command.type, context)
  if (obstacle !== null) return obstacle
  // Also where a branch lets whoever asks decide: this person is not of the branch.
  const policy = { ...context.policy, dualControl: true }
  const decision = reportIncident(command, state, { ...context, policy })
  if (!decision.ok) return decision
  const events = decision.events.map((draft) => actedBy(draft, elsewhere))
  const reported = events.flatMap((draft) => (draft.type === 'IncidentReported' ? [draft.data.serial] : []))
  const tasks = reported.map((serial) =>
    elsewhereTask(`${context.id}-t`, 'TASK_INCIDENT_ELSEWHERE', serial, elsewhere),
  )
  return { ...decision, events: [...events, ...tasks] }
}

function actedBy(draft: EventDraft, elsewhere: ActingStaff): EventDraft {
  if (draft.type === 'IncidentReported') return { ...draft, data: { ...draft.data, elsewhere } }
  if (draft.type === 'ApprovalRequested') return { ...draft, data: { ...draft.data, elsewhere } }
  return draft
}

/** A task about a fob whose sentence names the branch and the person who acted. */
export function elsewhereTask(
  taskId: string,
  code: Extract<RefusalCode, 'TASK_INCIDENT_ELSEWHERE' | 'TASK_INCIDENT_TWICE'>,
  serial: string,
  { branchName, name, by }: ActingStaff,
): EventDraft {
  const detail = { branch: branchName, staff: `${name}（${by}）` }
  return { type: 'TaskRaised', v: 1, data: { taskId, code, subject: { kind: 'fob', id: serial }, detail } }
}
