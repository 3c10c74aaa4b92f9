/**
 * What the desk is given. Everything that touches a disk, a process, the clock or chance comes in here, so the
 * use cases run unchanged in tests and never import Electron.
 */
import type { Realm } from '../../domain/vocabulary.ts'
import type { Notice, Topic } from '../../preload/contract/channels.ts'
import type { Random } from '../../protocol/bytes.ts'
import type { HeadOffice } from '../../protocol/head-office.ts'
import type { StoreHead } from '../journal/commit.ts'
import type { Journal, JournalOptions } from '../journal/types.ts'
import type { Keeper } from '../keeper/keeper.ts'
import type { Keyring, KeyringStorage, NewKeyring, NewMember } from '../keyring/types.ts'
import type { Result } from '../../protocol/result.ts'
import type { Projection, ProjectionOf } from '../projection/projection.ts'
import type { Snapshots } from '../snapshot/snapshots.ts'
import type { ClockMeasurement, ClockWatch } from '../sync/clock.ts'
import type { Sync, SyncOptions } from '../sync/sync.ts'
import type { ChildPort } from './child-port.ts'

export interface Effects {
  /** The PC's wall clock, ms since 1970. */
  readonly now: () => number
  readonly random: Random
  /** A fresh identifier, at most 40 characters of `[0-9A-Za-z-]`. */
  readonly newId: () => string
  /** Calls `callback` after `ms` unless the function that it answers was called before. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** Lets the event loop turn, so that long work does not freeze the screens (`setImmediate`). */
  readonly breathe: () => Promise<void>
  /** 0 ≤ x < 1. */
  readonly chance: () => number
}

/** What a journal needs to know of this store; the folder and the anchor's place are the composer's. */
export type StoreJournalOptions = Pick<
  JournalOptions,
  | 'realm'
  | 'storeId'
  | 'device'
  | 'epochKey'
  | 'currentEpoch'
  | 'signHead'
  | 'devicePublicKey'
  | 'resumeFrom'
  | 'onCommit'
  | 'onProgress'
>

/** A store put back from a backup. */
export type RestoredStore = Pick<JournalOptions, 'storeId' | 'epochKey' | 'currentEpoch'> & {
  readonly head: StoreHead
}

/** One store of this PC: the training branch's or the real one. */
export interface StorePlace {
  readonly realm: Realm
  /** The plain file that says whose store this is (`profile.ts`); undefined before the branch was opened here. */
  readonly readProfile: () => Promise<string | undefined>
  /** Durable when it resolves. */
  readonly writeProfile: (text: string) => Promise<void>
  readonly keyringStorage: KeyringStorage
  readonly openKeyring: (
    storage: KeyringStorage,
  ) => Promise<Result<Keyring, 'KEYRING_MISSING' | 'KEYRING_DAMAGED' | 'KEYRING_NEWER'>>
  readonly createKeyring: (
    storage: KeyringStorage,
    device: string,
    managers: readonly [NewMember, NewMember],
  ) => Promise<Result<NewKeyring, 'KEYRING_EXISTS' | 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>>
  readonly openJournal: (options: StoreJournalOptions) => Promise<Journal>
  /** The snapshots of the projection, as files. */
  readonly snapshots: (storeId: string) => Snapshots
  readonly keeper: Keeper
  /** Segments that are not packed yet. */
  readonly segmentCount: (storeId: string) => Promise<number>
  /** Rejects with the journal's error while the store's disk takes no bytes. */
  readonly probe: (storeId: string) => Promise<void>
  /** The folder of a store's sealed files. */
  readonly storeDir: (storeId: string) => string
  /** Begins a keyring out of a backup anew on this machine, as a new device (`recoverKeyring`). */
  readonly recoverKeyring: (
    storage: KeyringStorage,
    recoveryCode: string,
    device: string,
    managers: readonly [NewMember, NewMember],
  ) => Promise<Result<NewKeyring, string>>
  /** The anchor of a store that was just put there, at its head; durable when it resolves. */
  readonly createAnchor: (store: RestoredStore) => Promise<void>
  /**
   * Takes away whatever lies here, by renaming: first the profile, so that a crash leaves no store rather than half
   * a one. Nothing is deleted.
   */
  readonly setAside: (storeId: string, now: number) => Promise<void>
  /** Failed sign-ins that wait for somebody who can open the journal; sealed by the machine secret. */
  readonly readPending: () => Promise<Uint8Array | undefined>
  /** undefined: none wait any more. */
  readonly writePending: (sealed: Uint8Array | undefined) => Promise<void>
}

