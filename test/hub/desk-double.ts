/** A desk small enough to read: its own chain in memory, the real envelope, the real rules' state. */
import { eventSchemas, type DeskEvent, type EventDraft, type EventOf } from '../../domain/events.ts'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import type { Realm } from '../../domain/vocabulary.ts'
import { readEvent } from '../../hub/read-event.ts'
import type { DeskPort, Enrolment } from '../../main/sync/desk-port.ts'
import { deviceChainOrigin } from '../../protocol/chain.ts'
import { openEnvelope, sealEnvelope, type OpenedEvent, type RoleSigner } from '../../protocol/envelope.ts'
import type { HeadOffice, HeadOfficeInput, HeadOfficeOutput, WireEvent } from '../../protocol/head-office.ts'
import { HUB_DEVICE } from '../../protocol/hub-head.ts'
import {
  deviceHeadMessage,
  generateSigningKeyPair,
  signBytes,
  signingKey,
  type DeviceHead,
} from '../../protocol/signature.ts'
import { countingRandom } from './random.ts'

const random = countingRandom('desk')

/** An event and who recorded it; 2001 unless it says otherwise, null: nobody. */
export type StaffDraft = EventDraft & {
  readonly by?: string | null
  /** Whose keys stand under it; nobody's unless it says so. */
  readonly signers?: readonly RoleSigner[]
}

/** A device key pair before enrolment. */
export function deviceKeys(): { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } {
  const pair = generateSigningKeyPair(random)
  const key = signingKey(pair.privateKey)
  return { publicKey: pair.publicKey, sign: (message) => signBytes(key, message) }
}

export class DeskDouble implements DeskPort {
  readonly enrolment: Enrolment
  readonly state = new MemoryState()
  readonly own: WireEvent[] = []
  readonly pulled: DeskEvent[] = []
  now = 0
  #head: DeviceHead
  #hubHead: DeviceHead
  #received = 0
  readonly #keys: ReturnType<typeof deviceKeys>

  constructor(enrolment: Enrolment, keys: ReturnType<typeof deviceKeys>) {
    this.enrolment = enrolment
    this.#keys = keys
    this.#head = deviceChainOrigin(enrolment.realm, enrolment.device)
    this.#hubHead = deviceChainOrigin(enrolment.realm, HUB_DEVICE)
  }

  get device(): string {
    return this.enrolment.device
  }

  /** Seals events onto the own chain; what they would be on a real desk is not checked here. */
  record(drafts: readonly StaffDraft[], options: { realm?: Realm } = {}): void {
    for (const { by = '2001', signers = [], ...draft } of drafts) {
      const sealed = sealEnvelope({
        draft,
        id: `${this.device}-${this.#head.seq + 1}`,
        realm: options.realm ?? this.enrolment.realm,
        device: this.device,
        seq: this.#head.seq + 1,
        prev: this.#head.hash,
        at: this.now,
        by,
        random,
        signers,
      })
      this.own.push({ bytes: sealed.bytes, parts: [...sealed.parts] })
      this.#head = { device: this.device, seq: sealed.seq, hash: sealed.hash }
      this.#evolve(sealed.bytes, sealed.parts)
    }
  }

  /** A copy of this store, as a restored backup would be. */
  copy(): DeskDouble {
    const twin = new DeskDouble(this.enrolment, this.#keys)
    twin.own.push(...this.own)
    twin.now = this.now
    twin.#head = this.#head
    twin.#hubHead = this.#hubHead
    twin.#received = this.#received
    return twin
  }

  /** Own events from `after` (exclusive) to `through`, with their signed head. */
  pushInput(after = 0, through = this.own.length): HeadOfficeInput<'push'> {
    const events = this.own.slice(after, through)
    const head = through === this.own.length ? this.#head : headOf(this.own[through - 1], this)
    return { head: { ...head, signature: this.sign(deviceHeadMessage(head)) }, events }
  }

  async push(headOffice: HeadOffice): Promise<HeadOfficeOutput<'push'>> {
    const answer = await headOffice.push(this.pushInput(this.#received))
    if (answer.ok) this.#received = answer.receivedThrough
    return answer
  }

  async pull(headOffice: HeadOffice): Promise<readonly DeskEvent[]> {
    const page = await headOffice.pull({ device: this.device, after: this.#hubHead.seq, limit: 5000 })
    if (!page.ok) throw new Error(page.code)
    const events = withOriginals(page, this.device)
    await this.applyPulled(events)
    return this.pulled.slice(this.pulled.length - events.length)
  }

  /** Of the branch, in their order. */
  get verdicts(): readonly EventOf<'VerdictGiven'>['data'][] {
    return this.pulled.filter((event) => event.type === 'VerdictGiven').map(({ data }) => data)
  }

  // DeskPort
  ownHead(): DeviceHead {
    return this.#head
  }

  receivedThrough(): number {
    const own = this.verdicts.filter(({ accepted, device }) => accepted && device === this.device)
    return Math.max(0, ...own.map(({ seq }) => seq))
  }

  async ownEvents(after: number, limit: number): Promise<readonly WireEvent[] | undefined> {
    return this.own.slice(after, after + limit)
  }

  sign(message: Uint8Array): Uint8Array {
    return this.#keys.sign(message)
  }

  hubHead(): DeviceHead {
    return this.#hubHead
  }

  async applyPulled(events: readonly OpenedEvent[]): Promise<{ readonly ok: true }> {
    for (const event of events) {
      this.pulled.push(this.#evolve(event.bytes, event.parts))
      if (event.device === HUB_DEVICE)
        this.#hubHead = { device: HUB_DEVICE, seq: event.seq, hash: event.hash }
    }
    return { ok: true }
  }

  #evolve(bytes: Uint8Array, parts: OpenedEvent['parts']): DeskEvent {
    const read = readEvent(opened({ bytes, parts: [...parts] }))
    if (!read.ok) throw new Error(`${read.code} ${JSON.stringify(read.detail)}`)
    this.state.apply(evolve(this.state, read.event))
    return read.event
  }
}

/** A page's events in the order of the branch: what is relayed after its name. Not verified. */
function withOriginals(
  page: Extract<HeadOfficeOutput<'pull'>, { ok: true }>,
  ownDevice: string,
): OpenedEvent[] {
  const originals = page.relayed.map((event) => opened(event))
  return page.events.flatMap((wire) => {
    const event = opened(wire)
    if (event.type !== 'EventsRelayed') return [event]
    const { device, events } = eventSchemas.EventsRelayed.data.parse(event.data)
    return device === ownDevice ? [event] : [event, ...originals.splice(0, events.length)]
  })
}

export function opened(event: WireEvent): OpenedEvent {
  const result = openEnvelope(event.bytes, event.parts)
  if (!result.ok) throw new Error(`${result.code} ${result.detail}`)
  return result.value
}

function headOf(event: WireEvent | undefined, desk: DeskDouble): DeviceHead {
  if (event === undefined) return deviceChainOrigin(desk.enrolment.realm, desk.device)
  const { device, seq, hash } = opened(event)
  return { device, seq, hash }
}
