/** 記録の検証: the whole chain once more from the disk, beside the counter's work; recorded, also when it fails. */
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
import type { Workplace } from './workplace.ts'

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

const recorded = z.string().transform((json) => eventSchemas.AuditVerified.data.parse(JSON.parse(json)))

export async function lastVerification(view: ViewContext): Promise<LastVerification> {
  const [newest] = await newestOf(view, 'AuditVerified', 1)
  if (newest === undefined) return null
  const { at, byName, data } = newest
  return { at, byName, ...recorded.parse(data) }
}
