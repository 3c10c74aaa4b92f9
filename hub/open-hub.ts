/** Head office's hub over the database and keys that the settings name: what every process of it starts with. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hex, wipe, type Random } from '../protocol/bytes.ts'
import { createHub } from './head-office.ts'
import { withHub, type Hub } from './hub.ts'
import { createMasterKeyFile, openMasterKeyFile } from './keys/passphrase-file.ts'
import type { MasterKey } from './keys/master-key.ts'
import { openStoredKeys } from './keys/stored-keys.ts'
import type { HubLog } from './log.ts'
import type { HubSettings } from './settings.ts'
import type { HubStore } from './store/hub-store.ts'
import { openPgliteStore, openSqlStore } from './store/sql/open.ts'

export interface OpenHubOptions {
  readonly settings: HubSettings
  readonly log: HubLog
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: Random
}

/** @throws Error with a sentence for the operator: which file, which setting */
export async function openHub(options: OpenHubOptions): Promise<Hub> {
  const { settings, log, now, random } = options
  await mkdir(settings.folder, { recursive: true, mode: 0o700 })
  const masters = await openMasterKeys(options)
  const store = await openStore(settings, log, now)
  try {
    const keys = await openStoredKeys({ store, realm: 'real', masters, now, random, by: 'hub' })
    if (!keys.ok) throw new Error(`the keys in the database: ${keys.code} (${keys.detail})`)
    const hub = createHub({ realm: 'real', now, random, keys: keys.value, store })
    // Folded now: the first question must not wait for it, and an order that does not fold must not start.
    await withHub(hub, async () => undefined)
    return hub
  } catch (error) {
    await store.close()
    throw error
  }
}

function openStore(
  { databaseUrl, pgliteFolder }: HubSettings,
  log: HubLog,
  now: () => number,
): Promise<HubStore> {
  if (databaseUrl === undefined) return openPgliteStore(pgliteFolder, now)
  return openSqlStore({ databaseUrl, now, onBroken: (error) => void log.bug('database connection', error) })
}

/** The master keys of the passphrase file; at the first start it is made. */
async function openMasterKeys({
  settings,
  random,
}: OpenHubOptions): Promise<readonly [MasterKey, ...MasterKey[]]> {
  const path = settings.masterKeyFile
  const passphrase = await readPassphrase(settings, random)
  try {
    const file = { path, passphrase, random }
    const opened = await openMasterKeyFile(file)
    if (opened.ok) {
      const [first, ...others] = opened.value
      if (first !== undefined) return [first, ...others]
    }
    if (!opened.ok && opened.code !== 'MASTER_FILE_MISSING') throw new Error(`${path}: ${opened.code}`)
    const made = await createMasterKeyFile(file)
    if (!made.ok) throw new Error(`${path}: ${made.code}`)
    return [made.value]
  } finally {
    wipe(passphrase)
  }
}

/** As in the file that the settings name. For trial a passphrase is made and lies beside the keys, open to see. */
async function readPassphrase(
  { passphraseFile, databaseUrl, folder }: HubSettings,
  random: Random,
): Promise<Uint8Array> {
  if (passphraseFile === undefined && databaseUrl !== undefined) {
    throw new Error('FOBDESK_PASSPHRASE_FILE must name the file with the passphrase of the master keys')
  }
  const path = passphraseFile ?? join(folder, 'passphrase.TRIAL-ONLY.txt')
  if (passphraseFile === undefined) {
    await writeFile(path, hex(random(16)), { mode: 0o600, flag: 'wx', flush: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      },
    )
  }
  const bytes = await readFile(path)
  const end = bytes.findLastIndex((byte) => byte !== 0x0a && byte !== 0x0d)
  return new Uint8Array(bytes.subarray(0, end + 1))
}
