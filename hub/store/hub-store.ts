/**
 * What the hub keeps, as a port for every database: each method of a transaction reads or writes rows, so that
 * it maps onto SQL one to one. The events are the truth; the state of the rules is folded from them
 * (`../state.ts`). What no event says (attempts, accepted steps, unused codes) has its own rows.
 */
import type { Branch, Device, EnrolmentCode, FobVerification, HubEntry } from './rows.ts'

/** Reads and writes of one transaction. Reads see its own writes. */
export interface HubTransaction {
  /** Entries with `place` > after, ascending. */
  entriesAfter(place: number, limit: number): Promise<readonly HubEntry[]>
  /** One entry of a chain; `branchNo` tells the hub's own chains apart. */
  entryAt(branchNo: string, device: string, seq: number): Promise<HubEntry | undefined>
  /** Entries of one chain with `seq` > after, ascending. */
  chainAfter(branchNo: string, device: string, after: number, limit: number): Promise<readonly HubEntry[]>
  /** The last entry of a chain. */
  chainHead(branchNo: string, device: string): Promise<HubEntry | undefined>
  /** Gives the entry the next place. Throws unless its `seq` is the next of its chain: a bug. */
  append(entry: Omit<HubEntry, 'place'>): Promise<HubEntry>

  branch(branchNo: string): Promise<Branch | undefined>
  saveBranch(branch: Branch): Promise<void>
  device(device: string): Promise<Device | undefined>
  saveDevice(device: Device): Promise<void>
  enrolmentCode(codeHash: string): Promise<EnrolmentCode | undefined>
  saveEnrolmentCode(code: EnrolmentCode): Promise<void>
  fob(serial: string): Promise<FobVerification | undefined>
  saveFob(fob: FobVerification): Promise<void>
  /** Fobs with `serial` > after, ascending. */
  fobsAfter(serial: string, limit: number): Promise<readonly FobVerification[]>
}

export interface HubStore {
  /**
   * Runs `work` as if no other transaction existed, and makes all its writes durable together before it
   * resolves. When `work` throws, nothing is written. Rejects when the medium fails: whether the writes are
   * there is then known only after opening the store again. Never call it from within a transaction.
   */
  transaction<T>(work: (tx: HubTransaction) => Promise<T>): Promise<T>
  /** Waits for what is running; later transactions reject. */
  close(): Promise<void>
}
