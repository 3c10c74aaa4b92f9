import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../domain/policy.ts'
import type { HubStore } from '../../hub/store/hub-store.ts'
import type { Branch, Device, EnrolmentCode, FobVerification, HubEntry } from '../../hub/store/rows.ts'

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)

export const sampleEntry = (seq: number, device = 'd-1', branchNo = '001'): Omit<HubEntry, 'place'> => ({
  branchNo,
  device,
  seq,
  hash: bytes(seq),
  event: {
    bytes: bytes(1, 2, seq),
    parts: [{ name: 'personal', salt: new Uint8Array(16).fill(seq), bytes: bytes(9) }],
  },
  refusal: seq === 2 ? 'OTHER_BRANCH' : null,
})
export const sampleBranch: Branch = {
  branchNo: '001',
  branchName: '本店',
  policy: defaultPolicy,
  staff: [{ staffNo: '1001', name: '役一', role: 'manager', deputy: false }],
}
export const sampleDevice: Device = {
  device: 'd-1',
  branchNo: '001',
  name: '窓口1',
  publicKey: new Uint8Array(32).fill(7),
  enrolledAt: 1000,
  seq: 3,
  hash: new Uint8Array(32).fill(3),
  quarantined: { at: 5, seq: 2 },
}
export const sampleCode: EnrolmentCode = { codeHash: 'ab', branchNo: '001', expiresAt: 99, usedBy: null }
export const sampleFob: FobVerification = {
  serial: '12345678',
  algorithm: 'sha1',
  seed: { keyId: 'k', issuanceId: 'i-1', wrapped: bytes(4, 5) },
  lastStep: 10,
  driftSteps: -1,
  wrongInRow: 2,
  longRun: [1, 2],
  reserved: { attemptId: 'a', at: 3 },
  halfStep: null,
  recent: [{ at: 2, outcome: 'wrong', offSteps: -3 }],
}

export const sampleAlarm = { since: 1, failures: 3333, seenBy: null }

export interface StoreUnderTest {
  /** @param now by which documents expire */
  readonly open: (now: () => number) => Promise<HubStore>
  readonly dispose: () => Promise<void>
}

