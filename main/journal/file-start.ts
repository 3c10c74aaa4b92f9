import type { KeyObject } from 'node:crypto'
import type { Realm } from '../../domain/vocabulary.ts'
import { GCM_TAG_BYTES } from '../../protocol/seal.ts'
import { JournalError } from './errors.ts'
import { checkHeaderTag, fileKey, headerHash, parseFileHeader, type FileHeader } from './file-header.ts'
import type { JournalFs } from './fs.ts'
import type { FileName } from './store-files.ts'

/** What it takes to read the files of a store. */
export interface SealedStore {
  readonly fs: JournalFs
  readonly dir: string
  readonly realm: Realm
  readonly storeId: string
  readonly epochKey: (epoch: number) => Uint8Array | undefined
}

export interface GoodStart {
  readonly ok: true
  readonly key: KeyObject
  readonly header: FileHeader
  /** Byte offset of the first frame. */
  readonly offset: number
  /** Frame chain hash before the first frame. */
  readonly chain: Uint8Array
}

export type FileStart = GoodStart | { readonly ok: false; readonly damage: string }

/**
 * Reads a file's header from its first bytes and authenticates it. Throws STORE_NEWER and STORE_OTHER_REALM. That
 * the file follows the one before (`header.prev`) is for the caller to check.
 */
export function readFileStart(store: SealedStore, file: FileName, start: Uint8Array): FileStart {
  const parsed = parseFileHeader(start)
  const damaged = (damage: string): FileStart => ({ ok: false, damage })
  if (parsed.kind === 'newer')
    throw new JournalError('STORE_NEWER', `${file.name} at 0: version ${parsed.version}`)
  if (parsed.kind === 'damaged') return damaged(parsed.reason)
  const { header, bytes } = parsed
  if (header.realm !== store.realm || header.store !== store.storeId) {
    const whose = `belongs to ${header.realm} store ${header.store}`
    throw new JournalError('STORE_OTHER_REALM', `${file.name} at 0: ${whose}`)
  }
  const same = (['kind', 'first', 'last', 'generation'] as const).every(
    (field) => header[field] === file[field],
  )
  if (!same) return damaged(`header of ${header.kind} ${header.first} to ${header.last}`)
  const epochKey = store.epochKey(header.epoch)
  if (epochKey === undefined) return damaged(`no key for epoch ${header.epoch}`)
  const key = fileKey(epochKey, header, bytes)
  const offset = bytes.length + GCM_TAG_BYTES
  if (!checkHeaderTag(key, bytes, start.subarray(bytes.length, offset)))
    return damaged('header does not authenticate')
  return { ok: true, key, header, offset, chain: headerHash(bytes) }
}
