import { hereOf } from '../../../main/desk/handlers/handler-context.ts'
import { auditPage } from '../../../main/desk/queries/history.ts'
import type { ChannelInput } from '../../../preload/contract/channels.ts'
import type { World } from './world.ts'

/** What the journal holds, whoever is signed in: the channel itself answers managers and auditors only. */
export function recorded(world: World, { before, limit, ...filter }: ChannelInput<'audit.page'>) {
  const here = hereOf(world.desk.session)
  if ('ok' in here) throw new Error('nobody is signed in')
  return auditPage(here.view, filter, before, limit)
}
