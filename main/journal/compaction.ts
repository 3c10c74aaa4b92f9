/** Compaction: closed segments become compressed block files, and detachable parts are dropped. See `closed.ts`. */
import { join } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { BatchPacker, type CommitRecord } from './batch-packer.ts'
import { BlockFileWriter, readBlockFile } from './block-file.ts'
import { ChainState, type ChainSnapshot, type SettledCommit } from './chain-state.ts'
import type { CompactClosed, Compaction, CompactionStore, WrittenBlockFile } from './closed.ts'
import { planRuns, type Run } from './compaction-plan.ts'
import { JournalError } from './errors.ts'
import { asJournalError, isExpected, removeIfPossible, removeIfThere } from './file-ops.ts'
import type { SealedStore } from './file-start.ts'
import { closedFiles } from './fold-closed.ts'
import { nodeFs } from './node-fs.ts'
import { quarantinedAt } from './recovery.ts'
import { FIRST_CHAIN, replay, type ReplayHandlers } from './replay.ts'
import { blockName, type StoreFile } from './store-files.ts'

type Store = CompactionStore & SealedStore

/**
 * Writes block files beside the store's files. Every byte read is verified, and what was written is read back and
 * verified to end in the same chains before it is answered. Nothing of the store is changed.
 */
export async function compactClosed(from: CompactionStore, work: CompactClosed): Promise<Compaction> {
  const store = { ...from, fs: from.fs ?? nodeFs }
  const written: WrittenBlockFile[] = []
  let dropped = 0
  try {
    const files = await closedFiles(store, work.upTo)
    const runs = planRuns(files, work.scope)
    const bytesTotal = runs.flatMap((run) => run.files).reduce((sum, { size }) => sum + size, 0)
    let before = 0
    for (const run of runs) {
      const done = before
      const onProgress = (bytes: number): void => work.onProgress?.({ bytesDone: done + bytes, bytesTotal })
      const result = await new RunCompaction(store, run, work, onProgress).write()
      dropped += result.dropped
      if (result.written !== undefined) written.push(result.written)
      before += run.files.reduce((sum, { size }) => sum + size, 0)
    }
    return { written, dropped, quarantines: await oldQuarantines(store, work.quarantineBefore ?? 0) }
  } catch (error) {
    for (const { temporary } of written) await removeIfPossible(store.fs, join(store.dir, temporary))
    throw isExpected(error) ? asJournalError(error, 'compacting') : error
  }
}

async function oldQuarantines(store: Store, before: number): Promise<string[]> {
  return (await store.fs.list(store.dir)).filter((name) => (quarantinedAt(name) ?? before) < before)
}

/** Where the chains stand before a run of files. */
interface Before {
  readonly snapshot: ChainSnapshot | undefined
  readonly chain: Uint8Array
}

class RunCompaction {
  readonly #store: Store
  readonly #run: Run
  readonly #work: CompactClosed
  readonly #onProgress: (bytes: number) => void
  #dropped = 0

  constructor(store: Store, run: Run, work: CompactClosed, onProgress: (bytes: number) => void) {
    this.#store = store
    this.#run = run
    this.#work = work
    this.#onProgress = onProgress
  }

  async write(): Promise<{ readonly written: WrittenBlockFile | undefined; readonly dropped: number }> {
    const { fs, dir } = this.#store
    const { files } = this.#run
    const generation = 1 + Math.max(...files.map((file) => file.generation))
    const name = blockName(this.#run.first, this.#run.last, generation)
    const temporary = `${name.name}.tmp`
    const path = join(dir, temporary)
    await removeIfThere(fs, path)
    try {
      const before = await this.#before()
      const { size, state, chain } = await this.#copy(path, name, before)
      if (this.#run.onlyToDrop && this.#dropped === 0) {
        await removeIfThere(fs, path)
        return { written: undefined, dropped: 0 }
      }
      const sha256 = await this.#readBack({ ...name, name: temporary, size }, before, state, chain)
      const { kind: _kind, generation: _generation, ...named } = name
      const replaces = files.map((file) => file.name)
      const written = { ...named, temporary, size, sha256, head: state.head, chain, replaces }
      return { written, dropped: this.#dropped }
    } catch (error) {
      await removeIfPossible(fs, path)
      throw error
    }
  }

  async #before(): Promise<Before> {
    const { before } = this.#run
    if (before === undefined) return { snapshot: undefined, chain: FIRST_CHAIN }
    return readBlockFile(this.#store, before)
  }

  async #copy(path: string, name: ReturnType<typeof blockName>, before: Before) {
    const { fs, realm, storeId } = this.#store
    const state = new ChainState(realm, storeId, before.snapshot)
    const packer = new BatchPacker(state.head.events + 1, state.head.commits + 1)
    const file = await fs.open(path, 'create')
    try {
      const writer = await BlockFileWriter.begin(this.#store, file, name, before.chain)
      const onCommit = async (settled: SettledCommit): Promise<void> => {
        for (const batch of packer.add(this.#record(settled))) await writer.add(batch)
      }
      const chain = await this.#verified(this.#run.files, state, before.chain, {
        onCommit,
        onProgress: this.#onProgress,
      })
      const rest = packer.flush()
      if (rest !== undefined) await writer.add(rest)
      return { size: await writer.finish(chain.chain, state.snapshot()), state, chain: chain.chain }
    } finally {
      await file.close()
    }
  }

  #record({ commit, position, head, context, signed }: SettledCommit): CommitRecord {
    const events = commit.events.map((event) => {
      const parts = event.parts.filter((part) => !this.#work.dropPart(event, part.name, position))
      this.#dropped += event.parts.length - parts.length
      return { bytes: event.bytes, parts }
    })
    return { n: position.commit, origin: commit.origin, events, context, signed, store: head.hash }
  }

  async #verified(
    files: readonly StoreFile[],
    state: ChainState,
    from: Uint8Array,
    handlers: ReplayHandlers,
  ) {
    const replayed = await replay(this.#store, files, state, handlers, from)
    const { damage } = replayed
    if (damage !== undefined) {
      throw new JournalError('JOURNAL_TAMPERED', `${damage.file.name} at ${damage.offset}: ${damage.reason}`)
    }
    return replayed
  }

  /** SHA-256 of the file, once it has been shown to say the same as what it stands for. */
  async #readBack(
    file: StoreFile,
    before: Before,
    source: ChainState,
    chain: Uint8Array,
  ): Promise<Uint8Array> {
    const { realm, storeId } = this.#store
    const state = new ChainState(realm, storeId, before.snapshot)
    const back = await this.#verified([file], state, before.chain, { digest: true })
    const sha256 = back.files[0]?.sha256
    const same = sameBytes(state.head.hash, source.head.hash) && sameBytes(back.chain, chain)
    if (!same || sha256 === undefined)
      throw new JournalError('JOURNAL_BROKEN', `${file.name}: not what was written`)
    return sha256
  }
}
