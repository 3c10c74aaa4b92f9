/** Why the journal cannot be opened or written. All of them stop the desk; none is retried silently. */
export type JournalCode =
  /** Bytes at or below the anchor, or between good frames, are not what was written. */
  | 'JOURNAL_TAMPERED'
  /** A write or datasync failed; nothing more is accepted. Close, reopen, refold. */
  | 'JOURNAL_BROKEN'
  /** Another running program holds this store. */
  | 'JOURNAL_LOCKED'
  /** Written by a newer program: 更新が必要. */
  | 'STORE_NEWER'
  /** A training store opened as real, or the other way round, or another store's files. */
  | 'STORE_OTHER_REALM'
  | 'DISK_FULL'
  | 'STORE_READONLY'
  /** The store folder, or its drive, is not there although the anchor knows commits of it. */
  | 'STORE_MISSING'
  /** A commit over the size bound. Nothing was written and the journal goes on. */
  | 'COMMIT_TOO_LARGE'
  /** A checkpoint that is not one of these files: fold from the beginning. Never shown to anybody. */
  | 'CHECKPOINT_UNFIT'
  /** A compaction of files that are no longer the store's: compact again. Never shown to anybody. */
  | 'COMPACTION_UNFIT'

export class JournalError extends Error {
  readonly code: JournalCode
  /** File name, byte offset and reason, for the operator and the auditor. Never contents. */
  readonly where: string
  constructor(code: JournalCode, where: string, options?: { cause: unknown }) {
    super(`${code}: ${where}`, options)
    this.name = 'JournalError'
    this.code = code
    this.where = where
  }
}
