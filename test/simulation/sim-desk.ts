/**
 * A desk of the simulation: the real state, rules and rebasing over a journal that is an array. What is in the array is
 * durable; everything else is lost in a crash and folded again. A rollback puts an older array back.
 */
import type { DeskEvent, EventDraft } from '../../domain/events.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import { Rebase } from '../../domain/rebase.ts'
import { readEvent } from '../../hub/read-event.ts'
import type { DeskPort, Enrolment } from '../../main/sync/desk-port.ts'
import { deviceChainOrigin } from '../../protocol/chain.ts'
import { openEnvelope, sealEnvelope, type OpenedEvent } from '../../protocol/envelope.ts'
import type { WireEvent } from '../../protocol/head-office.ts'
import { HUB_DEVICE } from '../../protocol/hub-head.ts'
import { signBytes, type DeviceHead } from '../../protocol/signature.ts'
import type { KeyObject } from 'node:crypto'
import type { Chance } from './chance.ts'

interface Read {
  readonly opened: OpenedEvent
  readonly event: DeskEvent
}

interface Commit {
  readonly origin: 'own' | 'pulled'
  readonly events: readonly Read[]
}

/** The program ended here; what was not in the journal is gone. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export class SimDesk implements DeskPort {
  readonly enrolment: Enrolment
  readonly #key: KeyObject
  readonly #chance: Chance
  #journal: Commit[] = []
  /** The desk's clock less the true time, ms. */
  skewMs = 0
  /** The program ends at so many journal acts from now. */
  crashIn = Infinity
  /** What `STORE_ROLLED_BACK` or a quarantine has ended; a new device takes its place. */
  retired = false
  state = new MemoryState()
  #rebase = this.#rebased()
  #own: WireEvent[] = []
  #head: DeviceHead
  #hubHead: DeviceHead
  #received = 0
  /** By sequence number of the own event that head office refused: its code. */
  readonly #refused = new Map<number, string>()

  constructor(enrolment: Enrolment, key: KeyObject, chance: Chance) {
    this.enrolment = enrolment
    this.#key = key
    this.#chance = chance
    this.#head = deviceChainOrigin(enrolment.realm, enrolment.device)
    this.#hubHead = deviceChainOrigin(enrolment.realm, HUB_DEVICE)
  }

  get device(): string {
    return this.enrolment.device
  }

  get branchNo(): string {
    return this.enrolment.branchNo
  }

  /** Own events without a receipt. */
  get unsent(): number {
    return this.#own.length - this.#received
  }

  /** Records what was decided, as one commit. */
  record(drafts: readonly EventDraft[], at: number, by: string | null): void {
    let head = this.#head
    const events = drafts.map((draft): Read => {
      const sealed = sealEnvelope({
        draft,
        id: `${this.device}-${head.seq + 1}`,
        realm: this.enrolment.realm,
        device: this.device,
        seq: head.seq + 1,
        prev: head.hash,
        at,
        by,
        random: (count) => this.#chance.bytes(count),
      })
      head = { device: this.device, seq: sealed.seq, hash: sealed.hash }
      return read(open(sealed.bytes, sealed.parts))
    })
    this.#commit({ origin: 'own', events })
  }

  /** What head office refused becomes something to do for the branch, as `main/desk/refused-tasks.ts` has it. */
  raiseRefused(at: number): void {
    const drafts = [...this.#refused].flatMap(([seq, code]): EventDraft[] => {
      const taskId = `refused-${this.device}-${seq}`
      if (code === 'DEPENDS_ON_REFUSED' || this.state.get('task', taskId) !== undefined) return []
      const subject = { kind: 'branch', id: this.branchNo } as const
      return [{ type: 'TaskRaised', v: 1, data: { taskId, code, subject } }]
    })
    if (drafts.length > 0) this.record(drafts, at, null)
  }

  /** The hash of every own event through the last receipt: what head office must have. */
  acknowledged(): readonly Uint8Array[] {
    const own = this.#journal.flatMap(({ origin, events }) => (origin === 'own' ? events : []))
    return own.slice(0, this.#received).map(({ opened }) => opened.hash)
  }

  /** The program ends and starts again: everything is folded from the journal. */
  restart(): void {
    this.crashIn = Infinity
    this.state = new MemoryState()
    this.#rebase = this.#rebased()
    this.#own = []
    this.#head = deviceChainOrigin(this.enrolment.realm, this.device)
    this.#hubHead = deviceChainOrigin(this.enrolment.realm, HUB_DEVICE)
    this.#received = 0
    this.#refused.clear()
    for (const commit of this.#journal) this.#fold(commit)
  }

  /** An older copy of the store is put back: its last commits are gone. */
  rollBack(commits: number): void {
    this.#journal = this.#journal.slice(0, Math.max(0, this.#journal.length - commits))
    this.restart()
  }

  // DeskPort

  ownHead(): DeviceHead {
    return this.#head
  }

  receivedThrough(): number {
    return this.#received
  }

  async ownEvents(after: number, limit: number): Promise<readonly WireEvent[]> {
    this.#mayCrash()
    // Fewer than asked for, so that a run takes several messages.
    const some = this.#chance.likely(0.5) ? limit : 1 + this.#chance.below(6)
    return this.#own.slice(after, after + Math.min(limit, some))
  }

  sign(message: Uint8Array): Uint8Array {
    return signBytes(this.#key, message)
  }

  hubHead(): DeviceHead {
    return this.#hubHead
  }

  async applyPulled(events: readonly OpenedEvent[]): Promise<{ readonly ok: true }> {
    this.#mayCrash()
    this.#commit({ origin: 'pulled', events: events.map(read) })
    this.#mayCrash()
    return { ok: true }
  }

  #mayCrash(): void {
    this.crashIn -= 1
    if (this.crashIn <= 0) throw new Crash()
  }

  #commit(commit: Commit): void {
    this.#journal.push(commit)
    this.#fold(commit)
  }

  #fold({ origin, events }: Commit): void {
    for (const { opened, event } of events) {
      const { device, seq, hash, bytes, parts } = opened
      if (origin === 'own') {
        this.#own.push({ bytes, parts: [...parts] })
        this.#head = { device, seq, hash }
        this.#rebase.own(event, event)
        continue
      }
      if (device === HUB_DEVICE) this.#hubHead = { device, seq, hash }
      this.#rebase.pulled(event)
      if (event.type !== 'VerdictGiven' || event.data.device !== this.device) continue
      if (event.data.accepted) this.#received = Math.max(this.#received, event.data.seq)
      else this.#refused.set(event.data.seq, event.data.code ?? 'REFUSED_BY_HUB')
    }
    if (origin === 'pulled') for (const _ of this.#rebase.settle()) continue
  }

  #rebased(): Rebase<DeskEvent> {
    const { state } = this
    return new Rebase({ state, change: (change) => state.set(change) }, (event: DeskEvent) => event)
  }
}

function open(bytes: Uint8Array, parts: OpenedEvent['parts']): OpenedEvent {
  const opened = openEnvelope(bytes, parts)
  if (!opened.ok) throw new Error(`${opened.code} ${opened.detail}`)
  return opened.value
}

function read(opened: OpenedEvent): Read {
  const found = readEvent(opened)
  if (!found.ok) throw new Error(`${found.code} ${JSON.stringify(found.detail)}`)
  return { opened, event: found.event }
}
