/**
 * 他店取扱: a customer of another branch at this counter. Head office looks up, decides and records in both branches;
 * nothing of this desk's own counts for it, so unsent records do not hold a stop up (docs/adr/034).
 */
import type { Actor, Refusal } from '../../domain/decide-types.ts'
import { rightsObstacle } from '../../domain/decide/rights.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import type { Answer, ChannelInput } from '../../preload/contract/channels.ts'
import type { ElsewhereFound, ElsewhereStopped } from '../../preload/contract/views.ts'
import {
  HeadOfficeUnreachable,
  type HeadOfficeMethod,
  type HeadOfficeOutput,
} from '../../protocol/head-office.ts'
import { knownRefusal, ok } from './answers.ts'
import type { Workplace } from './workplace.ts'

export async function lookUpElsewhere(
  work: Workplace,
  actor: Actor,
  { by, text }: ChannelInput<'elsewhere.lookUp'>,
): Promise<Answer<ElsewhereFound>> {
  const { headOffice } = work
  const answer = await asked<Success<'lookUpCustomer'>>(work, actor, 'ELSEWHERE_OFFLINE', (who) =>
    headOffice.lookUpCustomer({ ...who, by, text }),
  )
  // Not what was typed: a name is nothing for this branch's record.
  if (isRefusal(answer)) return work.recordRefused('lookUpElsewhere', '', actor, answer)
  const { hits, more, own, left } = answer
  return ok({ hits, more, own, left })
}

export async function reportElsewhere(
  work: Workplace,
  actor: Actor,
  { serial, kind, channel, reportedBy, memo }: ChannelInput<'elsewhere.reportIncident'>,
): Promise<Answer<ElsewhereStopped>> {
  const { headOffice } = work
  // What is sent may have counted even if no answer comes.
  const answer = await asked<Success<'reportIncident'>>(work, actor, 'ELSEWHERE_UNANSWERED', (who) =>
    headOffice.reportIncident({ ...who, serial, kind, channel, reportedBy, memo }),
  )
  if (isRefusal(answer)) return work.recordRefused('reportIncidentElsewhere', serial, actor, answer)
  const { ok: _, ...stopped } = answer
  return ok(stopped)
}

type Success<M extends HeadOfficeMethod> = Extract<HeadOfficeOutput<M>, { readonly ok: true }>

interface Asking {
  readonly device: string
  readonly staffNo: string
}

/** The answer, or why there is none. @param unreached what it means that head office did not answer */
async function asked<T extends { readonly ok: true }>(
  work: Workplace,
  actor: Actor,
  unreached: Extract<RefusalCode, 'ELSEWHERE_OFFLINE' | 'ELSEWHERE_UNANSWERED'>,
  ask: (
    who: Asking,
  ) => Promise<T | { readonly ok: false; readonly code: string; readonly detail: Refusal['detail'] }>,
): Promise<T | Refusal> {
  const { commands, store, sync } = work
  const obstacle = rightsObstacle('reportIncident', commands.context(work.self(actor, false)))
  if (obstacle !== null) return obstacle
  const { staffNo } = actor
  const who = { device: store.profile.device, staffNo }
  try {
    let answer = await ask(who)
    if (!answer.ok && answer.code === 'STAFF_UNKNOWN') {
      // Registered on this PC and not sent yet.
      const sent = await sync.syncNow()
      if (sent.ok) answer = await ask(who)
    }
    // This branch's record of it is on its way already; nobody waits for it.
    sync.committed()
    return answer.ok ? answer : knownRefusal(answer.code, answer.detail, 'REFUSED_BY_HUB')
  } catch (error) {
    if (!(error instanceof HeadOfficeUnreachable)) throw error
    if (error.told !== 'HEAD_OFFICE_OFFLINE') return refuse(error.told)
    return refuse(unreached, { phone: store.state.policy().emergencyPhone })
  }
}
