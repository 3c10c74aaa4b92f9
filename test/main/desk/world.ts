/**
 * A whole desk without Electron: real journal in a temporary folder, real keyring at the lowest cost, the hub and
 * the training fobs in the test's own process.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { defaultPolicy } from '../../../domain/policy.ts'
import { trainingStaff } from '../../../domain/training-staff.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { createHub, headOfficeOf } from '../../../hub/head-office.ts'
import type { Hub } from '../../../hub/hub.ts'
import type { Realm } from '../../../domain/vocabulary.ts'
import type { HubKeys } from '../../../hub/keys/hub-keys.ts'
import { generateHubKeys } from '../../hub/fixed-keys.ts'
import type { HubStore } from '../../../hub/store/hub-store.ts'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import { createDesk, type Desk } from '../../../main/desk/desk.ts'
import type { DeskPorts, StorePlace } from '../../../main/desk/ports.ts'
import { probeDisk } from '../../../main/composition/probe-disk.ts'
import { asJournalError } from '../../../main/journal/file-ops.ts'
import { Anchor } from '../../../main/journal/anchor.ts'
import { setAside } from '../../../main/machine/set-aside.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import type { JournalFs } from '../../../main/journal/fs.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { argon2 } from '../../../main/keyring/argon2.ts'
import { createKeyring, openKeyring, recoverKeyring } from '../../../main/keyring/keyring.ts'
import { keyringFile } from '../../../main/keyring/storage.ts'
import { Keeper } from '../../../main/keeper/keeper.ts'
import { loadProjections } from '../../../main/projection/sqlite.ts'
import { Snapshots } from '../../../main/snapshot/snapshots.ts'
import { watchClock } from '../../../main/sync/clock.ts'
import { createSync } from '../../../main/sync/sync.ts'
import type { Answer, Channel, ChannelInput, ChannelOutput } from '../../../preload/contract/channels.ts'
import { openSeal, seal } from '../../../protocol/seal.ts'
import { utf8 } from '../../../protocol/bytes.ts'
import { HeadOfficeUnreachable, type HeadOffice } from '../../../protocol/head-office.ts'
import type { Projector } from '../../../main/keeper/jobs.ts'
import { keeperInTest } from '../keeper/in-test.ts'
import { childProcesses, type ChildProcesses } from './child-ports.ts'

const CHEAP = { memoryKiB: 8, iterations: 1, parallelism: 1 }
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

type Handled = Channel & keyof Desk['handlers']

export interface World {
  desk: Desk
  readonly hub: Hub
  /** Head office of the real realm; its branch has the same staff. */
  readonly realHub: Hub
  readonly processes: ChildProcesses
  readonly topics: Set<string>
  /** The line to head office. */
  online: boolean
  /** Replaces the disk under the journal from the next opening on. */
  fs: JournalFs | undefined
  readonly errors: unknown[]
  readonly ports: DeskPorts
  /** How the stores were opened, in order. */
  readonly openings: { readonly from: 'snapshot' | 'journal'; readonly folded: number }[]
  /** Everything of this PC. */
  readonly root: string
  /** Fires the timers that wait for minutes: nobody has touched the PC. */
  idle(): void
  /** The answer's value; fails the test on a refusal. */
  call<C extends Handled>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>>
  /** The refusal's code; fails the test on success. */
  refused<C extends Handled>(channel: C, input: ChannelInput<C>): Promise<string>
  answer<C extends Handled>(channel: C, input: ChannelInput<C>): Promise<Answer<ChannelOutput<C>>>
  signIn(staffNo: string): Promise<void>
  /** As after a power cut: a new program over the same folders, nothing carried over. */
  restart(): Promise<void>
  /** The same folders under another PC's machine secret, after a restart. */
  moveToAnotherMachine(): Promise<void>
  /** Time goes by for desk, hub and fobs while nobody does anything. */
  sleep(ms: number): void
  /** Puts the clocks of desk, hub and fobs on. */
  advance(minutes: number): Promise<void>
  /** To the beginning of a minute: for what must happen before the fobs show their next code. */
  advanceToFullMinute(): Promise<void>
}

export function passwordOf(staffNo: string): string {
  const staff = trainingStaff.find((member) => member.staffNo === staffNo)
  if (staff === undefined) throw new Error(`no training staff ${staffNo}`)
  return staff.password
}

/** How this test's desk keeps snapshots. */
export interface Keeping {
  readonly projector: Projector
  readonly restore: NonNullable<DeskPorts['restoreProjection']>
}

