import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Commit, CommitPosition } from '../../../main/journal/commit.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import type { Journal, JournalOptions, Quarantined } from '../../../main/journal/types.ts'
import type { Random } from '../../../protocol/bytes.ts'
import { sealEnvelope, type EventDraft, type SealedEvent } from '../../../protocol/envelope.ts'
import {
  generateSigningKeyPair,
  signBytes,
  signingKey,
  type DeviceHead,
} from '../../../protocol/signature.ts'

/** Repeatable bytes: SHA-256 in counter mode over the seed. */
export function seededRandom(seed: string): Random {
  let counter = 0
  return (length) => {
    const out = Buffer.alloc(length)
    for (let at = 0; at < length; at += 32) {
      createHash('sha256').update(`${seed}/${counter++}`).digest().copy(out, at)
    }
    return new Uint8Array(out)
  }
}

const DEVICE_KEYS = generateSigningKeyPair(seededRandom('device'))
const DEVICE_KEY = signingKey(DEVICE_KEYS.privateKey)
const EPOCH_KEYS = [seededRandom('epoch 1')(32), seededRandom('epoch 2')(32)]

export function epochKey(epoch: number): Uint8Array | undefined {
  return EPOCH_KEYS[epoch - 1]
}

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
        realm: 'training',
        storeId,
        epochKey,
        currentEpoch: () => 1,
        device: 'desk-1',
        signHead: (message) => signBytes(DEVICE_KEY, message),
        devicePublicKey: (device) => (device === 'desk-1' ? DEVICE_KEYS.publicKey : undefined),
        random: seededRandom(`open ${storeId} ${opens++}`),
        clock: () => 1_700_000_000_000,
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

const random = seededRandom('salts')

/** Own events that continue `head`. */
export function makeEvents(head: DeviceHead, drafts: readonly EventDraft[]): SealedEvent[] {
  const events: SealedEvent[] = []
  let { seq, hash } = head
  for (const decided of drafts) {
    const event = sealEnvelope({
      draft: decided,
      id: `event-${head.device}-${seq + 1}`,
      realm: 'training',
      device: head.device,
      seq: ++seq,
      prev: hash,
      at: 1_700_000_000_000 + seq,
      by: '10001',
      random,
    })
    events.push(event)
    hash = event.hash
  }
  return events
}

export function draft(n: number): EventDraft {
  return { type: 'FobReceived', v: 1, data: { serial: String(10_000_000 + n) }, personal: { name: `客${n}` } }
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
