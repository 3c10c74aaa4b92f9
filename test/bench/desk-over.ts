/**
 * The desk without its bridge and windows, in the bench's own Node process, over a data folder as the product keeps
 * it: real keyring, journal, snapshots and projection, no readers, and head office only where one is given.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { machineSeal } from '../../main/composition/machine-seal.ts'
import { lazyHeadOffice } from '../../main/desk/lazy-head-office.ts'
import { realEffects } from '../../main/composition/real-effects.ts'
import { storePlace } from '../../main/composition/store-place.ts'
import type { ChildPort } from '../../main/desk/child-port.ts'
import { createDesk, type Desk } from '../../main/desk/desk.ts'
import type { DeskPorts, TrainingHeadOffice } from '../../main/desk/ports.ts'
import type { Workplace } from '../../main/desk/workplace.ts'
import { stretchInThread } from '../../main/keyring/stretch.ts'
import { Keeper } from '../../main/keeper/keeper.ts'
import { PROJECTOR_VERSION } from '../../main/projection/kept.ts'
import { loadProjections } from '../../main/projection/sqlite.ts'
import { watchClock } from '../../main/sync/clock.ts'
import { createSync } from '../../main/sync/sync.ts'
import { HeadOfficeUnreachable } from '../../protocol/head-office.ts'
import { keeperInTest } from '../main/keeper/in-test.ts'
import { passwordOf } from './training-password.ts'

/** Every bench runs in the repository's folder. */
const root = process.cwd()
/** Built together with whoever measures the built program; else the source. */
const argon2Worker = import.meta.filename.endsWith('.ts')
  ? join(root, 'main/keyring/argon2-worker.ts')
  : join(import.meta.dirname, 'argon2-worker.js')

/** A manager of the training branch. */
export const STAFF = '1001'

/** What the stores were opened from, in order: `snapshot` or `journal`. */
export const openedFrom: string[] = []

export interface Given {
  /** Default: the line is down. */
  readonly headOffice?: TrainingHeadOffice
  /**
   * The keeper's jobs are done, in this process: to make a store. Default: they fail, so that what is measured is
   * main's own work and memory.
   */
  readonly keeping?: boolean
}

export async function deskOver(data: string, { headOffice, keeping = false }: Given = {}): Promise<Desk> {
  const machineSecret = new Uint8Array(await readFile(join(data, 'machine-secret.TRAINING-ONLY.bin')))
  const stretch = stretchInThread(argon2Worker)
  const wasm = await readFile(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'))
  const openProjection = await loadProjections(wasm)
  const place = (realm: 'training' | 'real', folder: string) =>
    storePlace({
      realm,
      folder,
      anchors: join(data, 'anchors'),
      machineSecret,
      stretch,
      keeper: new Keeper({
        fork: () =>
          keeping
            ? keeperInTest({
                version: PROJECTOR_VERSION,
                open: async (of, bytes) => openProjection(of, bytes),
              })
            : { ...silentProcess(), onExit: (end) => end() },
      }),
      projector: PROJECTOR_VERSION,
      onDiscarded: () => undefined,
      onQuarantine: () => undefined,
    })
  const effects = realEffects(() => 0)
  const unreachable = () => Promise.reject(new HeadOfficeUnreachable('the bench works offline'))
  const ports: DeskPorts = {
    effects,
    places: {
      training: await place('training', join(data, 'training')),
      real: await place('real', join(data, 'branch')),
    },
    createProjection: openProjection,
    restoreProjection: openProjection,
    machineSeal: machineSeal(machineSecret),
    sync: {
      createSync,
      watchClock: (last) => watchClock({ now: effects.now, monotonic: () => performance.now() }, last),
    },
    trainingHeadOffice: headOffice === undefined ? unreachable : () => Promise.resolve(headOffice),
    headOffice: () => ({ ...lazyHeadOffice(unreachable), close: () => undefined }),
    forkProgrammer: silentProcess,
    forkTraining: silentProcess,
    trainingSocketPath: join(data, 'reader.sock'),
    trainingFolder: join(data, 'training'),
    trainingClock: { offsetMs: () => 0, advance: () => Promise.resolve() },
    system: 'linux',
    deviceName: 'bench',
    version: '0.0.0',
    language: () => 'ja',
    notify: {
      changed: () => undefined,
      progress: () => undefined,
      reader: () => undefined,
      locked: () => undefined,
    },
    onOpened: (from) => openedFrom.push(from),
    onUpkeepFailed: () => undefined,
    onError: (error) => {
      throw error
    },
  }
  return createDesk(ports)
}

/** No readers and no fobs are needed here. */
function silentProcess(): ChildPort {
  return { post: () => undefined, onMessage: () => undefined, onExit: () => undefined, kill: () => undefined }
}

/** The manager signs in; the open store. */
export async function signInTo(desk: Desk): Promise<Workplace> {
  const signedIn = await desk.handlers['session.signIn']({ staffNo: STAFF, password: passwordOf(STAFF) })
  if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.code}`)
  const { phase } = desk.session
  if (phase.name !== 'signedIn') throw new Error('nobody is signed in')
  return phase.work
}
