/** One transaction over rows in memory. */
import {
  isAlive,
  readDocument,
  storeDocument,
  type Document,
  type DocumentKind,
  type DocumentLife,
  type DocumentPage,
  type NamedDocument,
} from './documents.ts'
import type { HubTransaction } from './hub-store.ts'
import {
  withoutPersonal,
  WRONG_CODES_MS,
  type Branch,
  type Device,
  type EnrolmentCode,
  type FobVerification,
  type HubEntry,
  type WrongCode,
  type Write,
} from './rows.ts'
import { chainKey, documentKey, Tables } from './tables.ts'

/** Collects writes beside the tables; whoever commits applies `writes` to them. */
export class TablesTransaction implements HubTransaction {
  readonly writes: Write[] = []
  readonly #tables: Tables
  readonly #now: number
  readonly #own = new Tables()
  readonly #appended: HubEntry[] = []
  /** Keys of committed documents that this transaction removes. */
  readonly #removed = new Set<string>()

  /** Places of entries whose personal part this transaction takes out. */
  readonly #withoutPersonal = new Set<number>()

  /** @param now the time by which documents have expired, milliseconds since 1970 */
  constructor(tables: Tables, now: number) {
    this.#tables = tables
    this.#now = now
  }

  async entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]> {
    return this.#asIs(slice(this.#tables.entries, this.#appended, place, limit))
  }

  async entryAt(branchNo: string, device: string, seq: number): Promise<HubEntry | undefined> {
    return (await this.chainAfter(branchNo, device, seq - 1, 1))[0]
  }

  async chainAfter(
    branchNo: string,
    device: string,
    after: number,
    limit: number,
  ): Promise<readonly HubEntry[]> {
    const committed = this.#tables.chains.get(chainKey(branchNo, device)) ?? []
    return this.#asIs(slice(committed, this.#own.chain(branchNo, device), after, limit))
  }

  async chainHead(branchNo: string, device: string): Promise<HubEntry | undefined> {
    const committed = this.#tables.chains.get(chainKey(branchNo, device))
    const head = this.#own.chain(branchNo, device).at(-1) ?? committed?.at(-1)
    return head && this.#asIs([head])[0]
  }

  async append(entry: Omit<HubEntry, 'place'>): Promise<HubEntry> {
    const head = await this.chainHead(entry.branchNo, entry.device)
    if (entry.seq !== (head?.seq ?? 0) + 1) throw new Error(`${entry.device} ${entry.seq} is not the next`)
    const row = { ...entry, place: this.#tables.entries.length + this.#appended.length + 1 }
    this.#appended.push(row)
    this.#own.chain(entry.branchNo, entry.device).push(row)
    this.writes.push({ table: 'entry', row })
    return row
  }

  async dropPersonal(place: number): Promise<void> {
    this.#withoutPersonal.add(place)
    this.writes.push({ table: 'noPersonal', row: { place } })
  }

  /** As this transaction leaves them. */
  #asIs(entries: readonly HubEntry[]): readonly HubEntry[] {
    if (this.#withoutPersonal.size === 0) return entries
    return entries.map((entry) => (this.#withoutPersonal.has(entry.place) ? withoutPersonal(entry) : entry))
  }

  async branch(branchNo: string): Promise<Branch | undefined> {
    return this.#own.branches.get(branchNo) ?? this.#tables.branches.get(branchNo)
  }

  async branches(): Promise<readonly Branch[]> {
    const all = new Map([...this.#tables.branches, ...this.#own.branches])
    return [...all.values()].toSorted((a, b) => inBytes(a.branchNo, b.branchNo))
  }

  async saveBranch(row: Branch): Promise<void> {
    this.#save({ table: 'branch', row })
  }

  async device(device: string): Promise<Device | undefined> {
    return this.#own.devices.get(device) ?? this.#tables.devices.get(device)
  }

  async devicesOf(branchNo: string): Promise<readonly Device[]> {
    const all = new Map([...this.#tables.devices, ...this.#own.devices])
    return [...all.values()]
      .filter((device) => device.branchNo === branchNo)
      .toSorted((a, b) => inBytes(a.device, b.device))
  }

  async saveDevice(row: Device): Promise<void> {
    this.#save({ table: 'device', row })
  }

  async enrolmentCode(codeHash: string): Promise<EnrolmentCode | undefined> {
    return this.#own.codes.get(codeHash) ?? this.#tables.codes.get(codeHash)
  }

  async saveEnrolmentCode(row: EnrolmentCode): Promise<void> {
    this.#save({ table: 'enrolmentCode', row })
  }

  async fob(serial: string): Promise<FobVerification | undefined> {
    return this.#own.fobs.get(serial) ?? this.#tables.fobs.get(serial)
  }

  async fobsAfter(serial: string, limit: number): Promise<readonly FobVerification[]> {
    const all = new Map([...this.#tables.fobs, ...this.#own.fobs])
    return [...all.values()]
      .filter((fob) => inBytes(fob.serial, serial) > 0)
      .toSorted((a, b) => inBytes(a.serial, b.serial))
      .slice(0, limit)
  }

  async saveFob(row: FobVerification): Promise<void> {
    this.#save({ table: 'fob', row })
  }

  async wrongCodes(from: number, to: number): Promise<number> {
    const all = [...this.#tables.wrongCodes, ...this.#own.wrongCodes]
    return all.filter(({ at }) => from < at && at <= to).length
  }

  /** See `FobDecision.wrongAt`. */
  countWrongCode(row: WrongCode): void {
    this.#save({ table: 'wrongCode', row })
  }

  async document<K extends DocumentKind>(kind: K, id: string): Promise<Document<K> | undefined> {
    const key = documentKey(kind, id)
    const found = this.#removed.has(key)
      ? undefined
      : (this.#own.documents.get(key) ?? this.#tables.documents.get(key))
    return found && isAlive(found, this.#now) ? readDocument(kind, found) : undefined
  }

  async documents<K extends DocumentKind>(
    kind: K,
    { after = '', limit }: DocumentPage,
  ): Promise<readonly NamedDocument<K>[]> {
    const all = new Map([...this.#tables.documents, ...this.#own.documents])
    return [...all]
      .filter(([key]) => !this.#removed.has(key))
      .map(([, found]) => found)
      .filter((found) => found.kind === kind && isAlive(found, this.#now))
      .filter(({ id }) => inBytes(id, after) > 0)
      .toSorted((a, b) => inBytes(a.id, b.id))
      .slice(0, limit)
      .map((found) => ({ id: found.id, row: readDocument(kind, found) }))
  }

  async saveDocument<K extends DocumentKind>(
    kind: K,
    id: string,
    row: Document<K>,
    life?: DocumentLife,
  ): Promise<void> {
    this.#save({ table: 'document', row: storeDocument(kind, id, row, life) })
  }

  async removeDocument(kind: DocumentKind, id: string): Promise<void> {
    this.#save({ table: 'noDocument', row: { kind, id } })
  }

  /** See `HubStore.purge`. */
  purge(): number {
    const until = this.#now - WRONG_CODES_MS
    if (this.#tables.wrongCodes.some(({ at }) => at <= until)) {
      this.#save({ table: 'wrongCodesUntil', row: { at: until } })
    }
    const expired = [...this.#tables.documents.values()].filter((found) => !isAlive(found, this.#now))
    for (const { kind, id } of expired) this.#save({ table: 'noDocument', row: { kind, id } })
    return expired.length
  }

  #save(write: Write): void {
    this.#own.apply(write)
    if (write.table === 'document') this.#removed.delete(documentKey(write.row.kind, write.row.id))
    if (write.table === 'noDocument') this.#removed.add(documentKey(write.row.kind, write.row.id))
    this.writes.push(write)
  }
}

/** The order of the texts' UTF-8 bytes, in which a database keeps its keys. */
function inBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** `limit` of `first` followed by `second`, from index `from` on. */
function slice<T>(first: readonly T[], second: readonly T[], from: number, limit: number): readonly T[] {
  const start = Math.max(0, from)
  const found = first.slice(start, start + limit)
  if (found.length === limit) return found
  const rest = Math.max(0, start - first.length)
  return [...found, ...second.slice(rest, rest + limit - found.length)]
}
