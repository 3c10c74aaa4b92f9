import type { EventDraft } from '../../domain/events.ts'
import type { Realm } from '../../domain/vocabulary.ts'
import { openEnvelope, sealEnvelope, type OpenedEvent, type RoleSigner } from '../../protocol/envelope.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { Effects } from './ports.ts'

/** Who stands under the facts of one commit. */
export interface Author {
  /** 職員番号; null: the program itself. */
  readonly by: string | null
  /** The actor's own key; over the shoulder also the session's (rule 12). */
  readonly signers: readonly RoleSigner[]
}

export interface Draft {
  readonly draft: EventDraft
  /** Desk time, ms since 1970. */
  readonly at: number
}

/** So many are sealed between two turns of the event loop: some ten milliseconds. */
const BATCH = 200

/**
 * Wraps decided facts as the next events of the device chain. They are read back from their bytes: what is
 * projected is what a replay will read.
 */
export async function sealDrafts(
  drafts: readonly Draft[],
  author: Author,
  chain: { readonly realm: Realm; readonly tail: DeviceHead },
  effects: Pick<Effects, 'random' | 'newId' | 'breathe'>,
  onProgress: (done: number) => void,
): Promise<OpenedEvent[]> {
  const sealed: OpenedEvent[] = []
  let { device, seq, hash } = chain.tail
  for (const { draft, at } of drafts) {
    const event = sealEnvelope({
      draft,
      id: effects.newId(),
      realm: chain.realm,
      device,
      seq: seq + 1,
      prev: hash,
      at,
      by: author.by,
      random: effects.random,
      signers: author.signers,
    })
    const opened = openEnvelope(event.bytes, event.parts)
    if (!opened.ok) throw new Error(`sealed event does not open: ${opened.code} ${opened.detail}`)
    sealed.push(opened.value)
    ;({ device, seq, hash } = event)
    if (sealed.length % BATCH === 0) {
      onProgress(sealed.length)
      await effects.breathe()
    }
  }
  return sealed
}
