/**
 * Everything that lives exactly as long as a store is open: commands, synchronisation, the programmer, imports.
 * Made when somebody's keys have opened the store, closed with it; nothing of it survives the lock.
 */
import type { Actor, Refusal } from '../../domain/decide-types.ts'
import { eventSchemas, type EventDraft } from '../../domain/events.ts'
import type { Fob } from '../../domain/model.ts'
import type { Realm } from '../../domain/vocabulary.ts'
import type { Transport } from '../../programmer/messages.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { HubKeysAltered, type HeadOffice } from '../../protocol/head-office.ts'
import type { SigningIdentity, UnlockedKeyring } from '../keyring/types.ts'
import type { ClockMeasurement, ClockWatch } from '../sync/clock.ts'
import type { Sync } from '../sync/sync.ts'
import { Commands, program, type Who } from './commands.ts'
import { Imports } from './imports.ts'
import { IssuanceProcedure, voidUnfinished } from './issuance.ts'
import { LongWorks } from './long-works.ts'
import { headOfficeOf } from './head-office-line.ts'
import { lazyHeadOffice } from './lazy-head-office.ts'
import type { DeskPorts } from './ports.ts'
import { keyBytes } from './profile.ts'
import { checkHubKeys, hubPins } from './hub-pins.ts'
import { ProgrammerHost } from './programmer-host.ts'
import type { Store } from './store.ts'
import { raiseRefusedTasks } from './refused-tasks.ts'
import { syncPort } from './sync-port.ts'
import type { Trouble } from './recovery.ts'
import { allTopics, topicsOf, topicsOfPulled } from './topics.ts'
import { TrainingClient } from './training.ts'
import { Upkeep } from './upkeep.ts'
import type { Vault } from './vault.ts'
import { verifyWhenDue } from './verification.ts'

/** A measurement is recorded when it says something new: moved by this much, or this long after the last. */
const OFFSET_NEWS_MS = 500
const MEASUREMENT_NEWS_MS = 3_600_000

export class Workplace {
  readonly vault: Vault
  readonly store: Store
  readonly keys: UnlockedKeyring
  readonly commands: Commands
  readonly imports: Imports
  readonly issuance: IssuanceProcedure
  readonly headOffice: HeadOffice
  readonly sync: Sync
  readonly longWorks = new LongWorks()
  readonly upkeep: Upkeep
  readonly #ports: DeskPorts
  readonly #clock: ClockWatch
  readonly #onFailure: (error: unknown) => void
  /** The profile's keys of head office are not those of the record: nothing is sent to them or sealed to them. */
  readonly hubKeysAltered: boolean
  #programmer: ProgrammerHost | undefined
  #training: TrainingClient | undefined
  #stopWarming = (): void => undefined
  #leaving: Promise<void> = Promise.resolve()

