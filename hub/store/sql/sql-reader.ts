import type { Kysely } from 'kysely'
import {
  readDocument,
  type Document,
  type DocumentKind,
  type DocumentPage,
  type NamedDocument,
  type StoredDocument,
} from '../documents.ts'
import type { HubReader } from '../hub-store.ts'
import {
  branch,
  device,
  enrolmentCode,
  type Branch,
  type Device,
  type EnrolmentCode,
  type FobVerification,
  type HubEntry,
} from '../rows.ts'
import { throughKysely, type Prepared, type RunPrepared } from './prepared.ts'
import { fromBody, own, toEntry, toFob } from './row-codec.ts'
import type { HubTables } from './schema.ts'

const ENTRIES_AFTER: Prepared<HubTables['entry']> = {
  name: 'entries-after',
  // Named columns: `*` in a prepared statement fails for good once a newer program adds one.
  text: `
    select place, branch_no, device, seq, hash, bytes, parts, refusal from entry
    where place > $1 order by place limit $2`,
}

/** `HubReader.entriesAfter`: every question asks it first. */
export async function readEntries(
  run: RunPrepared,
  place: number,
  limit: number,
): Promise<readonly HubEntry[]> {
  return (await run(ENTRIES_AFTER, [place, limit])).map(toEntry)
}

/** Reads on one connection, inside the transaction that it has begun. */
export class SqlReader implements HubReader {
  protected readonly db: Kysely<HubTables>
  protected readonly now: number

  /** @param now the time by which documents have expired, milliseconds since 1970 */
  constructor(db: Kysely<HubTables>, now: number) {
    this.db = db
    this.now = now
  }

  async entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]> {
    return readEntries(throughKysely(this.db), place, limit)
  }

  async entryAt(branchNo: string, deviceId: string, seq: number): Promise<HubEntry | undefined> {
    return (await this.chainAfter(branchNo, deviceId, seq - 1, 1)).find((entry) => entry.seq === seq)
  }

  async chainAfter(
    branchNo: string,
    deviceId: string,
    after: number,
    limit: number,
  ): Promise<readonly HubEntry[]> {
    const rows = await this.#chain(branchNo, deviceId)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute()
    return rows.map(toEntry)
  }

  async chainHead(branchNo: string, deviceId: string): Promise<HubEntry | undefined> {
    const row = await this.#chain(branchNo, deviceId).orderBy('seq', 'desc').limit(1).executeTakeFirst()
    return row && toEntry(row)
  }

  #chain(branchNo: string, deviceId: string) {
    return this.db
      .selectFrom('entry')
      .selectAll()
      .where('branch_no', '=', branchNo)
      .where('device', '=', deviceId)
  }

  async branch(branchNo: string): Promise<Branch | undefined> {
    const row = await this.db
      .selectFrom('branch')
      .select('body')
      .where('branch_no', '=', branchNo)
      .executeTakeFirst()
    return row && fromBody(branch, row, `branch ${branchNo}`)
  }

  async branches(): Promise<readonly Branch[]> {
    const rows = await this.db.selectFrom('branch').selectAll().orderBy('branch_no').execute()
    return rows.map((row) => fromBody(branch, row, `branch ${row.branch_no}`))
  }

  async device(id: string): Promise<Device | undefined> {
    const row = await this.db.selectFrom('device').select('body').where('device', '=', id).executeTakeFirst()
    return row && fromBody(device, row, `device ${id}`)
  }

  async devicesOf(branchNo: string): Promise<readonly Device[]> {
    const rows = await this.db
      .selectFrom('device')
      .selectAll()
      .where('branch_no', '=', branchNo)
      .orderBy('device')
      .execute()
    return rows.map((row) => fromBody(device, row, `device ${row.device}`))
  }

  async enrolmentCode(codeHash: string): Promise<EnrolmentCode | undefined> {
    const row = await this.db
      .selectFrom('enrolment_code')
      .select('body')
      .where('code_hash', '=', codeHash)
      .executeTakeFirst()
    return row && fromBody(enrolmentCode, row, 'enrolment code')
  }

  async fob(serial: string): Promise<FobVerification | undefined> {
    const row = await this.db.selectFrom('fob').selectAll().where('serial', '=', serial).executeTakeFirst()
    return row && toFob(row)
  }

  async fobsAfter(serial: string, limit: number): Promise<readonly FobVerification[]> {
    const rows = await this.db
      .selectFrom('fob')
      .selectAll()
      .where('serial', '>', serial)
      .orderBy('serial')
      .limit(limit)
      .execute()
    return rows.map(toFob)
  }

  async wrongCodes(from: number, to: number): Promise<number> {
    const { count } = await this.db
      .selectFrom('wrong_code')
      .select((is) => is.fn.countAll<number>().as('count'))
      .where('at', '>', from)
      .where('at', '<=', to)
      .executeTakeFirstOrThrow()
    return count
  }

  async document<K extends DocumentKind>(kind: K, id: string): Promise<Document<K> | undefined> {
    const row = await this.#alive(kind).where('id', '=', id).executeTakeFirst()
    return row && readDocument(kind, toStored(row))
  }

  async documents<K extends DocumentKind>(
    kind: K,
    { after = '', limit }: DocumentPage,
  ): Promise<readonly NamedDocument<K>[]> {
    const rows = await this.#alive(kind).where('id', '>', after).orderBy('id').limit(limit).execute()
    return rows.map((row) => ({ id: row.id, row: readDocument(kind, toStored(row)) }))
  }

  #alive(kind: DocumentKind) {
    return this.db
      .selectFrom('document')
      .selectAll()
      .where('kind', '=', kind)
      .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', this.now)]))
  }
}

export function toStored(row: HubTables['document']): StoredDocument {
  return { kind: row.kind, id: row.id, body: own(row.body), expiresAt: row.expires_at }
}
