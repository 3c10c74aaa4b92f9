/**
 * The sheet on which one event is worked out: reads see what was written before, and writing a user or a fob
 * keeps both sides of every tie in agreement. What an event does to the world is in the sibling files.
 */
import type { FobFlag } from '../flags.ts'
import type { EventMeta } from '../events.ts'
import type { AggregateKind, Aggregates, Application, Change, Fob, State, Tie, User } from '../model.ts'
import { heldSerials, livingTies } from '../ties.ts'
import type { ApplicationStatus, CustodyPlace } from '../vocabulary.ts'

export class Work {
  readonly meta: EventMeta
  readonly state: State
  readonly #changes = new Map<string, Change>()

  constructor(state: State, meta: EventMeta) {
    this.state = state
    this.meta = meta
  }

  get changes(): Change[] {
    return [...this.#changes.values()]
  }

  get<K extends AggregateKind>(kind: K, id: string): Aggregates[K] | undefined {
    const change = this.#changes.get(`${kind}/${id}`)
    // The key names the kind, so the value is of that kind; the compiler does not follow that.
    return change === undefined ? this.state.get(kind, id) : (change.value as Aggregates[K])
  }

  put<K extends AggregateKind>(kind: K, id: string, value: Aggregates[K]): void {
    this.#changes.set(`${kind}/${id}`, { kind, id, value } as Change)
  }

  /** An aggregate out of this desk's scope is unknown here; its facts change nothing. */
  update<K extends AggregateKind>(
    kind: K,
    id: string,
    change: (value: Aggregates[K]) => Aggregates[K],
  ): void {
    const value = this.get(kind, id)
    if (value !== undefined) this.put(kind, id, change(value))
  }

  // ── Fobs

  fob(serial: string, change: (fob: Fob) => Fob): void {
    this.update('fob', serial, change)
  }

  flag(serial: string, flag: FobFlag): void {
    this.fob(serial, (fob) => (fob.flags.includes(flag) ? fob : { ...fob, flags: [...fob.flags, flag] }))
  }

  /** Books a fob into its one place. From a place not in `expected` it is flagged, never refused (rule 13). */
  place(
    serial: string,
    place: CustodyPlace,
    reference: string | null,
    expected: readonly CustodyPlace[] | 'any',
  ): void {
    const before = this.get('fob', serial)?.custody.place
    if (before === undefined) return
    if (expected !== 'any' && !expected.includes(before)) this.flag(serial, 'FLAG_PLACE')
    this.fob(serial, (fob) => ({
      ...fob,
      // In the customer's hands it belongs to the branch of the contract, which may have moved meanwhile.
      branchNo: place === 'customer' ? this.#branchOf(fob) : fob.branchNo,
      custody: { place, since: this.meta.at, by: this.meta.by, reference },
    }))
  }

  #branchOf({ contractNo, branchNo }: Fob): string {
    return (contractNo === null ? undefined : this.get('contract', contractNo)?.branchNo) ?? branchNo
  }

  /** Whether a fob may serve a contract: never two (rule 2). A fob unknown here is somebody else's to judge. */
  mayServe(serial: string, contractNo: string): boolean {
    const fob = this.get('fob', serial)
    return fob === undefined || fob.contractNo === null || fob.contractNo === contractNo
  }

  // ── Users

  /** Writes a user and makes the fobs' `loginIds` agree with the user's living ties. */
  user(user: User): void {
    const before = this.get('user', user.loginId)
    const had = before === undefined ? new Set<string>() : heldSerials(before.otp)
    const has = heldSerials(user.otp)
    this.put('user', user.loginId, user)
    for (const serial of had) {
      if (has.has(serial)) continue
      this.fob(serial, (fob) => ({ ...fob, loginIds: fob.loginIds.filter((id) => id !== user.loginId) }))
    }
    for (const serial of has) {
      this.fob(serial, (fob) => ({
        ...fob,
        contractNo: fob.contractNo ?? user.contractNo,
        loginIds: fob.loginIds.includes(user.loginId) ? fob.loginIds : [...fob.loginIds, user.loginId],
      }))
    }
  }

  // ── Applications

  /** Changes an application only from one of the given states: a late fact for another state is no news. */
  application(
    applicationId: string,
    from: readonly ApplicationStatus[],
    change: (application: Application) => Application,
  ): boolean {
    const application = this.get('application', applicationId)
    if (application === undefined || !from.includes(application.status)) return false
    this.put('application', applicationId, change(application))
    return true
  }

  /** The application's users with their living ties that it made. */
  tiesOf(application: Application): readonly { readonly user: User; readonly tie: Tie }[] {
    return application.loginIds.flatMap((loginId) => {
      const user = this.get('user', loginId)
      if (user === undefined) return []
      return livingTies(user.otp)
        .filter((tie) => tie.applicationId === application.applicationId)
        .map((tie) => ({ user, tie }))
    })
  }
}
