/**
 * The few facts of the events that belong to no aggregate: the branch's name, when this PC's clock was
 * compared with head office's, and which stops head office may not know yet.
 */
import type { DeskEvent, EventType } from '../../domain/events.ts'

export interface ClockFacts {
  /** PC clock minus head office's, ms; null: never measured. */
  readonly offsetMs: number | null
  /** Milliseconds since 1970. */
  readonly measuredAt: number | null
  /** A manager's single permission that no issuance has used yet. */
  readonly permitted: boolean
}

/** What must not be forgotten before head office has it: 本部未反映 (rule 6). */
const urgent: ReadonlySet<EventType> = new Set([
  'IncidentReported',
  'IncidentLifted',
  'UsersStopped',
  'UsersUnlocked',
  'UsersRevoked',
])

export interface KeptDeskFacts {
  readonly branchNo: string
  readonly branchName: string
  /** null: not opened yet. */
  readonly openedAt: number | null
  readonly clock: ClockFacts
  readonly hubFingerprint: string | null
  readonly urgent: readonly number[]
}

export class DeskFacts {
  branchNo: string
  branchName: string
  /** When the branch was opened here, ms since 1970; Infinity before. */
  openedAt: number
  clock: ClockFacts
  /** Of head office's keys as this PC has last recorded that it believes them; null: never. */
  hubFingerprint: string | null
  /** Device sequences of this device's urgent events, ascending. */
  #urgent: number[]
  readonly #device: string

  constructor(device: string, kept?: KeptDeskFacts) {
    this.#device = device
    this.branchNo = kept?.branchNo ?? ''
    this.branchName = kept?.branchName ?? ''
    this.openedAt = kept?.openedAt ?? Number.POSITIVE_INFINITY
    this.clock = kept?.clock ?? { offsetMs: null, measuredAt: null, permitted: false }
    this.hubFingerprint = kept?.hubFingerprint ?? null
    this.#urgent = [...(kept?.urgent ?? [])]
  }

  kept(): KeptDeskFacts {
    const { branchNo, branchName, openedAt, clock, hubFingerprint } = this
    return {
      branchNo,
      branchName,
      openedAt: Number.isFinite(openedAt) ? openedAt : null,
      clock,
      hubFingerprint,
      urgent: this.#urgent,
    }
  }

  apply(event: DeskEvent): void {
    const { device, seq, at } = event.meta
    if (device === this.#device && urgent.has(event.type)) this.#urgent.push(seq)
    if (event.type === 'BranchOpened') {
      this.branchNo = event.data.branchNo
      this.branchName = event.data.branchName
      this.openedAt = at
    } else if (event.type === 'ClockMeasured') {
      this.clock = { ...this.clock, offsetMs: event.data.offsetMs, measuredAt: at }
    } else if (event.type === 'ClockPermitted') {
      this.clock = { ...this.clock, permitted: true }
    } else if (event.type === 'IssuanceStarted') {
      this.clock = { ...this.clock, permitted: false }
    } else if (event.type === 'Enrolled' || event.type === 'HubKeysChanged') {
      this.hubFingerprint = event.data.hubFingerprint
    }
  }

  /** Urgent events beyond what head office has durably. */
  unreflected(receivedThrough: number): number {
    const first = this.#urgent.findIndex((seq) => seq > receivedThrough)
    // What head office has is never asked about again.
    this.#urgent = first < 0 ? [] : this.#urgent.slice(first)
    return this.#urgent.length
  }
}
