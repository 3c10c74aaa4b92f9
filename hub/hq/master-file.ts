/**
 * The master keys themselves, on the machine that has them: `npm run hq -- master …`. Hubs must be started anew
 * afterwards, with the new file, before `key use-master` makes it the one that wraps. Before a key is destroyed a
 * running hub is asked whether anything is wrapped by it (`RELEASE`).
 */
import { randomBytes } from 'node:crypto'
import { addMasterKey, dropMasterKey, openMasterKeyFile } from '../keys/passphrase-file.ts'
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
} as const satisfies Readonly<Record<string, HqHelp>>

/** The act that a hub must have carried out on a key before `runMaster` may drop it. */
export const RELEASE = 'key release'

/** @param release asks a running hub for `RELEASE`; false: it refused, and has said why */
export async function runMaster(
  settings: HubSettings,
  [what, keyId = '']: readonly string[],
  release: (keyId: string) => Promise<boolean>,
): Promise<HqAnswer> {
  if (what === 'drop' && !(await release(keyId))) throw new Error('MASTER_KEY_KEPT')
  if (settings.token !== undefined) return onToken(settings.token, what, keyId)
  return withPassphraseFile(settings, random, async (file) => {
    if (what === 'add') return [{ keyId: value(await addMasterKey(file)).id }]
    if (what === 'drop') {
      value(await dropMasterKey(file, keyId))
      return [{ keyId }]
    }
    return value(await openMasterKeyFile(file)).map(({ id }) => ({ keyId: id }))
  })
}

async function onToken(
  token: NonNullable<HubSettings['token']>,
  what: string | undefined,
  keyId: string,
): Promise<HqAnswer> {
  const opened = await openToken(token, random)
  try {
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
