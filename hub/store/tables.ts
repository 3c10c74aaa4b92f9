/** The hub's rows in memory, and one transaction over them. */
import { assertNever } from '../../domain/vocabulary.ts'
import type { HubTransaction } from './hub-store.ts'
import type { Branch, Device, EnrolmentCode, FobVerification, HubEntry, Write } from './rows.ts'

const chainKey = (branchNo: string, device: string): string => JSON.stringify([branchNo, device])

export class Tables {
  /** Index = place − 1. */
  readonly entries: HubEntry[] = []
  /** By chain; index = seq − 1. */
  readonly chains = new Map<string, HubEntry[]>()
  readonly branches = new Map<string, Branch>()
  readonly devices = new Map<string, Device>()
  readonly codes = new Map<string, EnrolmentCode>()
  readonly fobs = new Map<string, FobVerification>()

  chain(branchNo: string, device: string): HubEntry[] {
    const key = chainKey(branchNo, device)
    const known = this.chains.get(key)
    if (known !== undefined) return known
    const made: HubEntry[] = []
    this.chains.set(key, made)
    return made
  }

  /** @throws Error for an entry out of its place or out of its chain */
  apply(write: Write): void {
    switch (write.table) {
      case 'entry': {
        const { row } = write
        const chain = this.chain(row.branchNo, row.device)
        if (row.place !== this.entries.length + 1) throw new Error(`place ${row.place} is not the next`)
        if (row.seq !== chain.length + 1) throw new Error(`${row.device} ${row.seq} is not the next`)
        this.entries.push(row)
        chain.push(row)
        return
      }
      case 'branch':
        this.branches.set(write.row.branchNo, write.row)
        return
      case 'device':
        this.devices.set(write.row.device, write.row)
        return
      case 'enrolmentCode':
        this.codes.set(write.row.codeHash, write.row)
        return
      case 'fob':
        this.fobs.set(write.row.serial, write.row)
        return
      default:
        assertNever(write)
    }
  }
}

/** Collects writes beside the tables; whoever commits applies `writes` to them. */
export class TablesTransaction implements HubTransaction {
  readonly writes: Write[] = []
  readonly #tables: Tables
  readonly #own = new Tables()
  readonly #appended: HubEntry[] = []

  constructor(tables: Tables) {
    this.#tables = tables
  }

  async entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]> {
    return slice(this.#tables.entries, this.#appended, place, limit)
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
    return slice(committed, this.#own.chain(branchNo, device), after, limit)
  }

  async chainHead(branchNo: string, device: string): Promise<HubEntry | undefined> {
    const committed = this.#tables.chains.get(chainKey(branchNo, device))
    return this.#own.chain(branchNo, device).at(-1) ?? committed?.at(-1)
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

  async branch(branchNo: string): Promise<Branch | undefined> {
    return this.#own.branches.get(branchNo) ?? this.#tables.branches.get(branchNo)
  }

  async saveBranch(row: Branch): Promise<void> {
    this.#save({ table: 'branch', row })
  }

  async device(device: string): Promise<Device | undefined> {
    return this.#own.devices.get(device) ?? this.#tables.devices.get(device)
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

  async saveFob(row: FobVerification): Promise<void> {
    this.#save({ table: 'fob', row })
  }

  async fobsAfter(serial: string, limit: number): Promise<readonly FobVerification[]> {
    const rows = new Map([...this.#tables.fobs, ...this.#own.fobs])
    const after = [...rows.values()].filter((row) => row.serial > serial)
    return after.sort((a, b) => (a.serial < b.serial ? -1 : 1)).slice(0, limit)
  }

  #save(write: Write): void {
    this.#own.apply(write)
    this.writes.push(write)
  }
}

/** `limit` of `first` followed by `second`, from index `from` on. */
function slice<T>(first: readonly T[], second: readonly T[], from: number, limit: number): readonly T[] {
  const start = Math.max(0, from)
  const found = first.slice(start, start + limit)
  if (found.length === limit) return found
  const rest = Math.max(0, start - first.length)
  return [...found, ...second.slice(rest, rest + limit - found.length)]
}
