/** Everything a screen reads. */
import { listApplications, applicationView, dispatchQueue, issuanceQueue } from '../queries/applications.ts'
import { listApprovals } from '../queries/approvals.ts'
import { backupState } from '../queries/backups.ts'
import { contractView, searchCustomers } from '../queries/customers.ts'
import { defaultsView } from '../queries/defaults.ts'
import { findFobView } from '../queries/fobs.ts'
import { auditPage, historyOf } from '../queries/history.ts'
import { inventoryCounts, inventoryPage } from '../queries/inventory.ts'
import { issuanceView } from '../queries/issuance.ts'
import { readerDiagnosis } from '../queries/reader-diagnosis.ts'
import { staffView } from '../queries/staff.ts'
import {
  revocationPreview,
  revocationRows,
  stoppedContracts,
  unlockPreview,
  unlockRows,
  waitingUsers,
} from '../queries/stops.ts'
import { listTasks } from '../queries/tasks.ts'
import { membersOf } from '../status.ts'
import { ok } from '../answers.ts'
import { forAudit, query, type HandlerContext, type HandlersOf } from './handler-context.ts'

type ReadChannel =
  | 'staff.list'
  | 'policy.get'
  | 'customers.search'
  | 'customers.get'
  | 'applications.defaults'
  | 'applications.list'
  | 'applications.get'
  | 'approvals.list'
  | 'issuance.queue'
  | 'issuance.state'
  | 'readers.diagnosis'
  | 'dispatch.queue'
  | 'unlock.rows'
  | 'unlock.preview'
  | 'revocation.rows'
  | 'revocation.preview'
  | 'unlock.stoppedContracts'
  | 'revocation.waiting'
  | 'inventory.counts'
  | 'inventory.page'
  | 'fobs.get'
  | 'fobs.history'
  | 'tasks.list'
  | 'audit.page'
  | 'backup.state'

export function readHandlers(context: HandlerContext): HandlersOf<ReadChannel> {
  return {
    'staff.list': query(context, ({ work, view }) => {
      const members = membersOf(work.vault)
      return view.state.staff().map((staff) => staffView(staff, members))
    }),
    'policy.get': query(context, ({ view }) => view.state.policy()),
    'customers.search': query(context, ({ view }, { text, limit }) => searchCustomers(view, text, limit)),
    'customers.get': query(context, ({ view }, { contractNo }) => contractView(view, contractNo)),
    'applications.defaults': query(context, ({ view, work, actor }, { contractNo, kind }) =>
      defaultsView(view, contractNo, kind, work.commands.context(work.self(actor, false))),
    ),
    'applications.list': query(context, ({ view }, { statuses, text, limit }) =>
      listApplications(view, statuses, text, limit),
    ),
    'applications.get': query(context, ({ view }, { applicationId }) => {
      const application = view.state.get('application', applicationId)
      return application === undefined ? null : applicationView(view, application)
    }),
    'approvals.list': query(context, ({ view }, { waitingOnly }) => listApprovals(view, waitingOnly)),
    'issuance.queue': query(context, ({ view }) => issuanceQueue(view)),
    'issuance.state': query(context, ({ view, work }) => issuanceView(view, work.issuance, work.programmer)),
    'readers.diagnosis': query(context, ({ view, work }) =>
      readerDiagnosis(view, work.store.profile.realm, work.programmer, context.ports.system),
    ),
    'dispatch.queue': query(context, ({ view }) => dispatchQueue(view)),
    'unlock.rows': query(context, ({ view }, { contractNo }) => unlockRows(view, contractNo)),
    'unlock.preview': query(context, ({ view }, { loginIds }) => unlockPreview(view, loginIds)),
    'revocation.rows': query(context, ({ view }, { contractNo }) => revocationRows(view, contractNo)),
    'revocation.preview': query(context, ({ view }, { loginIds, reason }) =>
      revocationPreview(view, loginIds, reason),
    ),
    'unlock.stoppedContracts': query(context, ({ view }) => stoppedContracts(view)),
    'revocation.waiting': query(context, ({ view }) => waitingUsers(view)),
    'inventory.counts': query(context, ({ view }) => inventoryCounts(view)),
    'inventory.page': query(context, ({ view }, { filter, offset, limit }) =>
      inventoryPage(view, filter, offset, limit),
    ),
    'fobs.get': query(context, ({ view }, { serial }) => findFobView(view, serial)),
    'fobs.history': query(context, ({ view }, { serial }) => historyOf(view, serial)),
    'tasks.list': query(context, ({ view }) => listTasks(view)),
    'backup.state': query(context, ({ view }) => backupState(view)),
    'audit.page': forAudit(context, async ({ view }, { before, limit, ...filter }) =>
      ok(await auditPage(view, filter, before, limit)),
    ),
  }
}
