/** Branches, their staff and the policy: head office's word, in the branches' chains. */
import { z } from 'zod'
import type { EventDraft } from '../../domain/events.ts'
import { defaultPolicy, policySchema } from '../../domain/policy.ts'
import { refuse } from '../../domain/refuse.ts'
import { staffRole } from '../../domain/vocabulary.ts'
import { withHub } from '../hub.ts'
import type { Branch } from '../store/rows.ts'
import { act, recordHqAct, type HqAct } from './act.ts'

const branchNo = z.string().regex(/^[0-9]{1,8}$/)
const staffNo = z.string().regex(/^[0-9A-Za-z]{1,16}$/)
const name = z.string().trim().min(1).max(60)

const addBranch = act(
  { branchNo, branchName: name },
  { ja: '店を加える', en: 'add a branch' },
  async (context, { branchNo: no, branchName }) =>
    withHub(context.hub, async ({ tx }) => {
      if ((await tx.branch(no)) !== undefined) return refuse('BRANCH_OPENED')
      const [other] = await tx.branches()
      await tx.saveBranch({ branchNo: no, branchName, policy: other?.policy ?? defaultPolicy, staff: [] })
      await recordHqAct(context, tx, 'branch add', { branchNo: no, branchName })
      return [{ branchNo: no, branchName }]
    }),
)

const listBranches = act({}, { ja: '店の一覧', en: 'list the branches' }, async ({ hub }) =>
  hub.store.read(async (reader) => {
    const branches = await reader.branches()
    return Promise.all(
      branches.map(async ({ branchNo: no, branchName, staff }) => {
        const devices = (await reader.devicesOf(no)).length
        return { branchNo: no, branchName, staff: staff.length, devices }
      }),
    )
  }),
)

const listStaff = act(
  { branchNo },
  { ja: '店の職員の一覧', en: 'list a branch’s staff' },
  async ({ hub }, args) =>
    hub.store.read(async (reader) => {
      const branch = await reader.branch(args.branchNo)
      if (branch === undefined) return refuse('BRANCH_UNKNOWN', { branchNo: args.branchNo })
      return branch.staff.map((member) => ({
        staffNo: member.staffNo,
        name: member.name,
        role: member.role,
        deputy: member.deputy ? 'deputy' : '',
      }))
    }),
)

const setStaff = act(
  { branchNo, staffNo, name, role: staffRole, deputy: z.enum(['deputy', '-']) },
  { ja: '職員を加える、または直す', en: 'add or change a member of staff' },
  async (context, args) => {
    const { branchNo: no, deputy, ...member } = args
    return withHub(context.hub, async (work) => {
      const branch = await work.tx.branch(no)
      if (branch === undefined) return refuse('BRANCH_UNKNOWN', { branchNo: no })
      const data = { ...member, deputy: deputy === 'deputy' }
      const others = branch.staff.filter((one) => one.staffNo !== member.staffNo)
      const staff = [...others, data]
      // A branch is being made up until it has two.
      if (managersOf(branch.staff) >= 2 && managersOf(staff) < 2) return refuse('STAFF_LAST_MANAGERS')
      // Before the first PC there is nobody to tell: enrolment hands out the roster.
      if ((await work.tx.devicesOf(no)).length > 0) {
        const type = others.length < branch.staff.length ? 'StaffChanged' : 'StaffAdded'
        await work.record(no, { type, v: 1, data })
      }
      await work.tx.saveBranch({ ...branch, staff })
      await recordHqAct(context, work.tx, 'staff set', {
        branchNo: no,
        staffNo: member.staffNo,
        role: member.role,
      })
      return [{ branchNo: no, staffNo: member.staffNo, name: member.name, role: member.role }]
    })
  },
)

const removeStaff = act(
  { branchNo, staffNo },
  { ja: '職員を外す', en: 'remove a member of staff' },
  async (context, args) =>
    withHub(context.hub, async (work) => {
      const branch = await work.tx.branch(args.branchNo)
      if (branch === undefined) return refuse('BRANCH_UNKNOWN', { branchNo: args.branchNo })
      const rest = branch.staff.filter((one) => one.staffNo !== args.staffNo)
      if (rest.length === branch.staff.length) return refuse('STAFF_UNKNOWN', { staffNo: args.staffNo })
      if (managersOf(rest) < 2) return refuse('STAFF_LAST_MANAGERS')
      if ((await work.tx.devicesOf(args.branchNo)).length > 0) {
        await work.record(args.branchNo, { type: 'StaffRemoved', v: 1, data: { staffNo: args.staffNo } })
      }
      await work.tx.saveBranch({ ...branch, staff: rest })
      await recordHqAct(context, work.tx, 'staff remove', args)
      return [args]
    }),
)

function managersOf(staff: Branch['staff']): number {
  return staff.filter(({ role }) => role === 'manager').length
}

const showPolicy = act({}, { ja: '方針を見る', en: 'show the policy' }, async ({ hub }) =>
  hub.store.read(async (reader) => {
    const [branch] = await reader.branches()
    const policy = branch?.policy ?? defaultPolicy
    return Object.entries(policy).map(([setting, value]) => ({ setting, value: String(value) }))
  }),
)

const setPolicy = act(
  { setting: policySchema.keyof(), value: z.string().min(1).max(20) },
  { ja: '全店の方針を一つ変える', en: 'change one setting of the policy, for all branches' },
  async (context, { setting, value }) =>
    withHub(context.hub, async (work) => {
      const branches = await work.tx.branches()
      const changed: Branch[] = []
      for (const branch of branches) {
        const policy = policySchema.safeParse({ ...branch.policy, [setting]: valueOf(setting, value) })
        if (!policy.success) return refuse('POLICY_VALUE', { setting, value })
        changed.push({ ...branch, policy: policy.data })
      }
      for (const branch of changed) {
        const draft: EventDraft = {
          type: 'PolicyChanged',
          v: 1,
          data: { requestId: null, policy: branch.policy },
        }
        await work.record(branch.branchNo, draft)
        await work.tx.saveBranch(branch)
      }
      await recordHqAct(context, work.tx, 'policy set', { setting, value })
      return [{ setting, value, branches: changed.length }]
    }),
)

/** As the setting is typed: a number, true or false, or a text. */
function valueOf(setting: string, value: string): unknown {
  if (setting === 'emergencyPhone') return value
  if (value === 'true' || value === 'false') return value === 'true'
  return /^\d+$/.test(value) ? Number(value) : value
}

export const branchActs: Readonly<Record<string, HqAct>> = {
  'branch list': listBranches,
  'branch add': addBranch,
  'staff list': listStaff,
  'staff set': setStaff,
  'staff remove': removeStaff,
  'policy show': showPolicy,
  'policy set': setPolicy,
}
