/** The hub's rows in memory. */
import { assertNever } from '../../domain/vocabulary.ts'
import type { StoredDocument } from './documents.ts'
import {
  withoutPersonal,
  type Branch,
  type Device,
  type EnrolmentCode,
  type FobVerification,
  type HubEntry,
  type WrongCode,
  type Write,
} from './rows.ts'

export const chainKey = (branchNo: string, device: string): string => JSON.stringify([branchNo, device])
export const documentKey = (kind: string, id: string): string => JSON.stringify([kind, id])

export class Tables {
  /** Index = place − 1. */
  readonly entries: HubEntry[] = []
  /** By chain; index = seq − 1. */
  readonly chains = new Map<string, HubEntry[]>()
  readonly branches = new Map<string, Branch>()
  readonly devices = new Map<string, Device>()
  readonly codes = new Map<string, EnrolmentCode>()
  readonly fobs = new Map<string, FobVerification>()
  readonly wrongCodes: WrongCode[] = []
  readonly documents = new Map<string, StoredDocument>()

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
      case 'noPersonal': {
        const found = this.entries[write.row.place - 1]
        if (found === undefined) return
        const row = withoutPersonal(found)
        this.entries[row.place - 1] = row
        this.chain(row.branchNo, row.device)[row.seq - 1] = row
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
      case 'wrongCode':
        this.wrongCodes.push(write.row)
        return
      case 'wrongCodesUntil':
        this.wrongCodes.splice(0, Infinity, ...this.wrongCodes.filter(({ at }) => at > write.row.at))
        return
      case 'document':
        this.documents.set(documentKey(write.row.kind, write.row.id), write.row)
        return
      case 'noDocument':
        this.documents.delete(documentKey(write.row.kind, write.row.id))
        return
      default:
        assertNever(write)
    }
  }
}
