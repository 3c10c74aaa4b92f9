/** What the sweep has found so far, each as the shortest way to it. */
import { expect, test } from 'vitest'
import type { Commit } from '../../../../main/journal/commit.ts'
import { compactClosed } from '../../../../main/journal/compaction.ts'
import { openJournal } from '../../../../main/journal/journal.ts'
import type { Journal } from '../../../../main/journal/types.ts'
import { appendSingly } from '../store.ts'
import { seededRandom, testDesk } from '../device.ts'
import { chanceOf } from './chance.ts'
import { Medium } from './medium.ts'
import { mediumFs, noFaults, systemError, type Call, type Guard } from './medium-fs.ts'
import { markLocksStale } from './stale-locks.ts'

const NAMES = '/desk'
const STORE = `${NAMES}/store`
let opens = 0

function newMedium(): Medium {
  const medium = new Medium()
  medium.makeDirectory(NAMES)
  return medium
}

async function open(
  medium: Medium,
  guard: Guard = noFaults,
): Promise<{ readonly journal: Journal; readonly seen: readonly Commit[] }> {
  const seen: Commit[] = []
  const journal = await openJournal({
    fs: mediumFs(medium, guard),
    dir: STORE,
    anchorPath: `${NAMES}/anchor`,
    ...testDesk,
    random: seededRandom(`found ${opens++}`),
    anchorDelayMs: 1000,
    onCommit: (commit) => void seen.push(commit),
  })
  return { journal, seen }
}

type Which = (call: Call) => boolean

/** The first call of this kind never returns, and none after it; resolves `killed` then. */
function killAt(which: Which): { readonly guard: Guard; readonly killed: Promise<void> } {
  let kill: () => void = () => undefined
  let dead = false
  const killed = new Promise<void>((resolve) => (kill = resolve))
  const guard: Guard = async (call) => {
    if (!dead && which(call)) {
      dead = true
      kill()
    }
    return dead ? new Promise(() => undefined) : call.act()
  }
  return { guard, killed }
}

function failOnceAt(which: Which): Guard {
  let failed = false
  return async (call) => {
    if (failed || !which(call)) return call.act()
    failed = true
    throw systemError('EIO')
  }
}

test.each<[string, Which]>([
  ['the lock’s removal', ({ kind, path }) => kind === 'remove' && path.endsWith('journal.lock')],
  ['closing the segment', ({ kind, path }) => kind === 'close' && path.includes('segment-')],
  ['closing the anchor', ({ kind, path }) => kind === 'close' && path.endsWith('anchor')],
])('%s fails while the store is closed: the same program opens it again', async (_what, which) => {
  const medium = newMedium()
  const { journal } = await open(medium, failOnceAt(which))
  await appendSingly(journal, 1)
  await expect(journal.close()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
  expect((await open(medium)).seen).toHaveLength(1)
})

test('the lock’s making fails half-way: the same program opens the store again', async () => {
  const medium = newMedium()
  const afterLink: Which = ({ kind, path }) => kind === 'remove' && path.includes('journal.lock.')
  await expect(open(medium, failOnceAt(afterLink))).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
  expect((await open(medium)).seen).toHaveLength(0)
})

test('a store killed before its anchor’s name was durable keeps its anchor through the power cut that follows', async () => {
  const medium = newMedium()
  const { guard, killed } = killAt(({ kind, path }) => kind === 'syncDirectory' && path === NAMES)
  void open(medium, guard)
  await killed
  markLocksStale(medium)
  const { journal } = await open(medium)
  await appendSingly(journal, 2)
  medium.losePower('none', chanceOf('anchor'))
  markLocksStale(medium)
  expect((await open(medium)).seen).toHaveLength(2)
})

test('a segment killed before its header was synced is synced before the next segment follows it', async () => {
  const medium = newMedium()
  const { guard, killed } = killAt(({ kind, path }) => kind === 'datasync' && path.includes('segment-'))
  const first = await open(medium, guard)
  void appendSingly(first.journal, 1)
  await killed
  markLocksStale(medium)
  const { journal } = await open(medium)
  await appendSingly(journal, 2)
  medium.losePower('none', chanceOf('segment'))
  markLocksStale(medium)
  expect((await open(medium)).seen).toHaveLength(2)
})

test('a torn tail is set aside also when nobody listens', async () => {
  const medium = newMedium()
  const first = await open(medium)
  await appendSingly(first.journal, 1)
  const segment = `${STORE}/segment-00000001.fob`
  const good = medium.lookUp(segment)?.cached.slice(0, -1)
  await first.journal.close()
  const crashed = newMedium()
  await (await open(crashed)).journal.close()
  await (await mediumFs(crashed).open(segment, 'create')).write(good ?? new Uint8Array(), 0)
  const { journal } = await open(crashed)
  expect(await journal.verify()).toMatchObject({ ok: true, head: { commits: 0 } })
  await appendSingly(journal, 1)
  await journal.close()
  expect((await open(crashed)).seen).toHaveLength(1)
})

/** A store of three commits whose segments are closed, and the compaction that is to take their place. */
async function compacted(medium: Medium, journal: Journal, guard: Guard = noFaults) {
  await appendSingly(journal, 3)
  const upTo = await journal.rotate()
  const fs = mediumFs(medium, guard)
  const store = { ...testDesk, fs, dir: STORE, random: seededRandom(`found ${opens++}`) }
  return compactClosed(store, { upTo, scope: 'recent', dropPart: () => false })
}

test('a compaction tells the disk’s first failure even when it cannot tidy up either', async () => {
  const medium = newMedium()
  const { journal } = await open(medium)
  let failing = false
  const fails: Guard = async (call) => {
    failing ||= call.kind === 'datasync' && call.path.includes('block-')
    if (failing) throw systemError('EIO')
    return call.act()
  }
  await expect(compacted(medium, journal, fails)).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
  await appendSingly(journal, 1)
  expect(journal.head.commits).toBe(4)
})

test('a block file’s name is made durable before the segments it stands for are removed at opening', async () => {
  const medium = newMedium()
  let renamed = false
  const { guard, killed } = killAt(({ kind, path }) => {
    renamed ||= kind === 'rename' && path.includes('block-')
    return renamed && kind === 'syncDirectory'
  })
  const { journal } = await open(medium, guard)
  const compaction = await compacted(medium, journal)
  void journal.adopt(compaction)
  await killed
  markLocksStale(medium)
  const calls: string[] = []
  const { seen } = await open(medium, async (call) => {
    calls.push(`${call.kind} ${call.path}`)
    return call.act()
  })
  expect(seen).toHaveLength(3)
  const removal = calls.indexOf(`remove ${STORE}/segment-00000001.fob`)
  expect(calls.slice(0, removal)).toContain(`syncDirectory ${STORE}`)
})
