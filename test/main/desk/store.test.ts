/** Serial decide on state that includes commits in flight (docs/adr/015), on a disk that fails. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CustodyPlace } from '../../../domain/vocabulary.ts'
import type { EventDraft } from '../../../domain/events.ts'
import { eventSchemas } from '../../../domain/events.ts'
import { besideState } from '../../../main/desk/in-flight.ts'
import { Store, type OpenStore } from '../../../main/desk/store.ts'
import type { JournalFs } from '../../../main/journal/fs.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { loadProjections } from '../../../main/projection/sqlite.ts'
import { generateSigningKeyPair, signBytes, signingKey } from '../../../protocol/signature.ts'
import { seededRandom } from '../journal/store.ts'

const SERIALS = ['00000001', '00000002', '00000003'] as const
const PLACES: readonly CustodyPlace[] = ['stock', 'returned', 'missing', 'toDispose']
const createProjection = await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm'))
const author = { by: 'T-1', signers: [] }
const profile = {
  format: 1,
  realm: 'training',
  storeId: 'store-1',
  device: 'device-1',
  branchNo: '001',
  branchName: '',
  hubSigning: { keyId: '', publicKey: '' },
  hubSealing: { keyId: '', publicKey: '' },
} as const

/** The real disk; `datasync` fails at its `failAt`th call, having or not having reached the medium. */
function failingDisk(): JournalFs & { failIn: number; failures: number; datasyncs: number } {
  const fs = {
    ...nodeFs,
    failIn: Infinity,
    failures: 0,
    datasyncs: 0,
    open: async (...given: Parameters<JournalFs['open']>) => {
      const file = await nodeFs.open(...given)
      return {
        ...file,
        datasync: async () => {
          fs.datasyncs++
          fs.failIn--
          if (fs.failIn === 0) {
            fs.failures++
            throw Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 })
          }
          await file.datasync()
        },
      }
    },
  }
  return fs
}

async function openStore(fs: JournalFs) {
  const dir = await mkdtemp(join(tmpdir(), 'fobdesk-store-'))
  const random = seededRandom(dir)
  const keys = generateSigningKeyPair(random)
  const privateKey = signingKey(keys.privateKey)
  const key = random(32)
  const troubles: (string | null)[] = []
  const effects = {
    now: () => 1_800_000_000_000,
    random,
    newId: () => randomUUID(),
    // Nobody waits for a back-off here: the test presses the button.
    after: () => () => undefined,
    breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
    chance: () => 0.5,
  }
  const open = async (): Promise<OpenStore> => {
    const projection = createProjection(profile)
    const journal = await openJournal({
      dir: join(dir, 'store'),
      anchorPath: join(dir, 'anchor'),
      realm: profile.realm,
      storeId: profile.storeId,
      device: profile.device,
      epochKey: () => key,
      currentEpoch: () => 1,
      signHead: (message) => signBytes(privateKey, message),
      devicePublicKey: () => keys.publicKey,
      random,
      clock: effects.now,
      fs,
      onCommit: ({ events, origin }) => projection.apply(events, origin),
    })
    return { journal, projection }
  }
  const store = new Store({
    ...(await open()),
    profile,
    effects,
    onCommitted: () => undefined,
    reopen: open,
    onTrouble: (trouble) => troubles.push(trouble?.failure.code ?? null),
  })
  const end = async (): Promise<void> => {
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
  return { store, troubles, open, end }
}

function received(serial: string): EventDraft {
  return {
    type: 'FobReceived',
    v: 1,
    data: {
      serial,
      chipSerial: `C${serial}`,
      model: 'M',
      lotNo: 'L',
      boxNo: 'B',
      expiresAt: 1_900_000_000_000,
      branchNo: '001',
      factorySeeded: false,
    },
  }
}

/** Moves a fob on from where the decision sees it; the reference names the move. */
function move(store: Store, serial: string, reference: string): Promise<string> {
  return store.transact((state) => {
    const from = state.get('fob', serial)?.custody.place ?? 'received'
    const to = PLACES[(PLACES.indexOf(from) + 1) % PLACES.length] ?? 'stock'
    const data = { serial, from, to, reference, flag: null }
    return {
      drafts: [{ draft: { type: 'FobMoved', v: 1, data }, at: store.now() }],
      author,
      answer: reference,
    }
  })
}

it('decides each command on the state that all before it left, and loses nothing acknowledged', async () => {
  let failed = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: SERIALS.length - 1 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 16 }),
      async (moves, failIn, callers) => {
        const disk = failingDisk()
        const { store, troubles, end } = await openStore(disk)
        try {
          await store.commit(SERIALS.map(received), author)
          disk.failIn = failIn
          const acknowledged: string[] = []
          const queue = moves.entries()
          const caller = async (): Promise<void> => {
            for (const [index, which] of queue) {
              const name = `move-${index}`
              await move(store, SERIALS[which] ?? '', name).then(
                (answer) => acknowledged.push(answer),
                () => undefined,
              )
            }
          }
          await Promise.all(Array.from({ length: callers }, caller))
          disk.failIn = Infinity
          if (store.trouble !== null) {
            expect(troubles).toEqual(['JOURNAL_BROKEN'])
            await expect(move(store, '00000001', 'meanwhile')).rejects.toThrow('EIO')
          }
          await store.retry()
          expect(store.trouble).toBeNull()
          failed += disk.failures
          await move(store, '00000001', 'afterwards')
          const moved = await movesIn(store)
          const names = moved.map(({ reference }) => reference)
          // Nothing acknowledged is missing, nothing is there twice, and no decision saw a stale place.
          expect(names).toEqual([...new Set(names)])
          expect(new Set(names)).toEqual(new Set([...names, ...acknowledged]))
          expect(names.at(-1)).toBe('afterwards')
          const places = new Map<string, string>()
          for (const { serial, from, to } of moved) {
            expect(from).toBe(places.get(serial) ?? 'received')
            places.set(serial, to)
          }
          for (const [serial, place] of places)
            expect(store.state.get('fob', serial)?.custody.place).toBe(place)
        } finally {
          await end()
        }
      },
    ),
    { numRuns: 60 },
  )
  // Otherwise the disk never failed and nothing was tried.
  expect(failed).toBeGreaterThan(10)
})

