import { sql, type Kysely } from 'kysely'
import {
  isAlive,
  readDocument,
  storeDocument,
  type Document,
  type DocumentKind,
  type DocumentLife,
} from '../documents.ts'
import type { DocumentChange, HubTransaction } from '../hub-store.ts'
import {
  withoutPersonal,
  type Branch,
  type Device,
  type EnrolmentCode,
  type FobVerification,
  type HubEntry,
} from '../rows.ts'
import { chainKey } from '../tables.ts'
import { fromEntry, fromFob, toBody, toFob } from './row-codec.ts'
import type { HubTables } from './schema.ts'
import { SqlReader, toStored } from './sql-reader.ts'

/** Rows in one INSERT: eight parameters each, of 65,535 that a statement may have. */
const ENTRIES_PER_INSERT = 1000

/**
 * The ordered transaction: its caller holds the lock of the one order. Entries are collected and written
 * together, before anything reads entries and at the end.
 */
export class SqlTransaction extends SqlReader implements HubTransaction {
  readonly #heads = new Map<string, HubEntry>()
  #collected: HubEntry[] = []
  #place: number

  /** @param place the last one given */
  constructor(db: Kysely<HubTables>, now: number, place: number) {
    super(db, now)
    this.#place = place
  }

  async append(entry: Omit<HubEntry, 'place'>): Promise<HubEntry> {
    const head = await this.chainHead(entry.branchNo, entry.device)
    if (entry.seq !== (head?.seq ?? 0) + 1) throw new Error(`${entry.device} ${entry.seq} is not the next`)
    this.#place += 1
    const row = { ...entry, place: this.#place }
    this.#collected.push(row)
    this.#heads.set(chainKey(entry.branchNo, entry.device), row)
    return row
  }

  /** Writes what was collected. Call it once more when the work is done. */
  async flush(): Promise<void> {
    if (this.#collected.length === 0) return
    const rows = this.#collected.map(fromEntry)
    this.#collected = []
    for (let at = 0; at < rows.length; at += ENTRIES_PER_INSERT) {
      await this.db
        .insertInto('entry')
        .values(rows.slice(at, at + ENTRIES_PER_INSERT))
        .execute()
    }
    await this.db.updateTable('order_head').set({ place: this.#place }).execute()
  }

  async dropPersonal(place: number): Promise<void> {
    const [entry] = await this.entriesAfter(place - 1, 1)
    if (entry?.place !== place) return
    const { parts } = fromEntry(withoutPersonal(entry))
    await this.db.updateTable('entry').set({ parts }).where('place', '=', place).execute()
    this.#heads.clear()
  }

  override async entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]> {
    await this.flush()
    return super.entriesAfter(place, limit)
  }

  override async chainAfter(
    branchNo: string,
    device: string,
    after: number,
    limit: number,
  ): Promise<readonly HubEntry[]> {
    await this.flush()
    return super.chainAfter(branchNo, device, after, limit)
  }

  /** Remembered: every event that is recorded asks for it. */
  override async chainHead(branchNo: string, device: string): Promise<HubEntry | undefined> {
    const key = chainKey(branchNo, device)
    const head = this.#heads.get(key) ?? (await super.chainHead(branchNo, device))
    if (head !== undefined) this.#heads.set(key, head)
    return head
  }

  /** Locked until the end: attempts go on beside the order, and what is decided here must still hold then. */
  override async fob(serial: string): Promise<FobVerification | undefined> {
    const row = await this.db
      .selectFrom('fob')
      .selectAll()
      .where('serial', '=', serial)
      .forUpdate()
      .executeTakeFirst()
    return row && toFob(row)
  }

  async saveBranch(row: Branch): Promise<void> {
    const body = toBody(row)
    await this.db
      .insertInto('branch')
      .values({ branch_no: row.branchNo, body })
      .onConflict((on) => on.column('branch_no').doUpdateSet({ body }))
      .execute()
  }

  async saveDevice(row: Device): Promise<void> {
    const values = { branch_no: row.branchNo, body: toBody(row) }
    await this.db
      .insertInto('device')
      .values({ device: row.device, ...values })
      .onConflict((on) => on.column('device').doUpdateSet(values))
      .execute()
  }

  async saveEnrolmentCode(row: EnrolmentCode): Promise<void> {
    const body = toBody(row)
    await this.db
      .insertInto('enrolment_code')
      .values({ code_hash: row.codeHash, body })
      .onConflict((on) => on.column('code_hash').doUpdateSet({ body }))
      .execute()
  }

  async saveFob(row: FobVerification): Promise<void> {
    const { serial, ...values } = fromFob(row)
    await this.db
      .insertInto('fob')
      .values({ serial, ...values })
      .onConflict((on) =>
        on.column('serial').doUpdateSet({ ...values, version: sql<number>`fob.version + 1` }),
      )
      .execute()
  }

  async saveDocument<K extends DocumentKind>(
    kind: K,
    id: string,
    row: Document<K>,
    life?: DocumentLife,
  ): Promise<void> {
    await putDocument(this.db, kind, id, row, life)
  }

  async removeDocument(kind: DocumentKind, id: string): Promise<void> {
    await this.db.deleteFrom('document').where('kind', '=', kind).where('id', '=', id).execute()
  }
}

export async function putDocument<K extends DocumentKind>(
  db: Kysely<HubTables>,
  kind: K,
  id: string,
  row: Document<K>,
  life?: DocumentLife,
): Promise<void> {
  const { body, expiresAt } = storeDocument(kind, id, row, life)
  const values = { body, expires_at: expiresAt }
  await db
    .insertInto('document')
    .values({ kind, id, ...values })
    .onConflict((on) => on.columns(['kind', 'id']).doUpdateSet(values))
    .execute()
}

/** `HubStore.claimDocument` as one statement where nothing is in the way. */
export async function claimDocument<K extends DocumentKind>(
  db: Kysely<HubTables>,
  now: number,
  kind: K,
  id: string,
  row: Document<K>,
  life?: DocumentLife,
): Promise<Document<K> | null> {
  const { body, expiresAt } = storeDocument(kind, id, row, life)
  const values = { body, expires_at: expiresAt }
  for (;;) {
    const claimed = await db
      .insertInto('document')
      .values({ kind, id, ...values })
      .onConflict((on) =>
        on.columns(['kind', 'id']).doUpdateSet(values).where('document.expires_at', '<=', now),
      )
      .returning(sql<boolean>`true`.as('claimed'))
      .executeTakeFirst()
    if (claimed !== undefined) return null
    const found = await new SqlReader(db, now).document(kind, id)
    // Removed in between: then it is free after all.
    if (found !== undefined) return found
  }
}

/** `HubStore.changeDocument` in a transaction of its own. */
export async function changeDocument<K extends DocumentKind, T>(
  trx: Kysely<HubTables>,
  now: number,
  kind: K,
  id: string,
  change: (row: Document<K>) => DocumentChange<K, T>,
): Promise<T | undefined> {
  const found = await trx
    .selectFrom('document')
    .selectAll()
    .where('kind', '=', kind)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const stored = found && toStored(found)
  if (stored === undefined || !isAlive(stored, now)) return undefined
  const { row, life, result } = change(readDocument(kind, stored))
  if (row !== null) await putDocument(trx, kind, id, row, life)
  else await trx.deleteFrom('document').where('kind', '=', kind).where('id', '=', id).execute()
  return result
}
