/** The shape of a decision. `decide(command, state, context)` is pure: time and identifiers come as data. */
import type { EventDraft } from './events.ts'
import type { Policy } from './policy.ts'
import type { RefusalCode } from './refusals.ts'
import type { StaffRole } from './vocabulary.ts'

export interface Actor {
  readonly staffNo: string
  readonly role: StaffRole
  readonly deputy: boolean
}

export interface Context {
  /** Milliseconds since 1970: the PC's clock corrected by the measured offset to head office. */
  readonly now: number
  /** Who acts; null: the program itself (time tasks, crash recovery). */
  readonly actor: Actor | null
  /** The command comes from a manager at a teller's PC for this one item (rule 12); the session's staff number. */
  readonly shoulderOf: string | null
  /** 担当者パスワード was checked for this very command. */
  readonly reauthenticated: boolean
  readonly branchNo: string
  readonly policy: Policy
  /** Fresh identifier; further ones are derived as `${id}-1`, `${id}-2`, … */
  readonly id: string
  readonly clock: {
    /** PC clock minus head office's, in ms; null: never measured. */
    readonly offsetMs: number | null
    readonly measuredAt: number | null
    /** The PC's clock jumped since the last measurement. */
    readonly stepSeen: boolean
    /** A manager's single permission, not yet used (rule of ARCHITECTURE.md, Sync). */
    readonly permitted: boolean
  }
}

/** An expected refusal. `detail` fills the sentence's placeholders (`refusals.ts`). */
export interface Refusal {
  readonly ok: false
  readonly code: RefusalCode
  readonly detail: Readonly<Record<string, string | number>>
}

export interface Decision {
  readonly ok: true
  readonly events: readonly EventDraft[]
  /** Identifiers made by the decision that the caller shows or needs next. */
  readonly made: Readonly<Record<string, string>>
}
