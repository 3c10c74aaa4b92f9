/**
 * The master keys themselves, on the machine that has them: `npm run hq -- master …`. Hubs must be started anew
 * afterwards, with the new file, before `key use-master` makes it the one that wraps. Before a key is destroyed a
 * running hub is asked whether anything is wrapped by it (`RELEASE`), and before the file's passphrase is changed one
 * notes it (`RECORD_PASSPHRASE`).
 */
import { randomBytes } from 'node:crypto'
import {
  addMasterKey,
  changePassphrase,
  dropMasterKey,
  openMasterKeyFile,
  type PassphraseFile,
} from '../keys/passphrase-file.ts'
import { wipe } from '../../protocol/bytes.ts'
import { openToken, withPassphraseFile } from '../master-keys.ts'
import type { HubSettings } from '../settings.ts'
import type { HqAnswer, HqHelp } from './act.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

export const masterHelp = {
  'master list': {
    args: [],
    help: { ja: 'この機械のマスター鍵の一覧', en: 'list the master keys of this machine' },
  },
  'master add': {
    args: [],
    help: {
      ja: 'マスター鍵を作る（全プロセスを再起動してから key use-master）',
      en: 'make a master key (restart every process, then key use-master)',
    },
  },
  'master drop': {
    args: ['keyId'],
    help: {
      ja: 'マスター鍵を消す（何かを包んでいる間は断られる）',
      en: 'destroy a master key (refused while anything is wrapped by it)',
    },
  },
  'master passphrase': {
    args: [],
    help: {
      ja: 'マスター鍵ファイルのパスフレーズを変える（FOBDESK_PASSPHRASE_FILE の中身もそのあと替える）',
      en: 'another passphrase for the master-key file (put it into FOBDESK_PASSPHRASE_FILE afterwards)',
    },
  },
} as const satisfies Readonly<Record<string, HqHelp>>

/** The act that a hub must have carried out on a key before `runMaster` may drop it. */
export const RELEASE = 'key release'

/** The act by which a hub notes that the file gets another passphrase. */
export const RECORD_PASSPHRASE = 'key passphrase'

/** What the commands need besides the key file; each that answers false has said why. */
export interface MasterAsks {
  /** Asks a running hub for `RELEASE`. */
  readonly release: (keyId: string) => Promise<boolean>
  /** Asks a running hub for `RECORD_PASSPHRASE`. */
  readonly recordPassphrase: () => Promise<boolean>
  /** The passphrase that the file is to have; it is wiped. */
  readonly newPassphrase: () => Promise<Uint8Array>
}

export async function runMaster(
  settings: HubSettings,
  [what, keyId = '']: readonly string[],
  asks: MasterAsks,
): Promise<HqAnswer> {
  if (what === 'drop' && !(await asks.release(keyId))) throw new Error('MASTER_KEY_KEPT')
  if (settings.token !== undefined) return onToken(settings.token, what, keyId)
  return withPassphraseFile(settings, random, async (file) => {
    if (what === 'add') return [{ keyId: value(await addMasterKey(file)).id }]
    if (what === 'drop') {
      value(await dropMasterKey(file, keyId))
      return [{ keyId }]
    }
    if (what === 'passphrase') return onPassphrase(file, asks)
    return value(await openMasterKeyFile(file)).map(({ id }) => ({ keyId: id }))
  })
}

async function onPassphrase(
  file: PassphraseFile,
  { newPassphrase, recordPassphrase }: MasterAsks,
): Promise<HqAnswer> {
  const passphrase = await newPassphrase()
  try {
    const changed = value(await changePassphrase(file, passphrase, recordPassphrase))
    if (changed === 'kept') throw new Error('PASSPHRASE_KEPT')
    return [{ changed: file.path }]
  } finally {
    wipe(passphrase)
  }
}

async function onToken(
  token: NonNullable<HubSettings['token']>,
  what: string | undefined,
  keyId: string,
): Promise<HqAnswer> {
  const opened = await openToken(token, random)
  try {
    if (what === 'passphrase') throw new Error('MASTER_KEYS_ON_TOKEN')
    if (what === 'add') return [{ keyId: opened.makeKey().id }]
    if (what === 'drop') return opened.destroyKey(keyId) ? [{ keyId }] : []
    return opened.keys().map(({ id }) => ({ keyId: id }))
  } finally {
    opened.close()
  }
}

function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string },
): T {
  if (!result.ok) throw new Error(result.code)
  return result.value
}