/** Seals under the machine secret, for the little that is written while nobody has the store key. */
export interface MachineSeal {
  readonly seal: (plain: Uint8Array) => Uint8Array
  /** undefined: not sealed on this machine, or damaged. */
  readonly open: (sealed: Uint8Array) => Uint8Array | undefined
}

export interface TrainingHeadOffice extends HeadOffice {
  readonly issueEnrolmentCode: () => Promise<string>
}

/**
 * 研修: desk, head office and fobs can be put on together, to practise waiting times. Where it stands is kept with
 * the training store, or what was recorded "tomorrow" would lie in the future after a restart.
 */
export interface TrainingClock {
  /** How far the training clock is ahead of the PC's, ms; `effects.now` includes it. */
  readonly offsetMs: () => number
  /** Puts on desk (`effects.now`) and training hub; programmer and fobs are told by the desk. */
  readonly advance: (minutes: number) => Promise<void>
}

/** How a desk reaches a real head office. */
export interface HeadOfficeLine {
  /** `https://host:port`. */
  readonly address: string
  /** Raw Ed25519 key that the line must end at. null before enrolment: whoever answers, to be compared by people. */
  readonly hubSigningKey: Uint8Array | null
  /** Signs what this device asks; null before it is one. */
  readonly signer: { readonly device: string; readonly sign: (message: Uint8Array) => Uint8Array } | null
}

export interface SyncPorts {
  readonly createSync: (options: SyncOptions) => Sync
  readonly watchClock: (last: ClockMeasurement | null) => ClockWatch
}

export interface DeskPorts {
  readonly effects: Effects
  readonly places: { readonly training: StorePlace; readonly real: StorePlace }
  readonly createProjection: (of: ProjectionOf) => Projection
  /** A projection out of a snapshot; throws when these are no such bytes. null: this program keeps no snapshots. */
  readonly restoreProjection: ((of: ProjectionOf, bytes: Uint8Array) => Projection) | null
  readonly machineSeal: MachineSeal
  readonly sync: SyncPorts
  /** Starts the training hub (in its own process) on first use. Rejects with HeadOfficeUnreachable. */
  readonly trainingHeadOffice: () => Promise<TrainingHeadOffice>
  /** The real head office over a line of the caller's own, who closes it. Its methods reject with HeadOfficeUnreachable. */
  readonly headOffice: (line: HeadOfficeLine) => HeadOffice & {
    /** Ends idle connections. */
    close(): void
  }
  readonly forkProgrammer: () => ChildPort
  readonly forkTraining: () => ChildPort
  /** Socket (named pipe on Windows) between programmer and training process, and the training fobs' folder. */
  readonly trainingSocketPath: string
  readonly trainingFolder: string
  readonly trainingClock: TrainingClock
  readonly system: 'windows' | 'macos' | 'linux'
  /** This PC's name, for head office's list of devices. */
  readonly deviceName: string
  readonly version: string
  readonly language: () => 'ja' | 'en'
  readonly notify: DeskNotify
  /** The store is open: from a snapshot or from its first event, and so many events were folded. For the log. */
  readonly onOpened: (from: 'snapshot' | 'journal', folded: number) => void
  /** A snapshot or compaction that did not come about. For the log: never contents. */
  readonly onUpkeepFailed: (code: string, where: string) => void
  /** A bug outside any request: logged by the composer. */
  readonly onError: (error: unknown) => void
}

/** What the desk says unasked; the composer sends it to the windows (`Notice`). */
export interface DeskNotify {
  readonly changed: (topics: readonly Topic[]) => void
  readonly progress: (
    work: Extract<Notice, { kind: 'progress' }>['work'],
    done: number,
    total: number,
  ) => void
  readonly reader: () => void
  readonly locked: () => void
}
