/** What a recorded fact is about, as people know it: what the program has numbered is told by what it stands for. */
import { z } from 'zod'
import type { Application, State } from '../../../domain/model.ts'
import type { Proposal } from '../../../domain/proposals.ts'
import { touchedIds } from '../../../domain/touched.ts'
import type { HistorySubject } from '../../../preload/contract/views.ts'
import { proposalSubject } from './approvals.ts'
import { taskTitle } from './tasks.ts'
import type { ViewContext } from './view-context.ts'

/** Told in an entry's line; a stocktake has thousands. */
const SHOWN = 3

const id = z.string().nullable().catch(null)
const parties = z.object({ serial: id, issuanceId: id, transferId: id })

/** The program's own numbers have hyphens; a search of the tables for each serial and login ID would be in vain. */
function isMade(touched: string): boolean {
  return touched.includes('-')
}

/**
 * The fob first, then what the program has numbered, then whom and what else it touched. What an issuance or a
 * transfer is about stands beside its number always.
 * @param by who did it, for whom there is a column
 */
export function subjectsOf(context: ViewContext, data: unknown, by: string | null): HistorySubject[] {
  const { serial, issuanceId, transferId } = parties.parse(data)
  const unseen: ReadonlySet<string | null> = new Set([by, serial, issuanceId, transferId])
  const touched = touchedIds(data).filter((one) => !unseen.has(one))
  const ids = [...touched.filter(isMade), ...touched.filter((one) => !isMade(one))]
  const subjects = new Map<string, HistorySubject>()
  const tell = (one: HistorySubject) => subjects.set(JSON.stringify(one), one)
  const isSaid = (one: string) =>
    [...subjects.values()].some((said) => said.is === 'request' && said.subject === one)
  if (serial !== null) tell({ is: 'known', text: serial })
  let told = 0
  for (const one of ids) {
    if (subjects.size === SHOWN) break
    told += 1
    if (!isSaid(one)) tell(subjectOf(context, one))
  }
  if (told < ids.length) tell({ is: 'more', count: ids.length - told })
  return [...subjects.values()]
}

function subjectOf(context: ViewContext, touched: string): HistorySubject {
  const { state } = context
  if (!isMade(touched)) return { is: 'known', text: touched }
  const application = state.get('application', touched)
  if (application !== undefined) return applicationSubject(state, application)
  const proposal = state.get('approval', touched)?.proposal
  if (proposal !== undefined) return requestSubject(context, proposal)
  const task = state.get('task', touched)
  return { is: 'known', text: task === undefined ? touched : taskTitle(context, task.subject) }
}

function applicationSubject(state: State, { kind, contractNo, requestedAt }: Application): HistorySubject {
  return { is: 'application', kind, name: state.get('contract', contractNo)?.name ?? '', at: requestedAt }
}

function requestSubject(context: ViewContext, proposal: Proposal): HistorySubject {
  if (proposal.kind !== 'application')
    return { is: 'request', kind: proposal.kind, subject: shortSubject(context, proposal) }
  const application = context.state.get('application', proposal.applicationId)
  if (application !== undefined) return applicationSubject(context.state, application)
  return { is: 'request', kind: proposal.kind, subject: '' }
}

function shortSubject(context: ViewContext, proposal: Proposal): string {
  if (!('serials' in proposal) || proposal.serials.length === 1) return proposalSubject(context, proposal)
  const [first = ''] = proposal.serials
  return `${first} …（${proposal.serials.length}）`
}
