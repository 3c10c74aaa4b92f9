import type { Refusal } from '../../domain/decide-types.ts'
import type { Realm } from '../../domain/vocabulary.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { WireEvent } from '../../protocol/head-office.ts'
import type { HubPublicKeys } from '../../protocol/key-statement.ts'
import type { DeviceHead } from '../../protocol/signature.ts'

/** Who this desk is to head office, as pinned at enrolment. */
export interface Enrolment {
  readonly realm: Realm
  readonly device: string
  readonly branchNo: string
  readonly hubKeys: HubKeyPins
}

/** Head office's keys as this desk believes them: those of its enrolment, then whatever their statements lead to. */
export interface HubKeyPins {
  readonly current: HubPublicKeys
  /** Believes others from now on. Durable when it resolves. */
  learn(keys: HubPublicKeys): Promise<void>
}

/** What synchronisation needs of the journal and of the projection. Only what is datasynced is shown to it. */
export interface DeskPort {
  /** This device's chain as far as it is durable. */
  ownHead(): DeviceHead
  /** `seq` of the last receipt among the pulled events (`VerdictGiven`, accepted, this device); 0: none. */
  receivedThrough(): number
  /**
   * This device's own events with `seq` > after, ascending and without a gap, at most `limit`. undefined: older
   * ones than the desk keeps at hand; only a head office that lost what it receipted asks for such.
   */
  ownEvents(after: number, limit: number): Promise<readonly WireEvent[] | undefined>
  /** Ed25519 by the device key. */
  sign(message: Uint8Array): Uint8Array
  /** The last event of head office in the journal; seq 0 and `deviceChainOrigin(realm, 'hub')` before the first. */
  hubHead(): DeviceHead
  /**
   * Appends the events as `pulled`, in one commit, and evolves the state. Their chain and signature are
   * verified. Events of other devices stand right after the `EventsRelayed` that names them. Answers a refusal for a kind of event that this program does not know (EVENT_UNKNOWN).
   */
  applyPulled(events: readonly OpenedEvent[]): Promise<{ readonly ok: true } | Refusal>
}
