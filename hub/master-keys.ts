/** The master keys that this process has: of the passphrase file, or of an HSM's token. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hex, wipe, type Random } from '../protocol/bytes.ts'
import type { MasterKey } from './keys/master-key.ts'
import { createMasterKeyFile, openMasterKeyFile, type PassphraseFile } from './keys/passphrase-file.ts'
import { openMasterToken, type MasterToken } from './keys/token.ts'
import type { HubSettings } from './settings.ts'

export type MasterKeyList = readonly [MasterKey, ...MasterKey[]]

/**
 * At the first start the file, or the token's first key, is made.
 * @throws Error with a sentence for the operator
 */
export function openMasterKeys(settings: HubSettings, random: Random): Promise<MasterKeyList> {
  return settings.token === undefined ? ofFile(settings, random) : ofToken(settings.token, random)
}

/** Runs `work` on the passphrase file that the settings name; the passphrase is wiped after it. */
export async function withPassphraseFile<T>(
  settings: HubSettings,
  random: Random,
  work: (file: PassphraseFile) => Promise<T>,
): Promise<T> {
  const passphrase = await readPassphrase(settings, random)
  try {
    return await work({ path: settings.masterKeyFile, passphrase, random })
  } finally {
    wipe(passphrase)
  }
}

function ofFile(settings: HubSettings, random: Random): Promise<MasterKeyList> {
  return withPassphraseFile(settings, random, async (file) => {
    const opened = await openMasterKeyFile(file)
    if (opened.ok) return atLeastOne(opened.value, file.path)
    if (opened.code !== 'MASTER_FILE_MISSING') throw new Error(`${file.path}: ${opened.code}`)
    const made = await createMasterKeyFile(file)
    if (!made.ok) throw new Error(`${file.path}: ${made.code}`)
    return [made.value]
  })
}

async function ofToken(token: NonNullable<HubSettings['token']>, random: Random): Promise<MasterKeyList> {
  const opened = await openToken(token, random)
  const there = opened.keys()
  return there.length === 0 ? [opened.makeKey()] : atLeastOne(there, token.label)
}

export async function openToken(
  { library, label, pinFile }: NonNullable<HubSettings['token']>,
  random: Random,
): Promise<MasterToken> {
  const pin = (await readFile(pinFile, 'utf8')).trimEnd()
  const opened = await openMasterToken({ library, tokenLabel: label, pin, random })
  if (!opened.ok) throw new Error(`${label}: ${opened.code} (${opened.detail})`)
  return opened.value
}

function atLeastOne([first, ...others]: readonly MasterKey[], where: string): MasterKeyList {
  if (first === undefined) throw new Error(`${where} holds no master key`)
  return [first, ...others]
}

/** As in the file that the settings name. For trial one is made and lies beside the keys, open to see. */
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
  return passphraseIn(path)
}

/** What a passphrase file holds but for its last line's end. */
export async function passphraseIn(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path)
  const end = bytes.findLastIndex((byte) => byte !== 0x0a && byte !== 0x0d)
  return new Uint8Array(bytes.subarray(0, end + 1))
}
