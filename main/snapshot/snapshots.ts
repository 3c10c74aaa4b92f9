/**
 * The snapshots of one store: a folder with two generations, the newest first. A new one is written beside them
 * under a temporary name (by the keeper process) and takes its place at once and whole, or not at all.
 */
import { join } from 'node:path'
import type { Result } from '../../protocol/result.ts'
import { removeIfThere, systemCode } from '../journal/file-ops.ts'
import type { JournalFile, JournalFs } from '../journal/fs.ts'
import { readSnapshot, type Snapshot, type SnapshotFault, type SnapshotOf } from './snapshot-file.ts'

const GENERATIONS = 2
const TEMPORARY = 'snapshot.tmp'

export interface SnapshotsOptions {
  readonly fs: JournalFs
  /** Folder of its own; made with the first snapshot. */
  readonly dir: string
  readonly of: SnapshotOf
  /** A snapshot that could not be used and is gone. Never contents. */
  readonly onDiscarded: (
    code: SnapshotFault | 'SNAPSHOT_UNREADABLE' | 'SNAPSHOT_REFUSED',
    where: string,
  ) => void
}

export interface FoundSnapshot extends Snapshot {
  readonly name: string
}

export class Snapshots {
  readonly #options: SnapshotsOptions

  constructor(options: SnapshotsOptions) {
    this.#options = options
  }

  /** Where the keeper writes the next one. */
  get temporary(): string {
    return join(this.#options.dir, TEMPORARY)
  }

  /** Path of the newest snapshot file, good or not; undefined: none. */
  async newestPath(): Promise<string | undefined> {
    const [newest] = await this.#names()
    return newest === undefined ? undefined : join(this.#options.dir, newest)
  }

  /** Those that can be opened, the newest first. What cannot is discarded and told. */
  async *good(epochKey: (epoch: number) => Uint8Array | undefined): AsyncGenerator<FoundSnapshot> {
    for (const name of await this.#names()) {
      const read = await this.#read(name, epochKey)
      if (read.ok) yield { ...read.value, name }
      else await this.discard(name, read.code, read.detail)
    }
  }

  /** Makes the folder and clears what an interrupted writing left. */
  async prepare(): Promise<void> {
    const { fs, dir } = this.#options
    await fs.makeDirectory(dir)
    await removeIfThere(fs, this.temporary)
  }

  /** The temporary file, complete and durable, becomes the newest generation; the third oldest goes. */
  async publish(commits: number): Promise<void> {
    const { fs, dir } = this.#options
    await fs.rename(this.temporary, join(dir, fileName(commits)))
    await fs.syncDirectory(dir)
    for (const name of (await this.#names()).slice(GENERATIONS)) await removeIfThere(fs, join(dir, name))
  }

  async discard(
    name: string,
    code: Parameters<SnapshotsOptions['onDiscarded']>[0],
    why: string,
  ): Promise<void> {
    const { fs, dir, onDiscarded } = this.#options
    onDiscarded(code, `${name}: ${why}`)
    try {
      await removeIfThere(fs, join(dir, name))
    } catch (error) {
      // A disk that cannot be written: it is found and discarded again at the next opening.
      if (systemCode(error) === undefined) throw error
    }
  }

  /** Durable: what was erased from the journal must not live on in a cache. */
  async removeAll(): Promise<void> {
    const { fs, dir } = this.#options
    const names = await this.#names()
    for (const name of names) await removeIfThere(fs, join(dir, name))
    await removeIfThere(fs, this.temporary)
    if (names.length > 0) await fs.syncDirectory(dir)
  }

  async #names(): Promise<string[]> {
    const { fs, dir } = this.#options
    let names: readonly string[]
    try {
      names = await fs.list(dir)
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return []
      throw error
    }
    return names
      .filter((name) => /^snapshot-\d{12}\.fob$/.test(name))
      .sort()
      .reverse()
  }

  async #read(
    name: string,
    epochKey: (epoch: number) => Uint8Array | undefined,
  ): Promise<Result<Snapshot, SnapshotFault | 'SNAPSHOT_UNREADABLE'>> {
    const { fs, dir, of } = this.#options
    let file: JournalFile | undefined
    try {
      file = await fs.open(join(dir, name), 'read')
      return await readSnapshot(file, of, epochKey)
    } catch (error) {
      // A cache that the disk does not give back is no reason not to open the store.
      const code = systemCode(error)
      if (code === undefined) throw error
      return { ok: false, code: 'SNAPSHOT_UNREADABLE', detail: code }
    } finally {
      await file?.close()
    }
  }
}

/** By the commits it holds, so that names sort by age. */
function fileName(commits: number): string {
  return `snapshot-${String(commits).padStart(12, '0')}.fob`
}
