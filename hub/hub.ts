/**
 * What head office works with, and the ways to work on it: an ordered decision (`withHub`), a question
 * (`lookUp`, `freshState`). Attempts with a code have their own way (`verification/attempt.ts`).
 */
import { concernOf, type Concern, type RecordName } from '../domain/scope.ts'
import { scopeEntered } from '../domain/scope-entered.ts'
import type { DeskEvent, EventDraft } from '../domain/events.ts'
import { MemoryState } from '../domain/memory-state.ts'
import type { Change, State } from '../domain/model.ts'
import type { Realm } from '../domain/vocabulary.ts'
import { hex, type Random } from '../protocol/bytes.ts'
import { deviceChainOrigin } from '../protocol/chain.ts'
import { sealEnvelope } from '../protocol/envelope.ts'
import { HUB_DEVICE } from '../protocol/hub-head.ts'
import { branchState, changesIn } from './branch-state.ts'
import { storedEvent, type HubState } from './hub-state.ts'
import type { KeyedQueue } from './keyed-queue.ts'
import type { HubKeys } from './keys/hub-keys.ts'
import { rememberLeft, withReturning } from './left-scope.ts'
import type { HubReader, HubStore, HubTransaction } from './store/hub-store.ts'
import type { HubEntry } from './store/rows.ts'
import type { FleetGuard } from './verification/fleet-guard.ts'

export interface Hub {
  readonly realm: Realm
  /** Head office's time, milliseconds since 1970. */
  readonly now: () => number
  readonly random: Random
  readonly keys: HubKeys
  readonly store: HubStore
  readonly state: HubState
  /** Attempts on one fob, one after another. */
  readonly perFob: KeyedQueue
  /** Against guessing over many fobs. */
  readonly fleet: FleetGuard
}

/** Runs `work` alone on the store and the state of that moment; all it writes counts together or not at all. */
export function withHub<T>(hub: Hub, work: (work: HubWork) => Promise<T>): Promise<T> {
  return hub.state.alone(async () => {
    const { result, done } = await hub.store.transaction(async (tx) => {
      // Under the order's lock: nothing can be appended behind what is folded now.
      await hub.state.catchUp(tx)
      const current = new HubWork(hub, tx, hub.state.folded)
      return { result: await work(current), done: current }
    })
    // Only now are they durable; a transaction that failed leaves no trace in the state.
    if (done.lastPlace !== null) hub.state.adopt(done.changes, done.lastPlace)
    return result
  })
}

/** What a question needs that changes nothing. */
export interface HubLook {
  readonly tx: HubReader
  /** As of the question or a little later: it may move between two awaits. */
  readonly state: State
}

/** Runs a question on the rows and on a state that has everything recorded before the call. Waits for no lock. */
export function lookUp<T>(hub: Hub, work: (look: HubLook) => Promise<T>): Promise<T> {
  return hub.store.read(async (tx) => {
    await hub.state.catchUp(tx)
    return work({ tx, state: hub.state.folded })
  })
}

/** The state alone, with everything recorded before the call: concurrent callers share what it costs. */
export async function freshState(hub: Hub): Promise<State> {
  await hub.state.fresh(hub.store)
  return hub.state.folded
}

/** One transaction: rows through `tx`, rules through `state`, which has what was recorded so far. */
export class HubWork {
  readonly hub: Hub
  readonly tx: HubTransaction
  readonly changes: Change[] = []
  readonly #state: MemoryState
  lastPlace: number | null = null

  constructor(hub: Hub, tx: HubTransaction, folded: State) {
    this.hub = hub
    this.tx = tx
    this.#state = new MemoryState(folded)
  }

  get state(): State {
    return this.#state
  }

  /** What the rules of one branch read: its own policy and staff. */
  stateOf(branchNo: string): State {
    return branchState(this.#state, branchNo)
  }

  /** Appends a device's event with its verdict; an accepted one changes the state. null: it was refused. */
  async receive(entry: Omit<HubEntry, 'place'>, event: DeskEvent): Promise<Concern | null> {
    await this.#append(entry)
    return entry.refusal === null ? this.#evolve(entry, event) : null
  }

  /**
   * Writes an event of head office's own into the branch's chain. Another branch that has a changed record gets it
   * as it is then: its chain cannot carry this branch's event.
   * @param by the member of staff on whose word head office decided, if anybody's
   */
  async record(branchNo: string, draft: EventDraft, by: string | null = null): Promise<void> {
    const { followed, entering } = await this.#seal(branchNo, draft, by)
    if (draft.type === 'ScopeEntered') return
    for (const other of new Set([...followed.keys(), ...entering.keys()])) {
      if (other === branchNo) continue
      const names = [...(followed.get(other) ?? []), ...(entering.get(other) ?? [])]
      await this.bring(other, names)
    }
  }

  /** Writes records into the branch's chain as they are now. */
  async bring(branchNo: string, names: readonly RecordName[]): Promise<void> {
    const all = await withReturning(this.tx, this.#state, branchNo, names)
    for (const entered of scopeEntered(this.#state, all)) await this.#seal(branchNo, entered, null)
  }

  async #seal(branchNo: string, draft: EventDraft, by: string | null): Promise<Concern> {
    const { hub, tx } = this
    const head = (await tx.chainHead(branchNo, HUB_DEVICE)) ?? deviceChainOrigin(hub.realm, HUB_DEVICE)
    const sealed = sealEnvelope({
      draft,
      id: hex(hub.random(16)),
      realm: hub.realm,
      device: HUB_DEVICE,
      seq: head.seq + 1,
      prev: head.hash,
      at: hub.now(),
      by,
      random: hub.random,
    })
    const event = { bytes: sealed.bytes, parts: [...sealed.parts] }
    const { hash, seq } = sealed
    const entry = { branchNo, device: HUB_DEVICE, seq, hash, event, refusal: null }
    await this.#append(entry)
    return this.#evolve(entry, storedEvent(entry))
  }

  async #append(entry: Omit<HubEntry, 'place'>): Promise<void> {
    this.lastPlace = (await this.tx.append(entry)).place
  }

  async #evolve(entry: Pick<HubEntry, 'branchNo'>, event: DeskEvent): Promise<Concern> {
    const changes = changesIn(entry.branchNo, this.#state, event)
    const concern = concernOf(this.#state, changes, entry.branchNo)
    this.#state.apply(changes)
    this.changes.push(...changes)
    await rememberLeft(this.tx, this.#state, concern.leaving)
    return concern
  }
}
