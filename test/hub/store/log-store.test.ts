import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HubStore } from '../../../hub/store/hub-store.ts'
import { HubLogDamaged, openLogStore } from '../../../hub/store/log-store.ts'
import {
  describeHubStore,
  sampleAlarm,
  sampleBranch,
  sampleCode,
  sampleDevice,
  sampleEntry,
  sampleFob,
} from '../store-contract.ts'

const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hub-log-'))

describeHubStore('log file', async () => {
  const folder = await freshFolder()
  return {
    open: async (now) => (await openLogStore(join(folder, 'log'), now)).store,
    dispose: () => rm(folder, { recursive: true }),
  }
})

describe('log file', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await freshFolder()
    path = join(folder, 'log')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const reopened = async (): Promise<{ entries: number; torn: number }> => {
    const { store, tornBytes } = await openLogStore(path)
    const entries = (await store.transaction((tx) => tx.entriesAfter(0, 100))).length
    await store.close()
    return { entries, torn: tornBytes }
  }
  const write = async (seqs: readonly number[]): Promise<void> => {
    const { store } = await openLogStore(path)
    for (const seq of seqs) await store.transaction((tx) => tx.append(sampleEntry(seq)))
    await store.close()
  }

  it('knows after a restart everything that was written', async () => {
    const fill = async (store: HubStore): Promise<void> =>
      store.transaction(async (tx) => {
        await tx.append(sampleEntry(1))
        await tx.saveBranch(sampleBranch)
        await tx.saveDevice(sampleDevice)
        await tx.saveEnrolmentCode(sampleCode)
        await tx.saveFob(sampleFob)
        await tx.saveDocument('fleetAlarm', 'a', sampleAlarm)
        await tx.saveDocument('fleetAlarm', 'b', sampleAlarm)
        await tx.removeDocument('fleetAlarm', 'b')
      })
    const first = await openLogStore(path)
    await fill(first.store)
    await first.store.close()
    const { store } = await openLogStore(path)
    await store.transaction(async (tx) => {
      expect(await tx.entriesAfter(0, 5)).toEqual([{ ...sampleEntry(1), place: 1 }])
      expect(await tx.branch('001')).toEqual(sampleBranch)
      expect(await tx.device('d-1')).toEqual(sampleDevice)
      expect(await tx.enrolmentCode('ab')).toEqual(sampleCode)
      expect(await tx.fob('12345678')).toEqual(sampleFob)
      expect(await tx.documents('fleetAlarm', { limit: 5 })).toEqual([{ id: 'a', row: sampleAlarm }])
    })
    await store.close()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('cuts off a torn last record at every length, and goes on after it', async () => {
    await write([1])
    const one = await readFile(path)
    await write([2])
    const two = await readFile(path)
    for (let length = one.length + 1; length < two.length; length += 1) {
      await writeFile(path, two.subarray(0, length))
      expect(await reopened()).toEqual({ entries: 1, torn: length - one.length })
    }
    await write([2, 3])
    expect(await reopened()).toEqual({ entries: 3, torn: 0 })
  })

  it('cuts off zeros and a garbled last record', async () => {
    await write([1])
    await appendFile(path, new Uint8Array(700))
    expect(await reopened()).toEqual({ entries: 1, torn: 700 })
    await write([2])
    const content = await readFile(path)
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1
    await writeFile(path, content)
    expect((await reopened()).entries).toBe(1)
  })

  it('refuses damage before the last record, and a foreign file', async () => {
    await write([1, 2])
    const content = await readFile(path)
    content[80] = (content[80] ?? 0) ^ 1
    await writeFile(path, content)
    await expect(openLogStore(path)).rejects.toThrow(HubLogDamaged)
    await writeFile(path, 'something else entirely, long enough to be read')
    await expect(openLogStore(path)).rejects.toThrow(HubLogDamaged)
  })

  it('starts anew from a file cut within its first line', async () => {
    await write([1])
    const content = await readFile(path)
    await writeFile(path, content.subarray(0, 5))
    expect(await reopened()).toEqual({ entries: 0, torn: 5 })
    await write([1])
    expect((await reopened()).entries).toBe(1)
  })
})
