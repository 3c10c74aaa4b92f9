/** Which answers become stale when main says that a topic changed. */
import type { Channel, Topic } from '../../preload/contract/channels.ts'

/** Channels that only read: what `useDesk` accepts. */
export type ReadChannel = Extract<
  Channel,
  | 'desk.status'
  | 'staff.list'
  | 'policy.get'
  | 'headOffice.address'
  | 'customers.search'
  | 'customers.get'
  | 'applications.defaults'
  | 'applications.list'
  | 'applications.get'
  | 'approvals.list'
  | 'issuance.queue'
  | 'issuance.state'
  | 'readers.diagnosis'
  | 'training.reader'
  | 'dispatch.queue'
  | 'label.printers'
  | 'paper.preview'
  | 'unlock.rows'
  | 'unlock.preview'
  | 'unlock.stoppedContracts'
  | 'revocation.rows'
  | 'revocation.preview'
  | 'revocation.waiting'
  | 'inventory.counts'
  | 'inventory.page'
  | 'fobs.get'
  | 'fobs.history'
  | 'tasks.list'
  | 'audit.page'
  | 'audit.lastVerification'
  | 'backup.state'
>

const topicsOf: Readonly<Record<ReadChannel, readonly Topic[]>> = {
  'desk.status': ['status'],
  'staff.list': ['staff'],
  'policy.get': ['staff', 'status'],
  'headOffice.address': ['status'],
  'customers.search': ['customers'],
  'customers.get': ['customers', 'applications', 'inventory'],
  'applications.defaults': ['customers', 'applications', 'inventory'],
  'applications.list': ['applications'],
  'applications.get': ['applications'],
  'approvals.list': ['approvals', 'applications'],
  'issuance.queue': ['applications', 'issuance'],
  'issuance.state': ['issuance'],
  'readers.diagnosis': ['issuance', 'inventory', 'customers'],
  'training.reader': ['training', 'issuance'],
  'dispatch.queue': ['applications', 'dispatch'],
  'label.printers': [],
  'paper.preview': ['applications'],
  'unlock.rows': ['customers', 'inventory'],
  'unlock.preview': ['customers', 'inventory'],
  'unlock.stoppedContracts': ['customers'],
  'revocation.rows': ['customers', 'inventory'],
  'revocation.preview': ['customers', 'inventory'],
  'revocation.waiting': ['customers'],
  'inventory.counts': ['inventory'],
  'inventory.page': ['inventory'],
  'fobs.get': ['inventory', 'customers'],
  'fobs.history': ['inventory', 'audit'],
  'tasks.list': ['tasks'],
  'audit.page': ['audit'],
  'audit.lastVerification': ['backup'],
  'backup.state': ['backup'],
}

export function isStale(channel: string, changed: readonly Topic[]): boolean {
  if (!Object.hasOwn(topicsOf, channel)) return false
  return topicsOf[channel as ReadChannel].some((topic) => changed.includes(topic))
}
