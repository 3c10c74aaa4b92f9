/**
 * One import: read the file, seal each seed to the hub, answer. A seed exists in the clear only between its
 * decryption and its sealing, and is wiped after it; the process ends when the answer has left.
 */
import { open } from 'node:fs/promises'
import { wipe } from '../../protocol/bytes.ts'
import { importedSeedId, sealSeed } from '../../protocol/seed-box.ts'
import type { FromProgrammer, ToProgrammer } from '../messages.ts'
import { refuseFile, type FileRefusal } from './codes.ts'
import { readPskc, type PskcFile, type PskcFob } from './read-pskc.ts'
import { MAX_FILE_MEGABYTES } from './xml.ts'

export type ImportOrder = Extract<ToProgrammer, { type: 'import' }>
type Imported = Extract<FromProgrammer, { type: 'imported' }>

/** Wrong rows listed one by one; the rest is counted. */
const LISTED_ERRORS = 500

export interface ImportContext {
  /** The desk's device id. */
  readonly device: string
  readonly hubKey: { readonly keyId: string; readonly publicKey: Uint8Array }
}

/** What is answered to an import. Rejects only when there is a bug. */
export async function importPskc(
  { importId, path, credential }: ImportOrder,
  context: ImportContext,
): Promise<Extract<FromProgrammer, { type: 'imported' | 'importRefused' }>> {
  const bytes = await readBounded(path)
  const file = 'ok' in bytes ? bytes : readPskc(bytes, credential)
  if (!file.ok) {
    const { code, detail } = file
    return { type: 'importRefused', importId, code, detail }
  }
  const { containerId, packages, errors } = file
  return {
    type: 'imported',
    importId,
    containerId,
    packages,
    keyId: context.hubKey.keyId,
    fobs: await sealed(file, importId, context),
    errors: errors.slice(0, LISTED_ERRORS),
    moreErrors: Math.max(0, errors.length - LISTED_ERRORS),
  }
}

async function sealed(
  { fobs }: PskcFile,
  importId: string,
  { device, hubKey }: ImportContext,
): Promise<Imported['fobs']> {
  const done: Imported['fobs'] = []
  try {
    for (const fob of fobs) done.push(await sealedFob(fob))
  } finally {
    wipe(...fobs.map(({ seed }) => seed))
  }
  return done

  async function sealedFob({ seed, ...fob }: PskcFob): Promise<Imported['fobs'][number]> {
    const seedId = importedSeedId(importId, fob.row)
    const { keyId, publicKey } = hubKey
    const box = await sealSeed(publicKey, { serial: fob.serial, issuanceId: seedId, device, keyId }, seed)
    wipe(seed)
    return { ...fob, seedId, box }
  }
}

/** Never more than the limit is read, whatever the file's size says (a device has none). */
async function readBounded(path: string): Promise<Uint8Array | FileRefusal> {
  try {
    await using file = await open(path, 'r')
    const found = await file.stat()
    if (!found.isFile()) return refuseFile('FILE_UNREADABLE', { reason: 'ENOTFILE' })
    if (found.size > MAX_FILE_MEGABYTES * 1024 * 1024) {
      return refuseFile('FILE_TOO_LARGE', { limit: MAX_FILE_MEGABYTES })
    }
    return await file.readFile()
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN'
    return refuseFile('FILE_UNREADABLE', { reason })
  }
}
