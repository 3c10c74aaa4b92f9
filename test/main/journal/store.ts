import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Commit, CommitPosition } from '../../../main/journal/commit.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import type { Journal, JournalOptions, Quarantined } from '../../../main/journal/types.ts'
import { draft, makeEvents, seededRandom, testDesk } from './device.ts'

export { draft, epochKey, makeEvents, seededRandom } from './device.ts'

export interface TestStore {
  readonly root: string
  readonly dir: string
  readonly anchorPath: string
  /** Opens a journal; what replay delivered is in `seen`. Closed when the test ends. */
  open(extra?: Partial<JournalOptions>): Promise<OpenedStore>
  segment(number: number): SegmentOnDisk
}

export interface OpenedStore {
  readonly journal: Journal
  readonly seen: { readonly commit: Commit; readonly position: CommitPosition }[]
  readonly quarantined: Quarantined[]
}

export interface SegmentOnDisk {
  readonly path: string
  read(): Promise<Buffer>
  change(edit: (bytes: Buffer) => Uint8Array): Promise<void>
}

let opens = 0

export async function testStore(storeId = 'store-1'): Promise<TestStore> {
  const root = await mkdtemp(join(tmpdir(), 'fobdesk-journal-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const dir = join(root, 'store')
  const anchorPath = join(root, 'anchor')
  return {
    root,
    dir,
    anchorPath,
    async open(extra = {}) {
      const seen: OpenedStore['seen'] = []
      const quarantined: Quarantined[] = []
      const journal = await openJournal({
        dir,
        anchorPath,
        ...testDesk,
        storeId,
        random: seededRandom(`open ${storeId} ${opens++}`),
        onCommit: (commit, position) => void seen.push({ commit, position }),
        onQuarantine: (found) => void quarantined.push(found),
        ...extra,
      })
      onTestFinished(() => journal.close())
      return { journal, seen, quarantined }
    },
    segment(number) {
      const path = join(dir, `segment-${String(number).padStart(8, '0')}.fob`)
      return {
        path,
        read: () => readFile(path),
        change: async (edit) => writeFile(path, edit(await readFile(path))),
      }
    },
  }
}

/** Appends `count` commits of one event each, one after the other. */
export async function appendSingly(journal: Journal, count: number): Promise<CommitPosition[]> {
  const positions: CommitPosition[] = []
  for (let n = 0; n < count; n++) {
    const events = makeEvents(journal.tail, [draft(journal.tail.seq)])
    positions.push(await journal.append({ origin: 'own', events }))
  }
  return positions
}

export function seqs(opened: OpenedStore): number[] {
  return opened.seen.flatMap(({ commit }) => commit.events.map((event) => event.seq))
}
