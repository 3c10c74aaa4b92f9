/** Head office's hub over the database and keys that the settings name: what every process of it starts with. */
import { mkdir } from 'node:fs/promises'
import type { Random } from '../protocol/bytes.ts'
import { createHub } from './head-office.ts'
import { freshState, type Hub } from './hub.ts'
import { openStoredKeys } from './keys/stored-keys.ts'
import type { HubLog } from './log.ts'
import { openMasterKeys } from './master-keys.ts'
import type { HubSettings } from './settings.ts'
import { foldVersion } from './snapshot/fold-version.ts'
import { SnapshotKeeper } from './snapshot/keep-snapshots.ts'
import { StateSnapshots } from './snapshot/state-snapshots.ts'
import type { HubStore } from './store/hub-store.ts'
import { openPgliteStore, openSqlStore } from './store/sql/open.ts'

export interface OpenHubOptions {
  readonly settings: HubSettings
  readonly log: HubLog
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: Random
}

export interface OpenedHub {
  readonly hub: Hub
  readonly snapshots: SnapshotKeeper
}

/** @throws Error with a sentence for the operator: which file, which setting */
export async function openHub(options: OpenHubOptions): Promise<OpenedHub> {
  const { settings, log, now, random } = options
  await mkdir(settings.folder, { recursive: true, mode: 0o700 })
  const masters = await openMasterKeys(settings, random)
  const store = await openStore(settings, log, now)
  try {
    const keys = await openStoredKeys({ store, realm: 'real', masters, now, random, by: 'hub' })
    if (!keys.ok) throw new Error(`the keys in the database: ${keys.code} (${keys.detail})`)
    const hub = createHub({ realm: 'real', now, random, keys: keys.value, store })
    const snapshots = new StateSnapshots(hub, await foldVersion())
    await fold(hub, snapshots, log)
    return { hub, snapshots: new SnapshotKeeper({ ...hub, snapshots, log }) }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Before anybody asks: the first question must not wait for it, and an order that does not fold must not start. */
async function fold(hub: Hub, snapshots: StateSnapshots, log: HubLog): Promise<void> {
  const begun = performance.now()
  const loaded = await snapshots.load()
  if (!loaded.ok) log.info({ event: 'folding the whole order', code: loaded.code })
  const from = hub.state.place
  await freshState(hub)
  const milliseconds = Math.round(performance.now() - begun)
  log.info({ event: 'state folded', count: hub.state.place - from, milliseconds })
}

function openStore(
  { databaseUrl, pgliteFolder }: HubSettings,
  log: HubLog,
  now: () => number,
): Promise<HubStore> {
  if (databaseUrl === undefined) return openPgliteStore(pgliteFolder, now)
  return openSqlStore({ databaseUrl, now, onBroken: (error) => void log.bug('database connection', error) })
}
