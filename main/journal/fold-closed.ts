import { ChainState } from './chain-state.ts'
import { encodeCheckpoint, knownFileOf } from './checkpoint.ts'
import type { Checkpoint, ClosedStore, FoldClosed } from './closed.ts'
import { JournalError } from './errors.ts'
import { asJournalError, isExpected } from './file-ops.ts'
import type { SealedStore } from './file-start.ts'
import { nodeFs } from './node-fs.ts'
import { FIRST_CHAIN, replay, requireHeadSignature, type ReplayHandlers } from './replay.ts'
import { resume, type Resumed } from './resume.ts'
import { listStore, type StoreFile } from './store-files.ts'

/**
 * Reads and verifies the closed files of a store, hands their commits out and answers a checkpoint. Takes no lock
 * and writes nothing. See `closed.ts`.
 */
export async function foldClosed(store: ClosedStore, fold: FoldClosed): Promise<Checkpoint> {
  try {
    return await foldFiles({ ...store, fs: store.fs ?? nodeFs }, fold)
  } catch (error) {
    throw isExpected(error) ? asJournalError(error, 'folding the closed files') : error
  }
}

async function foldFiles(store: ClosedStore & SealedStore, fold: FoldClosed): Promise<Checkpoint> {
  const { realm, storeId } = store
  const files = await closedFiles(store, fold.upTo)
  const bytesTotal = files.reduce((sum, { size }) => sum + size, 0)
  const onProgress = (bytesDone: number): void => fold.onProgress?.({ bytesDone, bytesTotal })
  const from = await start(store, files, fold.from, onProgress)
  const before = from.files.reduce((sum, { size }) => sum + size, 0)
  const handlers: ReplayHandlers = {
    onCommit: ({ commit, position }) => fold.onCommit(commit, position),
    onProgress: (bytes) => onProgress(before + bytes),
    digest: true,
  }
  const { state, rest } = from
  const { chain, files: read, damage } = await replay(store, rest, state, handlers, from.chain)
  if (damage !== undefined) {
    throw new JournalError('JOURNAL_TAMPERED', `${damage.file.name} at ${damage.offset}: ${damage.reason}`)
  }
  for (const head of state.signedHeads) requireHeadSignature(head, store.devicePublicKey)
  const known = [...from.known, ...read.map((file) => knownFileOf(file))]
  return encodeCheckpoint({
    realm,
    storeId,
    snapshot: state.snapshot(),
    files: known,
    last: fold.upTo,
    chain,
  })
}

/** The files up to a closed segment. */
export async function closedFiles(store: SealedStore, upTo: number): Promise<readonly StoreFile[]> {
  const { files } = await listStore(store.fs, store.dir)
  const closed = files.filter(({ last }) => last <= upTo)
  if ((closed.at(-1)?.last ?? 0) !== upTo)
    throw new JournalError('JOURNAL_TAMPERED', `no file ends with segment ${upTo}`)
  return closed
}

async function start(
  store: SealedStore,
  files: readonly StoreFile[],
  from: Checkpoint | undefined,
  onProgress: (bytesDone: number) => void,
): Promise<Resumed> {
  if (from !== undefined) return resume(store, files, from, onProgress)
  const state = new ChainState(store.realm, store.storeId)
  return { state, files: [], known: [], rest: files, chain: FIRST_CHAIN }
}