export interface WorldOptions {
  /** Head office of another world: another PC of the same branch. */
  readonly realHub?: Hub
  /** Head office's store; in memory by default. */
  readonly hubStore?: (realm: Realm) => Promise<HubStore>
  /** Head office's keys; fixed ones by default. */
  readonly hubKeys?: (store: HubStore, realm: Realm) => Promise<HubKeys>
  /** No snapshots by default. */
  readonly keeping?: Keeping
  /** The programmer and training processes; in the test's own process by default. */
  readonly processes?: ChildProcesses
  /** How many times faster the desk waits than it would. */
  readonly hurry?: number
  /** Sees what passes between desk and head office, both ways. */
  readonly onLine?: (passed: unknown) => void
}

export async function createWorld(shared: WorldOptions = {}): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'fobdesk-'))
  const clock = { offsetMs: 0 }
  const now = (): number => Date.now() + clock.offsetMs
  const newHub = async (realm: 'training' | 'real', branchName: string): Promise<Hub> => {
    const store = (await shared.hubStore?.(realm)) ?? createMemoryStore()
    const keys = await (shared.hubKeys?.(store, realm) ?? generateHubKeys(random))
    const made = createHub({ realm, now, random, keys, store })
    const staff = trainingStaff.map(({ staffNo, name, role, deputy }) => ({ staffNo, name, role, deputy }))
    await made.store.transaction((tx) =>
      tx.saveBranch({ branchNo: TRAINING_BRANCH_NO, branchName, policy: defaultPolicy, staff }),
    )
    return made
  }
  const hub = await newHub('training', '研修店')
  const realHub = shared.realHub ?? (await newHub('real', '大宮支店'))
  const processes = shared.processes ?? childProcesses()
  const createProjection = await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm'))
  let machineSecret = random(32)
  const errors: unknown[] = []
  const topics = new Set<string>()
  const longTimers = new Set<() => void>()

  const world: World = {
    hub,
    realHub,
    processes,
    topics,
    errors,
    ports: undefined as unknown as DeskPorts, // set below: the ports refer to the world
    openings: [],
    root,
    idle: () => {
      for (const callback of longTimers) callback()
    },
    online: true,
    fs: undefined,
    desk: undefined as unknown as Desk, // set below: the ports refer to the world
    async call(channel, input) {
      const answer = await world.answer(channel, input)
      if (!answer.ok) throw new Error(`${channel}: ${answer.code} ${JSON.stringify(answer.detail)}`)
      return answer.value
    },
    async refused(channel, input) {
      const answer = await world.answer(channel, input)
      if (answer.ok) throw new Error(`${channel} was not refused: ${JSON.stringify(answer.value)}`)
      return answer.code
    },
    answer(channel, input) {
      const handler = world.desk.handlers[channel] as (given: unknown) => Promise<Answer<never>>
      return handler(input)
    },
    async signIn(staffNo) {
      await world.call('session.signIn', { staffNo, password: passwordOf(staffNo) })
    },
    async restart() {
      const { phase } = world.desk.session
      if (phase.name === 'signedIn') await phase.work.close()
      world.desk = createDesk(ports)
      await world.desk.begin()
      if (world.desk.session.phase.name === 'start') await world.call('start.training', {})
    },
    async moveToAnotherMachine() {
      machineSecret = random(32)
      await world.restart()
    },
    sleep(ms) {
      clock.offsetMs += ms
    },
    async advance(minutes) {
      await world.call('training.advance', { minutes })
    },
    async advanceToFullMinute() {
      world.sleep(60_000 - (now() % 60_000))
      // The fobs' process learns of the clock by being told.
      await world.advance(1)
    },
  }

  const lineOf = (headOffice: HeadOffice): HeadOffice =>
    new Proxy(headOffice, {
      get: (target, method, receiver) => {
        const call: unknown = Reflect.get(target, method, receiver)
        if (typeof call !== 'function') return call
        return async (input: unknown) => {
          if (!world.online) throw new HeadOfficeUnreachable('the line is down')
          shared.onLine?.(input)
          const answer: unknown = await Reflect.apply(call, target, [input])
          shared.onLine?.(answer)
          return answer
        }
      },
    })

  const place = (realm: 'training' | 'real'): StorePlace => {
    const dir = join(root, realm)
    const keyring = () => ({ machineSecret, random, stretch: argon2, argon2: CHEAP })
    const read = (name: string) =>
      readFile(join(dir, name)).then(
        (bytes) => new Uint8Array(bytes),
        () => undefined,
      )
    return {
      realm,
      readProfile: async () => {
        const bytes = await read('profile.json')
        return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
      },
      writeProfile: (text) => writeFile(join(dir, 'profile.json'), text),
      keyringStorage: {
        read: async () => {
          await mkdir(dir, { recursive: true })
          return keyringFile(join(dir, 'keyring')).read()
        },
        replace: async (bytes) => {
          await mkdir(dir, { recursive: true })
          return keyringFile(join(dir, 'keyring')).replace(bytes)
        },
      },
      keeper: new Keeper({ fork: () => keeperInTest(shared.keeping?.projector ?? null) }),
      storeDir: () => join(dir, 'journal'),
      snapshots: (storeId) =>
        new Snapshots({
          fs: nodeFs,
          dir: join(dir, 'snapshots'),
          of: { realm, storeId, projector: 0 },
          onDiscarded: (code) => errors.push(code),
        }),
      segmentCount: async () => 0,
      probe: () =>
        probeDisk(world.fs ?? nodeFs, join(dir, 'journal')).catch((error: unknown) =>
          Promise.reject(asJournalError(error, 'probe')),
        ),
      openKeyring: (storage) => openKeyring({ ...keyring(), storage }),
      createKeyring: (storage, device, managers) =>
        createKeyring({ ...keyring(), storage }, device, managers),
      recoverKeyring: (storage, code, device, managers) =>
        recoverKeyring({ ...keyring(), storage }, code, device, managers),
      createAnchor: async ({ head, ...store }) => {
        const anchor = await Anchor.create(
          { ...store, fs: nodeFs, path: join(dir, 'anchor'), realm, random },
          head,
        )
        await anchor.close()
      },
      setAside: (_storeId, mark) =>
        setAside(
          ['profile.json', 'keyring', 'pending', 'journal'].map((name) => join(dir, name)),
          String(mark),
        ),
      openJournal: (options) =>
        openJournal({
          ...options,
          dir: join(dir, 'journal'),
          anchorPath: join(dir, 'anchor'),
          random,
          clock: now,
          ...(world.fs === undefined ? {} : { fs: world.fs }),
        }),
      readPending: () => read('pending'),
      writePending: (sealed) =>
        sealed === undefined
          ? rm(join(dir, 'pending'), { force: true })
          : writeFile(join(dir, 'pending'), sealed),
    }
  }

  const sealContext = () => ({ key: machineSecret, label: utf8('test'), aad: utf8('') })
  const ports: DeskPorts = {
    effects: {
      now,
      random,
      newId: () => randomUUID(),
      after: (ms, callback) => {
        if (ms >= 5 * 60_000) {
          longTimers.add(callback)
          return () => longTimers.delete(callback)
        }
        const timer = setTimeout(callback, ms / (shared.hurry ?? 1))
        timer.unref()
        return () => clearTimeout(timer)
      },
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      chance: Math.random,
    },
    places: { training: place('training'), real: place('real') },
    createProjection,
    restoreProjection: shared.keeping?.restore ?? null,
    machineSeal: {
      seal: (plain) => seal(sealContext(), plain, random),
      open: (sealed) => {
        const opened = openSeal(sealContext(), sealed)
        return opened.ok ? opened.value : undefined
      },
    },
    sync: {
      createSync,
      watchClock: (last) => watchClock({ now, monotonic: () => performance.now() }, last),
    },
    trainingHeadOffice: async () =>
      Object.assign(lineOf(headOfficeOf(hub)), {
        issueEnrolmentCode: () => issueEnrolmentCode(hub, TRAINING_BRANCH_NO),
      }),
    headOffice: () => ({ ...lineOf(headOfficeOf(realHub)), close: () => undefined }),
    forkProgrammer: processes.forkProgrammer,
    forkTraining: processes.forkTraining,
    trainingSocketPath: join(root, 'reader.sock'),
    trainingFolder: root,
    trainingClock: {
      offsetMs: () => clock.offsetMs,
      advance: async (minutes) => {
        clock.offsetMs += minutes * 60_000
      },
    },
    system: 'linux',
    deviceName: 'test',
    version: '0.0.0',
    language: () => 'ja',
    notify: {
      changed: (changed) => {
        for (const topic of changed) topics.add(topic)
      },
      progress: () => undefined,
      reader: () => undefined,
      locked: () => undefined,
    },
    onOpened: (from, folded) => world.openings.push({ from, folded }),
    onUpkeepFailed: (code, where) => errors.push(`${code} ${where}`),
    onError: (error) => errors.push(error),
  }
  Object.assign(world, { ports })
  world.desk = createDesk(ports)
  await world.desk.begin()
  onTestFinished(async () => {
    const { phase } = world.desk.session
    if (phase.name === 'signedIn') await world.desk.quit()
    await rm(root, { recursive: true, force: true })
  })
  return world
}

/** Waits for something that happens by itself, up to 25 s: a busy machine is no failure. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + 25_000
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
