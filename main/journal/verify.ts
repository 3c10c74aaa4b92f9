import { sameBytes } from '../../protocol/bytes.ts'
import { ChainState } from './chain-state.ts'
import type { StoreHead } from './commit.ts'
import { JournalError } from './errors.ts'
import type { SealedStore } from './file-start.ts'
import { pacer } from './pacer.ts'
import { replay, requireHeadSignature } from './replay.ts'
import { listStore, type StoreFile } from './store-files.ts'
import type { Journal, Progress, Verification } from './types.ts'
import type { DurableExtent } from './writer.ts'

export interface VerifiedStore extends SealedStore {
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
    const files = upTo((await listStore(store.fs, store.dir)).files, extent)
    const bytesTotal = files.reduce((sum, { size }) => sum + size, 0)
    const breathe = pacer()
    const { damage } = await replay(store, files, state, {
      onCommit: async ({ commit, position, head, signed }) => {
        if (signed !== undefined) {
          requireHeadSignature(signed, store.devicePublicKey)
          signatures++
        }
        const at = { position, store: head.hash, ...(signed === undefined ? {} : { head: signed }) }
        const wrong = await obstacle?.(commit, at)
        if (wrong !== undefined)
          throw new JournalError('JOURNAL_TAMPERED', `commit ${position.commit}: ${wrong}`)
        await breathe()
      },
      onProgress: (bytesDone) => onProgress?.({ bytesDone, bytesTotal }),
      breathe,
    })
    if (damage !== undefined) {
      const where = `${damage.file.name} at ${damage.offset}: ${damage.reason}`
      return { ok: false, code: 'JOURNAL_TAMPERED', where, head: state.head }
    }
    if (state.head.commits !== durable.commits || !sameBytes(state.head.hash, durable.hash)) {
      const where = `disk holds ${state.head.commits} commits, the journal knows ${durable.commits}`
      return { ok: false, code: 'JOURNAL_TAMPERED', where, head: state.head }
    }
    return { ok: true, files: files.length, head: state.head, signatures }
  } catch (error) {
    if (error instanceof JournalError)
      return { ok: false, code: error.code, where: error.where, head: state.head }
    throw error
  }
}

function upTo(files: readonly StoreFile[], extent: DurableExtent): StoreFile[] {
  return files
    .filter(({ first }) => first <= extent.segment)
    .map((file) =>
      file.first === extent.segment ? { ...file, size: Math.min(file.size, extent.size) } : file,
    )
}