interface Moved {
  readonly serial: string
  readonly from: string
  readonly to: string
  readonly reference: string
}

async function movesIn(store: Store): Promise<Moved[]> {
  const moved: Moved[] = []
  const verified = await store.journal.verify(undefined, async ({ events }) => {
    for (const { type, data } of events) if (type === 'FobMoved') moved.push(data as Moved)
    return undefined
  })
  expect(verified.ok).toBe(true)
  return moved
}

it('makes many commits durable with one datasync', async () => {
  const disk = failingDisk()
  const { store, end } = await openStore(disk)
  try {
    await store.commit(SERIALS.map(received), author)
    const before = disk.datasyncs
    await Promise.all(Array.from({ length: 200 }, (_, index) => move(store, '00000001', `${index}`)))
    expect(disk.datasyncs - before).toBeLessThan(50)
    expect(await movesIn(store)).toHaveLength(200)
  } finally {
    await end()
  }
})

it('shows nobody a commit that is in flight, and answers nobody on its ground', async () => {
  const disk = failingDisk()
  const { store, end } = await openStore(disk)
  try {
    await store.commit(SERIALS.map(received), author)
    disk.failIn = 1
    const moving = move(store, '00000001', 'lost')
    const asked = store.transact((state) => ({
      drafts: [],
      author,
      answer: state.get('fob', '00000001')?.custody.place,
    }))
    await expect(moving).rejects.toThrow('EIO')
    // Its answer would have told of a move that is not recorded.
    await expect(asked).rejects.toThrow('EIO')
    expect(store.state.get('fob', '00000001')?.custody.place).toBe('received')
  } finally {
    await end()
  }
})

it('holds up the next decision after every fact that decisions read beside the state', () => {
  const projection = createProjection(profile)
  for (const type of Object.keys(eventSchemas)) {
    const before = JSON.stringify([projection.facts.clock, projection.facts.branchNo])
    projection.facts.apply({
      type,
      v: 1,
      data: { branchNo: type, offsetMs: 5, permitted: true },
      meta: { id: '', realm: 'training', device: 'device-1', seq: 1, at: 1, by: null },
    } as never)
    const after = JSON.stringify([projection.facts.clock, projection.facts.branchNo])
    if (after !== before) expect([...besideState]).toContain(type)
  }
  projection.close()
})