  private constructor(
    ports: DeskPorts,
    vault: Vault,
    store: Store,
    keys: UnlockedKeyring,
    onFailure: (error: unknown) => void,
    hubKeysAltered: boolean,
  ) {
    this.vault = vault
    this.store = store
    this.keys = keys
    this.#ports = ports
    this.#onFailure = onFailure
    this.hubKeysAltered = hubKeysAltered
    const { effects, notify } = ports
    this.#clock = ports.sync.watchClock(lastMeasurement(store))
    this.commands = new Commands(store, this.#clock, effects)
    this.imports = new Imports(store, this.commands, effects, notify)
    this.issuance = new IssuanceProcedure({
      store,
      commands: this.commands,
      programmer: () => this.#programmer,
      hubKeysAltered,
      effects,
      onChanged: () => notify.changed(['issuance']),
      onFailure,
    })
    this.headOffice = hubKeysAltered
      ? lazyHeadOffice(() => Promise.reject(new HubKeysAltered()))
      : headOfficeOf(ports, vault, keys)
    this.sync = this.#createSync(onFailure)
    this.upkeep = new Upkeep({
      store,
      vault,
      keys,
      effects,
      busy: () => this.busy,
      verifyWhenDue: () => verifyWhenDue(ports, this),
      onError: ports.onError,
      onFailed: ports.onUpkeepFailed,
    })
  }

  /** Opens the vault's store. Rejects with the journal's error; then nothing is held. */
  static async open(
    ports: DeskPorts,
    vault: Vault,
    keys: UnlockedKeyring,
    onFailure: (error: unknown) => void,
  ): Promise<Workplace> {
    let opened: Workplace | undefined
    const store = await vault.open(keys, {
      onCommitted: (events, origin) => opened?.committed(events, origin),
      onTrouble: (trouble) => opened?.troubled(trouble),
    })
    try {
      const intact = await checkHubKeys(vault, store.projection.facts.hubFingerprint)
      opened = new Workplace(ports, vault, store, keys, onFailure, !intact)
    } catch (error) {
      await store.close()
      throw error
    }
    return opened
  }

  /** Watches the readers; undefined where this realm has no way to one. */
  get programmer(): ProgrammerHost | undefined {
    return this.#programmer
  }

  /** The emulated reader, in the training branch only. */
  get training(): TrainingClient | undefined {
    return this.#training
  }

  /** What the program itself has to put right before anybody works, then the readers and the line. */
  async begin(): Promise<void> {
    await this.#removeFromKeyring()
    await voidUnfinished(this.store, this.commands)
    await raiseRefusedTasks(this.store)
    await this.commands.run({ type: 'raiseTimeTasks' }, program)
    if (this.store.profile.realm === 'training') {
      this.#training = this.#startTraining()
    }
    if (!this.hubKeysAltered) this.#programmer = this.#startProgrammer()
    this.sync.start()
    this.#warm(this.store.projection.customers.prepare())
  }

  get busy(): boolean {
    const importing = this.imports.busy || this.#programmer?.importing === true
    return this.issuance.busy || importing || this.sync.status.running || this.longWorks.busy
  }

  /** The signed-in person as the rules see them; null when the branch knows no such person any more. */
  actor(staffNo: string): Actor | null {
    const staff = this.store.state.get('staff', staffNo)
    if (staff === undefined || !staff.active) return null
    return { staffNo, role: staff.role, deputy: staff.deputy }
  }

  /** The signed-in person giving a command. */
  self(actor: Actor, reauthenticated: boolean): Who {
    return { actor, signers: [this.keys], shoulderOf: null, reauthenticated }
  }

  /** A second person at this PC for one item (rule 12): both keys stand under the facts. */
  overTheShoulder(approver: Actor, identity: SigningIdentity, session: Actor): Who {
    return {
      actor: approver,
      signers: [identity, this.keys],
      shoulderOf: session.staffNo,
      reauthenticated: true,
    }
  }

  record(draft: EventDraft, by: string | null): Promise<void> {
    return this.store.commit([draft], { by, signers: by === null ? [] : [this.keys] })
  }

  /** A refusal that no command's decision has recorded (DOMAIN.md, Roles: every refused action is an event). */
  async recordRefused(command: string, subject: string, actor: Actor, refusal: Refusal): Promise<Refusal> {
    const { staffNo } = actor
    const data = { command, code: refusal.code, subject, staffNo }
    await this.record({ type: 'ActionRefused', v: 1, data }, staffNo)
    return refusal
  }

  /** 研修: everything goes ahead together; what time alone brings is raised at once. */
  async advanceTrainingClock(minutes: number): Promise<void> {
    const { trainingClock } = this.#ports
    await trainingClock.advance(minutes)
    this.#programmer?.clock(trainingClock.offsetMs())
    this.#training?.clock(trainingClock.offsetMs())
    // The PC's clock jumped in the desk's eyes; measuring again shows that head office went along. Offline: later.
    await this.sync.syncNow()
    await this.commands.run({ type: 'raiseTimeTasks' }, program)
  }

  /** Stops the line and the processes, then closes the store. The keys are the caller's to lock. */
  async close(): Promise<void> {
    this.#stopReading()
    await this.longWorks.end()
    await this.sync.stop()
    this.#programmer?.close()
    this.#training?.close()
    await this.upkeep.end()
    await this.store.close()
  }

  committed(events: readonly OpenedEvent[], origin: 'own' | 'pulled'): void {
    const types = new Set(events.map(({ type }) => type))
    if (types.has('StaffRemoved')) this.#removeFromKeyring().catch(this.#ports.onError)
    if (types.has('FobReceived')) this.#training?.add(this.#receivedIn(events))
    this.#ports.notify.changed(origin === 'own' ? topicsOf(types) : topicsOfPulled(events))
    this.upkeep.committed()
    // Its own measurements and what was pulled are no reason to call head office again.
    if (origin === 'own' && events.some(({ type }) => type !== 'ClockMeasured')) this.sync.committed()
  }

  /** The store cannot be written, or it is there again, folded anew. */
  troubled(trouble: Trouble | null): void {
    if (trouble?.final === true) this.#onFailure(trouble.error)
    if (trouble !== null) this.#stopReading()
    this.#ports.notify.changed(trouble === null ? allTopics : ['status'])
    if (trouble !== null || this.issuance.busy) return
    voidUnfinished(this.store, this.commands).catch(this.#onFailure)
  }

  /** What the first search of the day would wait for is read before anybody has typed, a part between two turns. */
  #warm(parts: Iterator<void>): void {
    this.#stopWarming = this.#ports.effects.after(0, () => {
      if (parts.next().done !== true) this.#warm(parts)
    })
  }

  /** What is read bit by bit beside the work: the projection that it reads is about to go. */
  #stopReading(): void {
    this.#stopWarming()
    this.#training?.stopFilling()
  }

  *#receivedIn(events: readonly OpenedEvent[]): Iterable<Fob> {
    for (const { type, data } of events) {
      if (type !== 'FobReceived') continue
      const fob = this.store.state.get('fob', eventSchemas.FobReceived.data.parse(data).serial)
      if (fob !== undefined) yield fob
    }
  }

  /** A leaver must not open this store again: a new epoch, and nobody's password is needed for it. One after another. */
  #removeFromKeyring(): Promise<void> {
    const removed = this.#leaving.then(() => this.#removeLeavers())
    // How it ended is its caller's; who leaves next is removed all the same.
    this.#leaving = removed.catch(() => undefined)
    return removed
  }

  async #removeLeavers(): Promise<void> {
    const { keyring } = this.vault
    for (const { staffNo } of keyring.members) {
      if (this.store.state.get('staff', staffNo)?.active !== false) continue
      const removed = await keyring.removeMember(this.keys, staffNo)
      if (!removed.ok) throw new Error(`leaver ${staffNo} stays in the keyring: ${removed.code}`)
    }
  }

  #createSync(onFailure: (error: unknown) => void): Sync {
    const { sync, effects, notify } = this.#ports
    const { realm, device, branchNo } = this.store.profile
    return sync.createSync({
      enrolment: { realm, device, branchNo, hubKeys: hubPins(this.vault, this.store) },
      desk: syncPort(this.store, this.keys),
      headOffice: this.headOffice,
      clock: this.#clock,
      now: effects.now,
      after: effects.after,
      chance: effects.chance,
      onStatus: () => notify.changed(['status']),
      onProgress: ({ done, total }) => notify.progress('sync', done, total ?? done),
      onClock: (measurement) => this.#measured(measurement),
      onError: onFailure,
      onDistrust: ({ code }) => {
        const data = {
          command: 'synchronise',
          code,
          subject: this.vault.profile.headOfficeAddress ?? '',
          staffNo: null,
        }
        this.record({ type: 'ActionRefused', v: 1, data }, null).catch(this.#ports.onError)
      },
    })
  }

  #measured({ offsetMs, roundTripMs, measuredAt }: ClockMeasurement): void {
    const { clock } = this.store.projection.facts
    const moved = Math.abs(offsetMs - (clock.offsetMs ?? 0)) >= OFFSET_NEWS_MS
    const old = clock.measuredAt === null || measuredAt - clock.measuredAt >= MEASUREMENT_NEWS_MS
    if (!moved && !old) return
    const draft: EventDraft = { type: 'ClockMeasured', v: 1, data: { offsetMs, roundTripMs } }
    this.record(draft, null).catch(this.#ports.onError)
  }

  #startTraining(): TrainingClient {
    const { forkTraining, trainingSocketPath, trainingFolder, effects, notify } = this.#ports
    return new TrainingClient({
      fork: forkTraining,
      socketPath: trainingSocketPath,
      folder: trainingFolder,
      fobs: this.store.projection.all('fob'),
      nowOffsetMs: this.#ports.trainingClock.offsetMs(),
      effects,
      onChanged: () => notify.changed(['training']),
    })
  }

  #startProgrammer(): ProgrammerHost {
    const { forkProgrammer, trainingSocketPath, trainingClock, notify, effects } = this.#ports
    const { realm, device } = this.store.profile
    const transports = waysToReaders(realm, trainingSocketPath)
    const start = () => {
      // Of the moment: head office may have a new key since the last process was started.
      const { hubSealing } = this.vault.profile
      const hubKey = { keyId: hubSealing.keyId, publicKey: keyBytes(hubSealing.publicKey) }
      const nowOffsetMs = realm === 'training' ? trainingClock.offsetMs() : 0
      return { type: 'start' as const, realm, device, hubKey, transports, nowOffsetMs }
    }
    const onReaders = (): void => {
      notify.reader()
      notify.changed(['issuance'])
    }
    return new ProgrammerHost(forkProgrammer, start, onReaders, effects.after)
  }
}

/** A real branch never sees a training fob, training never a real reader; the programmer asserts the same. */
export function waysToReaders(realm: Realm, trainingSocketPath: string): Transport[] {
  if (realm === 'training') return [{ kind: 'training', path: trainingSocketPath }]
  return [{ kind: 'usb' }, { kind: 'pcsc' }]
}

function lastMeasurement(store: Store): ClockMeasurement | null {
  const { offsetMs, measuredAt } = store.projection.facts.clock
  return offsetMs === null || measuredAt === null ? null : { offsetMs, measuredAt, roundTripMs: 0 }
}
