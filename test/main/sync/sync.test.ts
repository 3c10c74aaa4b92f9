import { beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../domain/events.ts'
import { watchClock } from '../../../main/sync/clock.ts'
import { createSync, type Sync, type SyncProgress, type SyncStatus } from '../../../main/sync/sync.ts'
import {
  HeadOfficeForeign,
  HeadOfficeUnreachable,
  MAX_BATCH_EVENTS,
  wireSize,
  type HeadOffice,
  type HeadOfficeMethod,
} from '../../../protocol/head-office.ts'
import { generateSigningKeyPair } from '../../../protocol/signature.ts'
import { DeskDouble } from '../../hub/desk-double.ts'
import { countingRandom } from '../../hub/random.ts'
import { contractDrafts, createWorld, type World } from '../../hub/world.ts'
import { manualTimers, type ManualTimers } from './timers.ts'

const measured = (offsetMs: number): EventDraft => ({
  type: 'ClockMeasured',
  v: 1,
  data: { offsetMs, roundTripMs: 1 },
})

type Around = (method: HeadOfficeMethod, call: () => Promise<unknown>) => Promise<unknown>

/** Every call passes through `around`: where a test cuts the line or spoils an answer. */
function through(headOffice: HeadOffice, around: Around): HeadOffice {
  const wrap = (method: HeadOfficeMethod) => (input: never) =>
    around(method, () => headOffice[method](input) as Promise<unknown>)
  const methods = ['identify', 'enrol', 'clock', 'push', 'pull', 'activate', 'login'] as const
  return Object.fromEntries(methods.map((method) => [method, wrap(method)])) as unknown as HeadOffice
}

let world: World
let timers: ManualTimers
let around: Around
let calls: HeadOfficeMethod[]
let statuses: SyncStatus[]
let progress: SyncProgress[]
let errors: unknown[]
let clocks: number[]
let distrusted: string[]

function syncOf(desk: DeskDouble): Sync {
  const headOffice = through(world.headOffice, (method, call) => {
    calls.push(method)
    return around(method, call)
  })
  return createSync({
    enrolment: desk.enrolment,
    desk,
    headOffice,
    clock: watchClock({ now: () => desk.now + 1500, monotonic: () => 0 }),
    now: () => desk.now,
    after: timers.after,
    chance: () => 0.999999,
    onStatus: (status) => statuses.push(status),
    onProgress: (step) => progress.push(step),
    onClock: ({ offsetMs }) => clocks.push(offsetMs),
    onError: (error) => errors.push(error),
    onDistrust: ({ code }) => distrusted.push(code),
  })
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

beforeEach(async () => {
  world = await createWorld()
  timers = manualTimers()
  around = (_method, call) => call()
  calls = []
  statuses = []
  progress = []
  errors = []
  clocks = []
  distrusted = []
})

describe('a run', () => {
  it('measures the clock, pushes, pulls, and says so', async () => {
    const { desk } = world
    desk.record(contractDrafts('C1', ['ichirodt']))
    const sync = syncOf(desk)
    sync.start()
    expect(sync.status).toMatchObject({ online: false, running: true, unsent: desk.own.length })
    expect(await sync.syncNow()).toEqual({ ok: true })
    expect(calls).toEqual(['clock', 'push', 'pull'])
    expect(sync.status).toEqual({
      online: true,
      running: false,
      unsent: 0,
      lastSyncAt: desk.now,
      clock: { offsetMs: 1500, roundTripMs: 0, measuredAt: desk.now },
      refusal: null,
    })
    expect(desk.pulled.map((event) => event.type)).toEqual(['EventsRelayed', 'VerdictGiven'])
    expect(clocks).toEqual([1500])
    expect(progress).toEqual([
      { phase: 'push', done: desk.own.length, total: desk.own.length },
      { phase: 'pull', done: 2, total: null },
    ])
    expect(statuses.at(-1)).toEqual(sync.status)
  })

  it('sends a large import in batches', async () => {
    const { desk, hub } = world
    const count = MAX_BATCH_EVENTS * 2 + 10
    desk.record(Array.from({ length: count }, (_, index) => measured(index)))
    const sync = syncOf(desk)
    sync.start()
    expect(await sync.syncNow()).toEqual({ ok: true })
    expect(calls.filter((method) => method === 'push')).toHaveLength(3)
    const entries = await hub.store.transaction((tx) => tx.entriesAfter(0, 20_000))
    expect(entries.filter((entry) => entry.device === desk.device)).toHaveLength(desk.own.length)
    expect(desk.receivedThrough()).toBe(desk.own.length)
  })

  it('keeps a batch below eight megabytes', async () => {
    const { desk } = world
    const serials = Array.from({ length: 100_000 }, (_, index) => String(10_000_000 + index))
    const stocktake: EventDraft = {
      type: 'StocktakeRecorded',
      v: 1,
      data: {
        kind: 'monthly',
        branchNo: '002',
        place: 'stock',
        counted: 0,
        booked: serials.length,
        missing: serials,
        surplus: [],
      },
      personal: { memo: '' },
    }
    desk.record(Array.from({ length: 10 }, () => stocktake))
    const sizes: number[] = []
    const push = world.headOffice.push
    world = {
      ...world,
      headOffice: {
        ...world.headOffice,
        push: (input) => {
          sizes.push(input.events.reduce((size, event) => size + wireSize(event), 0))
          return push(input)
        },
      },
    }
    const sync = syncOf(desk)
    sync.start()
    expect(await sync.syncNow()).toEqual({ ok: true })
    expect(sizes).toHaveLength(2)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8 * 1024 * 1024)
    expect(desk.receivedThrough()).toBe(desk.own.length)
  })

  it('goes on after a cut at every message, before it arrives or before its answer does', async () => {
    for (const answered of [false, true]) {
      for (let cut = 1; cut <= 4; cut += 1) {
        world = await createWorld()
        const { desk, hub } = world
        desk.record(contractDrafts('C1', ['ichirodt']))
        let count = 0
        around = async (_method, call) => {
          count += 1
          if (count !== cut) return call()
          if (answered) await call()
          throw new HeadOfficeUnreachable('cut')
        }
        const sync = syncOf(desk)
        sync.start()
        const first = await sync.syncNow()
        expect(first).toEqual(
          cut <= 3 ? { ok: false, code: 'HEAD_OFFICE_OFFLINE', detail: {} } : { ok: true },
        )
        expect(sync.status.online).toBe(cut > 3)
        if (!first.ok) expect(await sync.syncNow()).toEqual({ ok: true })
        expect(sync.status).toMatchObject({ online: true, unsent: 0 })
        expect(desk.receivedThrough()).toBe(desk.own.length)
        const entries = await hub.store.transaction((tx) => tx.entriesAfter(0, 100))
        expect(entries.filter((entry) => entry.device === desk.device)).toHaveLength(desk.own.length)
      }
    }
  })

  it('is one at a time', async () => {
    const sync = syncOf(world.desk)
    sync.start()
    const [one, two] = [sync.syncNow(), sync.syncNow()]
    expect(two).toBe(one)
    await one
    expect(calls).toEqual(['clock', 'push', 'pull'])
  })

  it('takes nothing that head office’s pinned key has not signed', async () => {
    const { desk } = world
    const { publicKey } = generateSigningKeyPair(countingRandom('other hub'))
    const learn = () => Promise.reject(new Error('nothing to learn'))
    const fooled = new DeskDouble(
      {
        ...desk.enrolment,
        hubKeys: { current: { ...desk.enrolment.hubKeys.current, signing: publicKey }, learn },
      },
      { publicKey, sign: (m) => desk.sign(m) },
    )
    fooled.record([measured(1)])
    const sync = syncOf(fooled)
    sync.start()
    expect(await sync.syncNow()).toMatchObject({ code: 'HUB_CHAIN_BROKEN' })
    expect(fooled.pulled).toEqual([])
    expect(sync.status).toMatchObject({ online: true, refusal: { code: 'HUB_CHAIN_BROKEN' } })
  })

  it('takes no page from which an event is missing, doubled or exchanged', async () => {
    const { desk } = world
    for (let index = 0; index < 3; index += 1) {
      desk.record([measured(index)])
      await desk.push(world.headOffice)
    }
    const spoils: ((events: unknown[]) => unknown[])[] = [
      ([, ...rest]) => rest,
      (events) => events.slice(0, -1),
      ([one, ...rest]) => [one, one, ...rest],
      ([one, two, three]) => [two, one, three],
      () => [],
    ]
    for (const spoil of spoils) {
      around = async (method, call) => {
        const answer = await call()
        if (method !== 'pull') return answer
        const page = answer as { events: unknown[] }
        return { ...page, events: spoil(page.events) }
      }
      const sync = syncOf(desk)
      sync.start()
      expect(await sync.syncNow()).toMatchObject({ code: 'HUB_CHAIN_BROKEN' })
      expect(desk.pulled).toEqual([])
      await sync.stop()
    }
  })

  it('sees that this store was rolled back', async () => {
    const { desk } = world
    const old = desk.copy()
    desk.record([measured(1)])
    await desk.push(world.headOffice)
    const sync = syncOf(old)
    sync.start()
    expect(await sync.syncNow()).toMatchObject({ code: 'STORE_ROLLED_BACK', detail: { hub: 5, own: 4 } })
  })

  it('sends again what a restored head office has lost', async () => {
    const { desk } = world
    desk.record([measured(1)])
    await desk.push(world.headOffice)
    await desk.pull(world.headOffice)
    desk.record([measured(2)])
    const lost = world
    world = await createWorld()
    // Head office restored from before this desk's first push: same keys, same device.
    const device = await lost.hub.store.transaction((tx) => tx.device(desk.device))
    if (device === undefined) throw new Error('the device is enrolled')
    await world.hub.store.transaction((tx) =>
      tx.saveDevice({
        ...device,
        seq: 0,
        hash: new DeskDouble(desk.enrolment, { publicKey: device.publicKey, sign: (m) => m }).ownHead().hash,
      }),
    )
    const sync = syncOf(desk)
    sync.start()
    // Its own chain has lost events, too, and that is for people to settle.
    expect(await sync.syncNow()).toMatchObject({ code: 'HUB_CHAIN_BROKEN' })
    const again = await world.hub.store.transaction((tx) => tx.device(desk.device))
    expect(again?.seq).toBe(desk.own.length)
  })

  it('asks for a person when head office wants events that the desk no longer keeps at hand', async () => {
    const { desk } = world
    desk.ownEvents = async () => undefined
    const sync = syncOf(desk)
    sync.start()
    expect(await sync.syncNow()).toMatchObject({ code: 'HUB_CHAIN_BROKEN' })
  })

  it('hands on a bug and goes on later', async () => {
    const { desk } = world
    desk.applyPulled = () => Promise.reject(new Error('the journal is broken'))
    const sync = syncOf(desk)
    sync.start()
    await expect(sync.syncNow()).rejects.toThrow('the journal is broken')
    await settled()
    expect(errors).toHaveLength(1)
    expect(sync.status.running).toBe(false)
    // Not at once: a broken journal does not mend itself.
    desk.record([measured(1)])
    sync.committed()
    expect(timers.waiting.map(Math.round)).toEqual([300_000])
  })
})

describe('somebody else at the other end', () => {
  it('is told apart from a line that is down, once, and until head office answers again', async () => {
    const sync = syncOf(world.desk)
    around = () => Promise.reject(new HeadOfficeForeign('not vouched for'))
    sync.start()
    for (let run = 0; run < 3; run += 1) {
      expect(await sync.syncNow()).toMatchObject({ code: 'HEAD_OFFICE_FOREIGN' })
    }
    expect(sync.status).toMatchObject({ online: false, refusal: { code: 'HEAD_OFFICE_FOREIGN' } })
    expect(distrusted).toEqual(['HEAD_OFFICE_FOREIGN'])
    around = () => Promise.reject(new HeadOfficeUnreachable('down'))
    expect(await sync.syncNow()).toMatchObject({ code: 'HEAD_OFFICE_OFFLINE' })
    expect(sync.status).toMatchObject({ online: false, refusal: null })
    around = () => Promise.reject(new HeadOfficeForeign('not vouched for'))
    await sync.syncNow()
    around = (_method, call) => call()
    expect(await sync.syncNow()).toEqual({ ok: true })
    expect(sync.status).toMatchObject({ online: true, refusal: null })
    expect(distrusted).toHaveLength(2)
    await sync.stop()
  })
})

describe('by itself', () => {
  it('runs at the start, then at intervals', async () => {
    const sync = syncOf(world.desk)
    sync.start()
    await settled()
    expect(calls).toEqual(['clock', 'push', 'pull'])
    expect(timers.waiting.map(Math.round)).toEqual([60_000])
    timers.fire()
    await settled()
    expect(calls).toHaveLength(6)
  })

  it('runs soon after commits, once for many', async () => {
    const { desk } = world
    const sync = syncOf(desk)
    sync.start()
    await settled()
    for (let index = 0; index < 5; index += 1) {
      desk.record([measured(index)])
      sync.committed()
    }
    expect(sync.status.unsent).toBe(5)
    expect(timers.waiting.map(Math.round)).toEqual([500])
    timers.fire()
    await settled()
    expect(sync.status.unsent).toBe(0)
    expect(calls).toEqual(['clock', 'push', 'pull', 'clock', 'push', 'pull'])
  })

  it('runs again soon when a commit came too late for the run under way', async () => {
    const { desk } = world
    around = async (method, call) => {
      if (method === 'pull') {
        desk.record([measured(1)])
        sync.committed()
      }
      return call()
    }
    const sync = syncOf(desk)
    sync.start()
    await settled()
    expect(sync.status.unsent).toBe(1)
    expect(timers.waiting.map(Math.round)).toEqual([500])
  })

  it('backs off while head office is away, commits or not, and is back at the first answer', async () => {
    const { desk } = world
    around = () => Promise.reject(new HeadOfficeUnreachable('down'))
    const sync = syncOf(desk)
    sync.start()
    await settled()
    const delays: number[] = []
    for (let attempt = 0; attempt < 10; attempt += 1) {
      desk.record([measured(attempt)])
      sync.committed()
      delays.push(...timers.waiting.map(Math.round))
      timers.fire()
      await settled()
    }
    expect(delays).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000))
    expect(sync.status).toMatchObject({ online: false, unsent: desk.own.length })
    around = (_method, call) => call()
    timers.fire()
    await settled()
    expect(sync.status).toMatchObject({ online: true, unsent: 0 })
    expect(timers.waiting.map(Math.round)).toEqual([60_000])
  })

  it('does not hammer a head office that refuses', async () => {
    const { desk } = world
    around = async (method, call) =>
      method === 'push' ? { ok: false, code: 'DEVICE_QUARANTINED', detail: {} } : call()
    const sync = syncOf(desk)
    sync.start()
    await settled()
    expect(sync.status).toMatchObject({ online: true, refusal: { code: 'DEVICE_QUARANTINED' } })
    sync.committed()
    expect(timers.waiting.map(Math.round)).toEqual([300_000])
  })

  it('stops at the lock: no message more, nothing written, and waits for what is under way', async () => {
    for (const cut of ['clock', 'push', 'pull'] as const) {
      world = await createWorld()
      const { desk } = world
      calls = []
      let stopping: Promise<void> = Promise.resolve()
      const sync = syncOf(desk)
      around = (method, call) => {
        if (method === cut) stopping = sync.stop()
        return call()
      }
      sync.start()
      await settled()
      await stopping
      expect(calls.at(-1)).toBe(cut)
      expect(desk.pulled).toEqual([])
      expect(sync.status.running).toBe(false)
      expect(timers.waiting).toEqual([])
      expect(await sync.syncNow()).toMatchObject({ code: 'CANCELLED' })
      around = (_method, call) => call()
      sync.start()
      expect(await sync.syncNow()).toEqual({ ok: true })
      await sync.stop()
    }
  })
})
