/**
 * The state in memory: for the hub, tests and anything that folds events without a database. With a base it
 * is an overlay: reads fall through, `apply` never touches the base.
 */
import type {
  AggregateKind,
  Aggregates,
  Application,
  ApprovalRequest,
  Change,
  Fob,
  RecordChange,
  Staff,
  State,
} from './model.ts'
import { defaultPolicy, type Policy } from './policy.ts'
import type { ApplicationStatus, CustodyPlace } from './vocabulary.ts'

const ended: ReadonlySet<ApplicationStatus> = new Set([
  'denied',
  'completed',
  'withdrawn',
  'issuanceCancelled',
])

/** Whether an application still asks for work (一時保存 and 差戻し included). */
export function isOpen(application: Application): boolean {
  return !ended.has(application.status)
}

/** The key of the one policy record. */
export const POLICY_KEY = 'policy'

/** null: there is none, whatever the base says. */
type Table<K extends AggregateKind> = Map<string, Aggregates[K] | null>

export class MemoryState implements State {
  readonly #base: State | null
  readonly #tables: { readonly [K in AggregateKind]: Table<K> } = {
    contract: new Map(),
    user: new Map(),
    fob: new Map(),
    application: new Map(),
    approval: new Map(),
    staff: new Map(),
    task: new Map(),
    transfer: new Map(),
    issuance: new Map(),
    mail: new Map(),
    policy: new Map(),
  }
  readonly #serialByChip = new Map<string, string>()
  readonly #openByContract = new Index()
  readonly #waiting = new Set<string>()
  readonly #serialsByPlace = new Index()

  /** @param base read where this state has nothing of its own */
  constructor(base: State | null = null) {
    this.#base = base
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#applyOne(change)
  }

  /** As `apply`; a record may also be set to be not there. */
  set(change: RecordChange): void {
    if (change.value !== null) {
      this.#applyOne(change)
      return
    }
    this.#unindex(change.kind, change.id)
    this.#tables[change.kind].set(change.id, null)
  }

  /** Whether this record is held here, be it as not there; otherwise the base answers for it. */
  holds(kind: AggregateKind, id: string): boolean {
    return this.#tables[kind].has(id)
  }

  /** Lets go of a record: the base answers for it again. */
  release(kind: AggregateKind, id: string): void {
    this.#unindex(kind, id)
    this.#tables[kind].delete(id)
  }

  /** Everything held here, as the changes that would make it. */
  *held(): Generator<RecordChange> {
    for (const kind of Object.keys(this.#tables) as AggregateKind[]) {
      // The table's name is the kind of its values; the compiler does not follow that.
      for (const [id, value] of this.#tables[kind]) yield { kind, id, value } as RecordChange
    }
  }

  #applyOne(change: Change): void {
    this.#unindex(change.kind, change.id)
    switch (change.kind) {
      case 'application':
        if (isOpen(change.value)) this.#openByContract.add(change.value.contractNo, change.id)
        break
      case 'approval':
        if (change.value.status === 'waiting') this.#waiting.add(change.id)
        break
      case 'fob':
        this.#serialsByPlace.add(placeKey(change.value), change.id)
        this.#serialByChip.set(change.value.chipSerial, change.id)
        break
      default:
        break
    }
    // The kind of a change names the table its value belongs to; the compiler does not follow that.
    ;(this.#tables[change.kind] as Map<string, unknown>).set(change.id, change.value)
  }

  #unindex(kind: AggregateKind, id: string): void {
    switch (kind) {
      case 'application': {
        const before = this.#tables.application.get(id)
        if (before) this.#openByContract.delete(before.contractNo, id)
        break
      }
      case 'approval':
        this.#waiting.delete(id)
        break
      case 'fob': {
        const before = this.#tables.fob.get(id)
        if (!before) break
        this.#serialsByPlace.delete(placeKey(before), id)
        if (this.#serialByChip.get(before.chipSerial) === id) this.#serialByChip.delete(before.chipSerial)
        break
      }
      default:
        break
    }
  }

  get<K extends AggregateKind>(kind: K, id: string): Aggregates[K] | undefined {
    const own = this.#tables[kind].get(id)
    return own === undefined ? this.#base?.get(kind, id) : (own ?? undefined)
  }

  /** Every aggregate of a kind held here (not the base's), in order of first appearance. */
  *all<K extends AggregateKind>(kind: K): IterableIterator<Aggregates[K]> {
    for (const value of this.#tables[kind].values()) if (value !== null) yield value
  }

  serialOfChip(chipSerial: string): string | undefined {
    const own = this.#serialByChip.get(chipSerial)
    if (own !== undefined) return own
    const below = this.#base?.serialOfChip(chipSerial)
    return below === undefined || this.#tables.fob.has(below) ? undefined : below
  }

  openApplications(contractNo: string): readonly Application[] {
    const { application } = this.#tables
    return this.#merge(
      this.#base?.openApplications(contractNo),
      (below) => !application.has(below.applicationId),
      this.#openByContract.of(contractNo).map((id) => application.get(id)),
    ).toSorted((a, b) => a.requestedAt - b.requestedAt || compare(a.applicationId, b.applicationId))
  }

  waitingApprovals(): readonly ApprovalRequest[] {
    const { approval } = this.#tables
    return this.#merge(
      this.#base?.waitingApprovals(),
      (below) => !approval.has(below.requestId),
      [...this.#waiting].map((id) => approval.get(id)),
    ).toSorted((a, b) => a.askedAt - b.askedAt || compare(a.requestId, b.requestId))
  }

  staff(): readonly Staff[] {
    const { staff } = this.#tables
    return this.#merge(this.#base?.staff(), (below) => !staff.has(below.staffNo), [
      ...this.all('staff'),
    ]).toSorted((a, b) => compare(a.staffNo, b.staffNo))
  }

  serialsIn(branchNo: string, place: CustodyPlace, endingBy = Infinity): readonly string[] {
    const { fob } = this.#tables
    return this.#merge(
      this.#base?.serialsIn(branchNo, place, endingBy),
      (below) => !fob.has(below),
      this.#serialsByPlace
        .of(`${branchNo}/${place}`)
        .filter((serial) => (fob.get(serial)?.expiresAt ?? 0) <= endingBy),
    ).toSorted(compare)
  }

  policy(): Policy {
    return this.get('policy', POLICY_KEY) ?? defaultPolicy
  }

  #merge<T>(
    below: readonly T[] = [],
    uncovered: (value: T) => boolean,
    own: readonly (T | null | undefined)[],
  ): T[] {
    return [...below.filter(uncovered), ...own.filter((value) => value !== undefined && value !== null)]
  }
}

/** Identifiers by a key. */
class Index {
  readonly #sets = new Map<string, Set<string>>()

  add(key: string, id: string): void {
    const set = this.#sets.get(key)
    if (set === undefined) this.#sets.set(key, new Set([id]))
    else set.add(id)
  }

  delete(key: string, id: string): void {
    this.#sets.get(key)?.delete(id)
  }

  of(key: string): readonly string[] {
    return [...(this.#sets.get(key) ?? [])]
  }
}

function placeKey(fob: Fob): string {
  return `${fob.branchNo}/${fob.custody.place}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
