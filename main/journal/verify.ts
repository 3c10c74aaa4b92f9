import { sameBytes } from '../../protocol/bytes.ts'
import { ChainState } from './chain-state.ts'
import type { StoreHead } from './commit.ts'
import { JournalError } from './errors.ts'
import { replay, requireHeadSignature, type ReplayStore, type SegmentFile } from './replay.ts'
import { segmentFileName } from './segment.ts'
import { listSegments } from './segment-list.ts'
import type { Journal, Progress, Verification } from './types.ts'
import type { DurableExtent } from './writer.ts'

export interface VerifiedStore extends ReplayStore {
  readonly devicePublicKey: (device: string) => Uint8Array | undefined
}

/**
 * Re-reads the store from its first byte and verifies everything there is to verify, every head
 * signature included. `durable` and `extent` are what the running journal knows to be on the medium; what
 * it is writing meanwhile is not read.
 */
export async function verifyStore(
  store: VerifiedStore,
  durable: StoreHead,
  extent: DurableExtent,
  onProgress: ((progress: Progress) => void) | undefined,
  obstacle: Parameters<Journal['verify']>[1],
): Promise<Verification> {
  const state = new ChainState(store.realm, store.storeId)
  let signatures = 0
  try {
    const segments = upTo(await listSegments(store.fs, store.dir), extent)
    const bytesTotal = segments.reduce((sum, { size }) => sum + size, 0)
    const { damage } = await replay(store, segments, state, {
      onCommit: async (commit, position, head) => {
        if (head !== undefined) {
          requireHeadSignature(head, store.devicePublicKey)
          signatures++
        }
        const at = { position, store: state.head.hash, ...(head === undefined ? {} : { head }) }
        const wrong = await obstacle?.(commit, at)
        if (wrong !== undefined)
          throw new JournalError('JOURNAL_TAMPERED', `commit ${position.commit}: ${wrong}`)
      },
      onProgress: (bytesDone) => onProgress?.({ bytesDone, bytesTotal }),
    })
    if (damage !== undefined) {
      const where = `${segmentFileName(damage.segment)} at ${damage.offset}: ${damage.reason}`
      return { ok: false, code: 'JOURNAL_TAMPERED', where, head: state.head }
    }
    if (state.head.commits !== durable.commits || !sameBytes(state.head.hash, durable.hash)) {
      const where = `disk holds ${state.head.commits} commits, the journal knows ${durable.commits}`
      return { ok: false, code: 'JOURNAL_TAMPERED', where, head: state.head }
    }
    return { ok: true, segments: segments.length, head: state.head, signatures }
  } catch (error) {
    if (error instanceof JournalError)
      return { ok: false, code: error.code, where: error.where, head: state.head }
    throw error
  }
}

function upTo(segments: readonly SegmentFile[], extent: DurableExtent): SegmentFile[] {
  return segments
    .filter(({ segment }) => segment <= extent.segment)
    .map((file) =>
      file.segment === extent.segment ? { ...file, size: Math.min(file.size, extent.size) } : file,
    )
}
