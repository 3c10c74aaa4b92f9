/**
 * 記録の検証: the whole chain once more from the disk, beside the counter's work; recorded, also when it fails, and
 * then a task. By a person at any time, by the program when nobody did for a week.
 */
import { z } from 'zod'
import { eventSchemas } from '../../domain/events.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import type { AuditVerification, LastVerification } from '../../preload/contract/views.ts'
import { hex } from '../../protocol/bytes.ts'
import { ok } from './answers.ts'
import type { DeskPorts } from './ports.ts'
import { newestOf } from './queries/history.ts'
import type { ViewContext } from './queries/view-context.ts'
import { roleSignatureCheck } from './role-signatures.ts'
import type { Store } from './store.ts'
import type { Workplace } from './workplace.ts'

const WEEK_MS = 604_800_000
/** Tasks about a record that does not hold have such an id. */
const BROKEN_TASK = 'audit-broken-'

/** @param by 職員番号; null when the program does it of itself */
export function verifyRecord(
  { effects, notify }: Pick<DeskPorts, 'effects' | 'notify'>,
  work: Workplace,
  by: string | null,
): Promise<Answer<AuditVerification>> {
  return work.longWorks.run('verify', async (signal) => {
    const began = effects.now()
    const roles = roleSignatureCheck(work.vault.keyring, effects)
    const verified = await work.store.journal.verify(
      ({ bytesDone, bytesTotal }) => notify.progress('verify', bytesDone, bytesTotal),
      (commit) => {
        signal.throwIfAborted()
        return roles(commit)
      },
    )
    const { head } = verified
    const milliseconds = Math.max(0, Math.round(effects.now() - began))
    const headHash = hex(head.hash)
    const data = { events: head.events, head: headHash, ok: verified.ok }
    await work.record({ type: 'AuditVerified', v: 1, data }, by)
    if (!verified.ok && !isBroken(work.store)) await raiseBroken(work.store)
    return ok({
      ok: verified.ok,
      events: head.events,
      commits: head.commits,
      head: headHash,
      where: verified.ok ? '' : verified.where,
      milliseconds,
    })
  })
}

/** Verifies when nobody has for a week, or since the branch was opened here. */
export async function verifyWhenDue(
  ports: Pick<DeskPorts, 'effects' | 'notify'>,
  work: Workplace,
): Promise<void> {
  const { projection, journal } = work.store
  const [position] = projection.events.find({ text: '', type: 'AuditVerified', staffNo: null })
  const [last] = position === undefined ? [] : await journal.eventsAt([position])
  const since = last?.at ?? projection.facts.openedAt
  // A cancelled one is due again; a running one is as good.
  if (work.store.now() - since >= WEEK_MS) await verifyRecord(ports, work, null)
}

/** A verification failed and nobody has settled its task yet. */
export function isBroken({ projection }: Pick<Store, 'projection'>): boolean {
  return projection.tables.openTasks().some((taskId) => taskId.startsWith(BROKEN_TASK))
}

async function raiseBroken(store: Store): Promise<void> {
  const { device, branchNo } = store.profile
  const taskId = `${BROKEN_TASK}${device}-${Math.round(store.now())}`
  const data = { taskId, code: 'TASK_AUDIT_BROKEN', subject: { kind: 'branch', id: branchNo } } as const
  await store.commit([{ type: 'TaskRaised', v: 1, data }], { by: null, signers: [] })
}

const recorded = z.string().transform((json) => eventSchemas.AuditVerified.data.parse(JSON.parse(json)))

export async function lastVerification(view: ViewContext): Promise<LastVerification> {
  const [newest] = await newestOf(view, 'AuditVerified', 1)
  if (newest === undefined) return null
  const { at, byName, data } = newest
  return { at, byName, ...recorded.parse(data) }
}
