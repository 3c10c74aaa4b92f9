/**
 * What the hub keeps, as a port for every database: each method reads or writes rows, so that it maps onto SQL
 * one to one. The events are the truth; the state of the rules is folded from them (`../hub.ts`). What no event
 * says (attempts, accepted steps, unused codes, the documents of `documents.ts`) has its own rows.
 */
import type { Document, DocumentKind, DocumentLife, DocumentPage, NamedDocument } from './documents.ts'
import type { Branch, Device, EnrolmentCode, FobVerification, HubEntry } from './rows.ts'

/** Reads of one moment. */
export interface HubReader {
  /** Entries with `place` > after, ascending. */
  entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]>
  /** One entry of a chain; `branchNo` tells the hub's own chains apart. */
  entryAt(branchNo: string, device: string, seq: number): Promise<HubEntry | undefined>
  /** Entries of one chain with `seq` > after, ascending. */
  chainAfter(branchNo: string, device: string, after: number, limit: number): Promise<readonly HubEntry[]>
  /** The last entry of a chain. */
  chainHead(branchNo: string, device: string): Promise<HubEntry | undefined>

  branch(branchNo: string): Promise<Branch | undefined>
  /** Every branch, by number. */
  branches(): Promise<readonly Branch[]>
  device(device: string): Promise<Device | undefined>
  /** The devices of a branch, by id. */
  devicesOf(branchNo: string): Promise<readonly Device[]>
  enrolmentCode(codeHash: string): Promise<EnrolmentCode | undefined>
  fob(serial: string): Promise<FobVerification | undefined>
  /** Fobs with a serial behind `serial`, in the order of their UTF-8 bytes; '' begins. */
  fobsAfter(serial: string, limit: number): Promise<readonly FobVerification[]>

  /** Wrong codes of all fobs counted by `changeFob` with `from` < time ≤ `to` (milliseconds since 1970). */
  wrongCodes(from: number, to: number): Promise<number>

  /** Undefined also for one that has expired. */
  document<K extends DocumentKind>(kind: K, id: string): Promise<Document<K> | undefined>
  /** Those of a kind that have not expired, by id. */
  documents<K extends DocumentKind>(kind: K, page: DocumentPage): Promise<readonly NamedDocument<K>[]>
}

/** Reads and writes of one transaction. Reads see its own writes. */
export interface HubTransaction extends HubReader {
  /** Gives the entry the next place. Throws unless its `seq` is the next of its chain: a bug. */
  append(entry: Omit<HubEntry, 'place'>): Promise<HubEntry>
  /** Takes the personal part out of the entry at a place, for good. Its chain holds without it. */
  dropPersonal(place: number): Promise<void>
  saveBranch(branch: Branch): Promise<void>
  saveDevice(device: Device): Promise<void>
  saveEnrolmentCode(code: EnrolmentCode): Promise<void>
  saveFob(fob: FobVerification): Promise<void>
  /** Puts the document in the place of one of the same id. */
  saveDocument<K extends DocumentKind>(
    kind: K,
    id: string,
    row: Document<K>,
    life?: DocumentLife,
  ): Promise<void>
  removeDocument(kind: DocumentKind, id: string): Promise<void>
}

/** What becomes of a document that is there. */
export interface DocumentChange<K extends DocumentKind, T> {
  /** null: it goes. */
  readonly row: Document<K> | null
  readonly life?: DocumentLife
  readonly result: T
}

/** What was decided on a fob's row. */
export interface FobDecision<T> {
  /** The row from now on; left out: as it was. */
  readonly row?: FobVerification
  /** When a wrong code was counted by it, for the count of the whole fleet. */
  readonly wrongAt?: number
  readonly result: T
}

export interface HubStore {
  /**
   * The ordered transaction: runs `work` as if no other existed, and makes all its writes durable together
   * before it resolves. When `work` throws, nothing is written. Over a database `work` may be run again from
   * its start (a deadlock, a serialisation failure): it changes nothing outside the transaction. Rejects when
   * the medium fails: whether the writes are there is then known only by reading. Never call it from within a
   * transaction.
   */
  transaction<T>(work: (tx: HubTransaction) => Promise<T>): Promise<T>
  /**
   * Decides on one fob's row alone, beside the order: `decide` gets the row as it is (undefined: none) while nobody
   * else changes it, and its change is durable before this resolves. Decisions on many fobs share transactions.
   * `decide` does not wait, and may be run again. What it throws is this caller's alone; nothing is written.
   */
  changeFob<T>(serial: string, decide: (row: FobVerification | undefined) => FobDecision<T>): Promise<T>
  /** See `HubReader`: the durable entries, asked for without a transaction around it. */
  entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]>
  /** A consistent look at what is durable. Over a database it waits for no transaction and none waits for it. */
  read<T>(work: (reader: HubReader) => Promise<T>): Promise<T>
  /**
   * Saves the document unless one of this id is there and has not expired: then it gives that one and changes
   * nothing. Of several callers exactly one gets null (nonces, idempotency keys). Not part of any transaction.
   */
  claimDocument<K extends DocumentKind>(
    kind: K,
    id: string,
    row: Document<K>,
    life?: DocumentLife,
  ): Promise<Document<K> | null>
  /** `saveDocument` alone and without the order's lock. */
  putDocument<K extends DocumentKind>(
    kind: K,
    id: string,
    row: Document<K>,
    life?: DocumentLife,
  ): Promise<void>
  /**
   * Changes the document if it is there and has not expired, beside the order and while nobody else changes it, and
   * gives `change`'s result; undefined: there is none, and none is made. `change` does not wait, and may be run again.
   */
  changeDocument<K extends DocumentKind, T>(
    kind: K,
    id: string,
    change: (row: Document<K>) => DocumentChange<K, T>,
  ): Promise<T | undefined>
  /**
   * Deletes documents that have expired (the readers do not see them in any case) and wrong codes that no count
   * reaches any more. How many documents.
   */
  purge(): Promise<number>
  /** Waits for what is running; later calls reject. */
  close(): Promise<void>
}
