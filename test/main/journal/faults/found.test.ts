/** What the sweep has found so far, each as the shortest way to it. */
import { expect, test } from 'vitest'
import { appendSingly } from '../store.ts'
import { chanceOf } from './chance.ts'
import { mediumFs, systemError, type Guard } from './medium-fs.ts'
import { compacted, failOnceAt, killAt, NAMES, newMedium, open, STORE, type Which } from './one-fault.ts'
import { markLocksStale } from './stale-locks.ts'

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