/** What every hub store must do; each implementation's own test runs it. */
export function describeHubStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`hub store contract: ${name}`, () => {
    let under: StoreUnderTest
    let store: HubStore
    let now: number

    beforeEach(async () => {
      under = await make()
      now = 1000
      store = await under.open(() => now)
    })
    afterEach(async () => {
      await store.close()
      await under.dispose()
    })

    it('gives places in one order over all chains', async () => {
      const places = await store.transaction(async (tx) => {
        const first = await tx.append(sampleEntry(1))
        const second = await tx.append(sampleEntry(1, 'd-2', '002'))
        return [first.place, second.place]
      })
      const third = await store.transaction((tx) => tx.append(sampleEntry(2)))
      expect([...places, third.place]).toEqual([1, 2, 3])
      const all = await store.transaction((tx) => tx.entriesAfter(0, 10))
      expect(all).toEqual([
        { ...sampleEntry(1), place: 1 },
        { ...sampleEntry(1, 'd-2', '002'), place: 2 },
        { ...sampleEntry(2), place: 3 },
      ])
    })

    it('pages through the order and through a chain', async () => {
      await store.transaction(async (tx) => {
        for (const seq of [1, 2, 3, 4]) await tx.append(sampleEntry(seq))
        await tx.append(sampleEntry(1, 'hub'))
      })
      await store.transaction(async (tx) => {
        expect((await tx.entriesAfter(1, 2)).map((entry) => entry.place)).toEqual([2, 3])
        expect((await tx.chainAfter('001', 'd-1', 2, 10)).map((entry) => entry.seq)).toEqual([3, 4])
        expect((await tx.chainAfter('001', 'd-1', 0, 1)).map((entry) => entry.seq)).toEqual([1])
        expect((await tx.chainHead('001', 'd-1'))?.seq).toBe(4)
        expect((await tx.chainHead('002', 'd-1'))?.seq).toBeUndefined()
        expect((await tx.entryAt('001', 'd-1', 2))?.refusal).toBe('OTHER_BRANCH')
        expect(await tx.entryAt('001', 'd-1', 5)).toBeUndefined()
      })
    })

    it('takes the personal part out of an entry, and nothing else', async () => {
      const box = { name: 'box' as const, salt: new Uint8Array(16).fill(9), bytes: bytes(8) }
      const two = sampleEntry(2)
      const parts = [...two.event.parts, box]
      await store.transaction(async (tx) => {
        await tx.append(sampleEntry(1))
        await tx.append({ ...two, event: { ...two.event, parts } })
      })
      const left = { ...two, place: 2, event: { ...two.event, parts: [box] } }
      await store.transaction(async (tx) => {
        await tx.dropPersonal(2)
        expect(await tx.entriesAfter(1, 5)).toEqual([left])
        expect(await tx.chainHead('001', 'd-1')).toEqual(left)
        await tx.append(sampleEntry(3))
        await tx.dropPersonal(3)
        await tx.dropPersonal(99)
      })
      const all = await store.transaction((tx) => tx.entriesAfter(0, 10))
      const three = sampleEntry(3)
      const stripped = { ...three, place: 3, event: { ...three.event, parts: [] } }
      expect(all).toEqual([{ ...sampleEntry(1), place: 1 }, left, stripped])
      expect(await store.read((reader) => reader.chainAfter('001', 'd-1', 1, 9))).toEqual([left, stripped])
    })

    it('refuses an entry that is not the next of its chain', async () => {
      await store.transaction((tx) => tx.append(sampleEntry(1)))
      await expect(store.transaction((tx) => tx.append(sampleEntry(1)))).rejects.toThrow('not the next')
      await expect(store.transaction((tx) => tx.append(sampleEntry(3)))).rejects.toThrow('not the next')
    })

    it('keeps every kind of row and its latest value', async () => {
      await store.transaction(async (tx) => {
        await tx.saveBranch(sampleBranch)
        await tx.saveDevice(sampleDevice)
        await tx.saveEnrolmentCode(sampleCode)
        await tx.saveFob({ ...sampleFob, wrongInRow: 0 })
      })
      await store.transaction((tx) => tx.saveFob(sampleFob))
      await store.transaction(async (tx) => {
        expect(await tx.branch('001')).toEqual(sampleBranch)
        expect(await tx.device('d-1')).toEqual(sampleDevice)
        expect(await tx.enrolmentCode('ab')).toEqual(sampleCode)
        expect(await tx.fob('12345678')).toEqual(sampleFob)
        expect(await tx.branch('002')).toBeUndefined()
        expect(await tx.device('d-2')).toBeUndefined()
        expect(await tx.enrolmentCode('cd')).toBeUndefined()
        expect(await tx.fob('87654321')).toBeUndefined()
      })
    })

    it('pages through the fobs by serial', async () => {
      const save = (...serials: string[]) =>
        store.transaction(async (tx) => {
          for (const serial of serials) await tx.saveFob({ ...sampleFob, serial })
          return (await tx.fobsAfter('', 10)).map((fob) => fob.serial)
        })
      await save('30000000', '10000000')
      expect(await save('20000000', '30000000')).toEqual(['10000000', '20000000', '30000000'])
      const page = await store.transaction((tx) => tx.fobsAfter('10000000', 1))
      expect(page).toEqual([{ ...sampleFob, serial: '20000000' }])
    })

    it('reads its own writes within a transaction', async () => {
      await store.transaction(async (tx) => {
        await tx.append(sampleEntry(1))
        await tx.saveFob(sampleFob)
        expect((await tx.chainHead('001', 'd-1'))?.place).toBe(1)
        expect(await tx.entriesAfter(0, 5)).toHaveLength(1)
        expect(await tx.fob('12345678')).toEqual(sampleFob)
      })
    })

    it('writes nothing when the work throws, and goes on', async () => {
      const failing = store.transaction(async (tx) => {
        await tx.append(sampleEntry(1))
        await tx.saveDevice(sampleDevice)
        throw new Error('planned')
      })
      await expect(failing).rejects.toThrow('planned')
      await store.transaction(async (tx) => {
        expect(await tx.entriesAfter(0, 5)).toEqual([])
        expect(await tx.device('d-1')).toBeUndefined()
      })
    })

    it('runs transactions one after another', async () => {
      await store.transaction((tx) => tx.saveFob({ ...sampleFob, wrongInRow: 0 }))
      const increment = (): Promise<void> =>
        store.transaction(async (tx) => {
          const row = await tx.fob('12345678')
          await new Promise((resolve) => setImmediate(resolve))
          if (row !== undefined) await tx.saveFob({ ...row, wrongInRow: row.wrongInRow + 1 })
        })
      await Promise.all(Array.from({ length: 20 }, increment))
      const row = await store.transaction((tx) => tx.fob('12345678'))
      expect(row?.wrongInRow).toBe(20)
    })

    it('lists branches, and the devices of one', async () => {
      await store.transaction(async (tx) => {
        for (const branchNo of ['010', '002']) await tx.saveBranch({ ...sampleBranch, branchNo })
        for (const device of ['d-2', 'd-1']) await tx.saveDevice({ ...sampleDevice, device })
        await tx.saveDevice({ ...sampleDevice, device: 'd-3', branchNo: '002' })
      })
      await store.read(async (reader) => {
        expect((await reader.branches()).map(({ branchNo }) => branchNo)).toEqual(['002', '010'])
        expect((await reader.devicesOf('001')).map(({ device }) => device)).toEqual(['d-1', 'd-2'])
      })
    })

    describe('decisions on one fob', () => {
      const wrong = (serial: string, at: number) =>
        store.changeFob(serial, (row) =>
          row === undefined
            ? { result: null }
            : { row: { ...row, wrongInRow: row.wrongInRow + 1 }, wrongAt: at, result: row.wrongInRow },
        )

      it('are kept, one after another for each fob, many fobs at a time', async () => {
        const serials = ['10000001', '10000002', '10000003']
        await store.transaction(async (tx) => {
          for (const serial of serials) await tx.saveFob({ ...sampleFob, serial, wrongInRow: 0 })
        })
        const all = Array.from({ length: 30 }, (_, index) => wrong(serials[index % 3] ?? '', 500 + index))
        const found = (await Promise.all(all)).toSorted((a, b) => (a ?? -1) - (b ?? -1))
        expect(found).toEqual(Array.from({ length: 30 }, (_, index) => Math.floor(index / 3)))
        await store.read(async (reader) => {
          for (const serial of serials) {
            expect(await reader.fob(serial)).toEqual({ ...sampleFob, serial, wrongInRow: 10 })
          }
          expect(await reader.wrongCodes(499, 529)).toBe(30)
          expect(await reader.wrongCodes(500, 510)).toBe(10)
        })
      })

      it('change every column of the row', async () => {
        await store.transaction((tx) => tx.saveFob(sampleFob))
        const changed = {
          ...sampleFob,
          algorithm: 'sha256' as const,
          lastStep: 30_000_000,
          driftSteps: 3,
          longRun: [],
          reserved: null,
          recent: [{ at: 9, outcome: 'wrong' as const, offSteps: null }],
        }
        await store.changeFob(sampleFob.serial, () => ({ row: changed, result: null }))
        expect(await store.read((reader) => reader.fob(sampleFob.serial))).toEqual(changed)
        await store.changeFob(sampleFob.serial, () => ({ row: sampleFob, result: null }))
        expect(await store.read((reader) => reader.fob(sampleFob.serial))).toEqual(sampleFob)
      })

      it('know no row of an unknown fob, and write nothing when they throw', async () => {
        expect(await wrong('99999999', 1)).toBeNull()
        await store.transaction((tx) => tx.saveFob(sampleFob))
        const other = wrong(sampleFob.serial, 5)
        const throwing = store.changeFob(sampleFob.serial, () => {
          throw new Error('planned')
        })
        await expect(throwing).rejects.toThrow('planned')
        expect(await other).toBe(2)
        expect(await store.read((reader) => reader.fob(sampleFob.serial))).toMatchObject({ wrongInRow: 3 })
        expect(await store.read((reader) => reader.wrongCodes(0, 10))).toBe(1)
      })

      it('forget wrong codes that are days old', async () => {
        await store.transaction((tx) => tx.saveFob(sampleFob))
        await wrong(sampleFob.serial, 1000)
        now = 3 * 86_400_000
        await wrong(sampleFob.serial, now)
        await store.purge()
        expect(await store.read((reader) => reader.wrongCodes(0, now))).toBe(1)
      })
    })

    describe('documents', () => {
      const read = (id: string) => store.read((reader) => reader.document('fleetAlarm', id))
      const ids = async (after?: string, limit = 10) => {
        const page = after === undefined ? { limit } : { after, limit }
        const found = await store.read((reader) => reader.documents('fleetAlarm', page))
        return found.map(({ id }) => id)
      }

      it('are kept, replaced, listed and removed', async () => {
        await store.transaction(async (tx) => {
          for (const id of ['c', 'a', 'b']) await tx.saveDocument('fleetAlarm', id, sampleAlarm)
        })
        await store.transaction(async (tx) => {
          await tx.saveDocument('fleetAlarm', 'b', { ...sampleAlarm, seenBy: 'hq-1' })
          await tx.removeDocument('fleetAlarm', 'c')
          await tx.removeDocument('fleetAlarm', 'never there')
          expect(await tx.document('fleetAlarm', 'b')).toEqual({ ...sampleAlarm, seenBy: 'hq-1' })
          expect(await tx.document('fleetAlarm', 'c')).toBeUndefined()
          expect(await tx.documents('fleetAlarm', { limit: 9 })).toHaveLength(2)
        })
        expect(await read('a')).toEqual(sampleAlarm)
        expect(await read('c')).toBeUndefined()
        expect(await ids()).toEqual(['a', 'b'])
        expect(await ids('a')).toEqual(['b'])
        expect(await ids(undefined, 1)).toEqual(['a'])
        await store.putDocument('fleetAlarm', 'c', sampleAlarm)
        expect(await ids()).toEqual(['a', 'b', 'c'])
      })

      it('are gone when they have expired, and purged once', async () => {
        await store.transaction((tx) => tx.saveDocument('fleetAlarm', 'a', sampleAlarm, { expiresAt: 2000 }))
        await store.putDocument('fleetAlarm', 'b', sampleAlarm, { expiresAt: 3000 })
        await store.putDocument('fleetAlarm', 'c', sampleAlarm)
        now = 1999
        expect(await ids()).toEqual(['a', 'b', 'c'])
        now = 2000
        expect(await ids()).toEqual(['b', 'c'])
        expect(await read('a')).toBeUndefined()
        expect(await store.purge()).toBe(1)
        expect(await store.purge()).toBe(0)
        now = 1000
        expect(await ids()).toEqual(['b', 'c'])
      })

      it('are claimed by one of many, again once they have expired', async () => {
        const claim = (seenBy: string) =>
          store.claimDocument('fleetAlarm', 'once', { ...sampleAlarm, seenBy }, { expiresAt: now + 5 })
        const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(`hq-${index}`)))
        expect(answers.filter((answer) => answer === null)).toHaveLength(1)
        const [kept] = new Set(answers.flatMap((answer) => (answer === null ? [] : [answer.seenBy])))
        expect(await read('once')).toEqual({ ...sampleAlarm, seenBy: kept })
        now += 5
        expect(await claim('later')).toBeNull()
        expect(await claim('too late')).toMatchObject({ seenBy: 'later' })
      })

      it('are changed one after the other while they are there, and never made anew', async () => {
        const life = { expiresAt: now + 5 }
        const another = () =>
          store.changeDocument('fleetAlarm', 'a', (row) => {
            const failures = row.failures + 1
            return { row: { ...row, failures }, life, result: failures }
          })
        expect(await another()).toBeUndefined()
        await store.putDocument('fleetAlarm', 'a', { ...sampleAlarm, failures: 0 }, life)
        const counted = await Promise.all(Array.from({ length: 20 }, another))
        expect(counted.toSorted((one, other) => Number(one) - Number(other))).toEqual(
          Array.from({ length: 20 }, (_, index) => index + 1),
        )
        const gone = () => store.changeDocument('fleetAlarm', 'a', () => ({ row: null, result: 'gone' }))
        expect([await gone(), await gone(), await another()]).toEqual(['gone', undefined, undefined])
        expect(await ids()).toEqual([])
        await store.putDocument('fleetAlarm', 'a', sampleAlarm, life)
        now += 5
        expect(await another()).toBeUndefined()
        now -= 5
        expect(await read('a')).toEqual(sampleAlarm)
      })

      it('of another shape than their kind allows are refused', async () => {
        const wrong = { ...sampleAlarm, more: 1 }
        await expect(store.putDocument('fleetAlarm', 'a', wrong)).rejects.toThrow('more')
        expect(await ids()).toEqual([])
      })
    })

    it('shows a reader nothing of a transaction that is not done', async () => {
      let goOn = (): void => undefined
      const gate = new Promise<void>((resolve) => (goOn = resolve))
      const writing = store.transaction(async (tx) => {
        await tx.append(sampleEntry(1))
        await tx.saveFob(sampleFob)
        await gate
        throw new Error('planned')
      })
      const reading = store.read(async (reader) => [
        await reader.entriesAfter(0, 5),
        await reader.fob('12345678'),
      ])
      goOn()
      await expect(writing).rejects.toThrow('planned')
      expect(await reading).toEqual([[], undefined])
    })

    it('takes no transaction after its close', async () => {
      await store.close()
      await expect(store.transaction(async () => 1)).rejects.toThrow('closed')
      await expect(store.read(async () => 1)).rejects.toThrow('closed')
      await expect(store.claimDocument('fleetAlarm', 'a', sampleAlarm)).rejects.toThrow('closed')
    })
  })
}
