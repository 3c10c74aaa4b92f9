/** 職員 and 方針. */
import type { Context, Decision, Refusal } from '../decide-types.ts'
import { refuse } from '../refuse.ts'
import type { State } from '../model.ts'
import type { InnerCommand, ScreenCommand } from '../commands.ts'
import { answer, done, Sheet } from './answer.ts'
import {
  MANAGERS_NEEDED,
  mergedPolicy,
  staffObstacle,
  type PolicyChanges,
  type StaffProposal,
} from './people-approval.ts'
import { propose } from './requests.ts'

export function openBranch(
  command: Extract<InnerCommand, { type: 'openBranch' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  if (state.staff().length > 0) return refuse('BRANCH_OPENED')
  const numbers = new Set(command.managers.map(({ staffNo }) => staffNo))
  if (numbers.size < MANAGERS_NEEDED) return refuse('STAFF_LAST_MANAGERS')
  return done([
    {
      type: 'BranchOpened',
      v: 1,
      data: { branchNo: context.branchNo, branchName: command.branchName, policy: context.policy },
    },
    ...command.managers.map(
      ({ staffNo, name, deputy }) =>
        ({ type: 'StaffAdded', v: 1, data: { staffNo, name, role: 'manager', deputy } }) as const,
    ),
  ])
}

type StaffCommand = Extract<
  ScreenCommand,
  { type: 'proposeStaffAdd' | 'proposeStaffChange' | 'proposeStaffRemove' }
>

export function proposeStaff(command: StaffCommand, state: State, context: Context): Decision | Refusal {
  const proposal = staffProposal(command)
  return staffObstacle(state, proposal) ?? propose(new Sheet(state, context), proposal, context)
}

function staffProposal(command: StaffCommand): StaffProposal {
  if (command.type === 'proposeStaffRemove') return { kind: 'staffRemove', staffNo: command.staffNo }
  const { staffNo, name, role, deputy } = command
  const kind = command.type === 'proposeStaffAdd' ? 'staffAdd' : 'staffChange'
  return { kind, staffNo, name, role, deputy }
}

export function proposePolicy(changes: PolicyChanges, state: State, context: Context): Decision | Refusal {
  const policy = mergedPolicy(state.policy(), changes)
  if ('ok' in policy) return policy
  return propose(new Sheet(state, context), { kind: 'policy', changes }, context)
}

export function settleTask(
  command: Extract<ScreenCommand, { type: 'settleTask' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { taskId, memo } = command
  const task = state.get('task', taskId)
  if (task === undefined) return refuse('TASK_UNKNOWN')
  if (task.settledAt !== null) return refuse('TASK_DONE')
  const sheet = new Sheet(state, context)
  sheet.record({ type: 'TaskSettled', v: 1, data: { taskId }, personal: { memo } })
  return answer(sheet, null)
}
