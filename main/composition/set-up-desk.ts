/** The desk with everything it needs of this machine. */
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Realm } from '../../domain/vocabulary.ts'
import { createDesk, type Desk } from '../desk/desk.ts'
import type { DeskNotify, DeskPorts, Effects } from '../desk/ports.ts'
import { stretchInThread } from '../keyring/stretch.ts'
import type { Log } from '../machine/log.ts'
import type { MachineSecret } from '../machine/machine-secret.ts'
import { Keeper } from '../keeper/keeper.ts'
import { forkProcess } from '../machine/processes.ts'
import { PROJECTOR_VERSION } from '../projection/kept.ts'
import { loadProjections } from '../projection/sqlite.ts'
import { watchClock } from '../sync/clock.ts'
import { createHttpHeadOffice } from '../sync/http-head-office.ts'
import { createSync } from '../sync/sync.ts'
import { childPort } from './child-ports.ts'
import { machineSeal } from './machine-seal.ts'
import { trainingSocketPath } from './socket-path.ts'
import { sqlWasm } from './sql-wasm.ts'
import { storePlace } from './store-place.ts'
import type { TrainingClock } from './training-clock.ts'
import { trainingHeadOffice } from './training-head-office.ts'

function systemOf(platform: NodeJS.Platform): DeskPorts['system'] {
  if (platform === 'win32') return 'windows'
  return platform === 'darwin' ? 'macos' : 'linux'
}

export interface DeskSetting {
  /** Folder of everything this PC keeps. */
  readonly data: string
  readonly trainingFolder: string
  readonly secret: MachineSecret
  readonly version: string
  readonly log: Log
  readonly effects: Effects
  readonly trainingClock: TrainingClock
  readonly notify: DeskNotify
  readonly language: () => 'ja' | 'en'
}

/** The desk, and its ports for what happens before any store is open (restoring a backup). */
export async function setUpDesk(
  setting: DeskSetting,
): Promise<{ readonly desk: Desk; readonly ports: DeskPorts }> {
  const { data, trainingFolder, secret, log, effects, trainingClock, notify } = setting
  const stretch = stretchInThread(join(import.meta.dirname, 'argon2-worker.js'))
  const place = (realm: Realm, folder: string) =>
    storePlace({
      realm,
      folder,
      anchors: join(data, 'anchors'),
      machineSecret: secret.bytes,
      stretch,
      keeper: new Keeper({ fork: () => childPort(forkProcess('keeper')) }),
      projector: PROJECTOR_VERSION,
      onDiscarded: (code) => log.warn({ event: 'snapshot discarded', code }),
      onQuarantine: (bytes) => log.warn({ event: 'journal tail set aside', count: bytes }),
    })
  const headOfficeFolder = join(trainingFolder, 'head-office')
  await mkdir(headOfficeFolder, { recursive: true, mode: 0o700 })
  const openProjection = await loadProjections(await sqlWasm())
  const ports: DeskPorts = {
    effects,
    places: {
      training: await place('training', trainingFolder),
      real: await place('real', join(data, 'branch')),
    },
    createProjection: openProjection,
    restoreProjection: openProjection,
    machineSeal: machineSeal(secret.bytes),
    sync: {
      createSync,
      watchClock: (last) => watchClock({ now: effects.now, monotonic: () => performance.now() }, last),
    },
    trainingHeadOffice: trainingHeadOffice({
      folder: headOfficeFolder,
      fork: () => forkProcess('training-hub'),
      clock: trainingClock,
      after: effects.after,
    }),
    headOffice: (line) =>
      createHttpHeadOffice({
        ...line,
        realm: 'real',
        now: effects.now,
        random: effects.random,
        after: effects.after,
      }),
    forkProgrammer: () => childPort(forkProcess('programmer')),
    forkTraining: () => childPort(forkProcess('training-fobs')),
    trainingSocketPath: trainingSocketPath(data),
    trainingFolder,
    trainingClock: {
      offsetMs: () => trainingClock.offsetMs,
      advance: (minutes) => trainingClock.advance(minutes),
    },
    system: systemOf(process.platform),
    deviceName: hostname().slice(0, 100),
    version: setting.version,
    language: setting.language,
    notify,
    onOpened: (from, folded) => log.info({ event: 'store opened', code: from, count: folded }),
    onUpkeepFailed: (code) => log.warn({ event: 'upkeep failed', code }),
    onError: (error) => void log.bug('desk', error),
  }
  return { desk: createDesk(ports), ports }
}
