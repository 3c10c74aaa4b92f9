import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { JournalFile, JournalFs } from '../../../main/journal/fs.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { CHUNK_BYTES, writeSnapshot, type SnapshotOf } from '../../../main/snapshot/snapshot-file.ts'
import { Snapshots, type FoundSnapshot } from '../../../main/snapshot/snapshots.ts'
import { GCM_TAG_BYTES } from '../../../protocol/seal.ts'
import { failingFs } from '../journal/failing-fs.ts'
import { seededRandom } from '../journal/store.ts'

const random = seededRandom('snapshots')
const key = random(32)
const of: SnapshotOf = { realm: 'training', storeId: 'store-1', projector: 3 }
const epochKey = (epoch: number): Uint8Array | undefined => (epoch === 1 ? key : undefined)

async function folder(overrides: Partial<SnapshotOf> = {}, fs = nodeFs) {
  const dir = await mkdtemp(join(tmpdir(), 'fobdesk-snapshots-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const discarded: string[] = []
  const open = (other: Partial<SnapshotOf> = overrides): Snapshots =>
    new Snapshots({
      fs,
      dir,
      of: { ...of, ...other },
      onDiscarded: (code, where) => discarded.push(`${code} ${where}`),
    })
  const snapshots = open()
  const write = async (commits: number, projection = random(3 * CHUNK_BYTES + 17)): Promise<Uint8Array> => {
    await snapshots.prepare()
    const file = await fs.open(snapshots.temporary, 'create')
    await writeSnapshot(
      file,
      { ...of, ...overrides },
      { epoch: 1, key },
      { commits, events: commits * 2, checkpoint: Uint8Array.of(1, 2, 3), projection },
      random,
    )
    await file.close()
    await snapshots.publish(commits)
    return projection
  }
  const newest = async (from = snapshots): Promise<FoundSnapshot | undefined> => {
    for await (const found of from.good(epochKey)) return found
    return undefined
  }
  return { dir, snapshots, open, write, newest, discarded }
}

describe('snapshots', () => {
  test('comes back as it was written, whatever its size', async () => {
    const { write, newest } = await folder()
    let commits = 0
    for (const size of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES]) {
      commits++
      const projection = await write(commits, random(size))
      const found = await newest()
      expect(found?.commits).toBe(commits)
      expect(found?.checkpoint).toEqual(Uint8Array.of(1, 2, 3))
      expect(Buffer.compare(found?.projection ?? random(1), projection)).toBe(0)
    }
  })

  test('holds no decrypted chunk beside the whole, however the collector runs', async () => {
    const atReads: number[] = []
    const watching: JournalFs = {
      ...nodeFs,
      open: async (path, mode) => {
        const file = await nodeFs.open(path, mode)
        const read: JournalFile['read'] = (...into) => {
          atReads.push(process.memoryUsage().arrayBuffers)
          return file.read(...into)
        }
        return { ...file, read }
      },
    }
    const { write, newest } = await folder({}, watching)
    const chunks = 24
    await write(1, new Uint8Array(chunks * CHUNK_BYTES))
    atReads.length = 0
    expect((await newest())?.projection.length).toBe(chunks * CHUNK_BYTES)
    const chunkReads = atReads.slice(-chunks)
    // What was added from chunk to chunk; what the collector took meanwhile must not hide it.
    const added = chunkReads.map((bytes, at) => Math.max(0, bytes - (chunkReads[at - 1] ?? bytes)))
    expect(added.reduce((sum, bytes) => sum + bytes)).toBeLessThan(4 * CHUNK_BYTES)
  })

  test('keeps two generations', async () => {
    const { dir, write } = await folder()
    for (const commits of [9, 10, 11]) await write(commits)
    expect(await readdir(dir)).toEqual(['snapshot-000000000010.fob', 'snapshot-000000000011.fob'])
  })

  test('a damaged one is told, removed, and the older generation serves', async () => {
    const { dir, write, newest, discarded } = await folder()
    await write(1)
    await write(2)
    const path = join(dir, 'snapshot-000000000002.fob')
    const bytes = await readFile(path)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20)
    await writeFile(path, bytes)
    expect((await newest())?.commits).toBe(1)
    expect(discarded).toEqual(['SNAPSHOT_DAMAGED snapshot-000000000002.fob: chunk 4 does not authenticate'])
    expect(await readdir(dir)).toEqual(['snapshot-000000000001.fob'])
  })

  test('every byte of header and chunk borders counts', async () => {
    const { dir, write, newest } = await folder()
    await write(1, random(40))
    const path = join(dir, 'snapshot-000000000001.fob')
    const good = await readFile(path)
    for (let at = 0; at < good.length; at++) {
      const bytes = Buffer.from(good)
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at)
      await writeFile(path, bytes)
      expect(await newest(), `byte ${at}`).toBeUndefined()
    }
    for (let length = 0; length < good.length; length++) {
      await writeFile(path, good.subarray(0, length))
      expect(await newest(), `cut at ${length}`).toBeUndefined()
    }
    await writeFile(path, Buffer.concat([good, Buffer.alloc(1)]))
    expect(await newest()).toBeUndefined()
  })

  test('whole chunks cannot change places', async () => {
    const { dir, write, newest } = await folder()
    await write(1, random(3 * CHUNK_BYTES))
    const path = join(dir, 'snapshot-000000000001.fob')
    const good = await readFile(path)
    const chunk = CHUNK_BYTES + GCM_TAG_BYTES
    const at = good.length - 3 * chunk
    const swapped = Buffer.concat([
      good.subarray(0, at),
      good.subarray(at + chunk, at + 2 * chunk),
      good.subarray(at, at + chunk),
      good.subarray(at + 2 * chunk),
    ])
    await writeFile(path, swapped)
    expect(await newest()).toBeUndefined()
  })

  test('of another store, realm, projector or keyring: discarded', async () => {
    for (const [other, code] of [
      [{ storeId: 'store-2' }, 'SNAPSHOT_FOREIGN'],
      [{ realm: 'real' }, 'SNAPSHOT_FOREIGN'],
      [{ projector: 4 }, 'SNAPSHOT_VERSION'],
      [{ projector: 2 }, 'SNAPSHOT_VERSION'],
    ] as const) {
      const { open, write, newest, discarded } = await folder()
      await write(1)
      expect(await newest(open(other))).toBeUndefined()
      expect(discarded.join()).toContain(code)
    }
    const { snapshots, write, discarded } = await folder()
    await write(1)
    for await (const found of snapshots.good(() => undefined)) throw new Error(`opened ${found.name}`)
    expect(discarded.join()).toContain('SNAPSHOT_DAMAGED')
  })

  test('an interrupted writing leaves the older ones and its remains are cleared', async () => {
    const { dir, snapshots, write, newest } = await folder()
    await write(1)
    await writeFile(join(dir, 'snapshot.tmp'), 'half')
    expect((await newest())?.commits).toBe(1)
    await snapshots.prepare()
    expect(await readdir(dir)).toEqual(['snapshot-000000000001.fob'])
  })

  test('publishing makes the name durable after the bytes', async () => {
    const fs = failingFs()
    const { write } = await folder({}, fs)
    await write(1, random(5))
    const names = fs.operations.map((operation) => operation.split(' ')[0])
    expect(names.indexOf('datasync')).toBeGreaterThan(names.lastIndexOf('write'))
    expect(names.indexOf('syncDirectory')).toBeGreaterThan(names.indexOf('datasync'))
  })

  test('removing all leaves nothing', async () => {
    const { dir, snapshots, write } = await folder()
    await write(1)
    await write(2)
    await writeFile(join(dir, 'snapshot.tmp'), 'half')
    await snapshots.removeAll()
    expect(await readdir(dir)).toEqual([])
  })
})
