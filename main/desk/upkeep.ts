/**
 * The store's upkeep while somebody is signed in: a snapshot when enough has happened since the last one, compaction
 * and erasure when there is something to do, a verification every week. The work on the files is the keeper process's; here is only when, and the
 * publishing, because the store's lock is held here.
 */
import { erasureSubject, retentionLimit } from '../../domain/erasure.ts'
import { storeFailure } from './answers.ts'
import type { UnlockedKeyring } from '../keyring/types.ts'
import type { KeeperStore } from '../keeper/messages.ts'
import type { Effects } from './ports.ts'
import type { Store } from './store.ts'
import type { Vault } from './vault.ts'

/** Events since the last snapshot: what an opening then has to fold. */
const EVENTS_DUE = 2000
/** At the lock and the end of the program it is worth a moment from here on. */
const EVENTS_WORTH_WAITING = 500
const LONGEST_WAIT_MS = 3000
/** Nothing was recorded for so long: the person reads, telephones, is at lunch. */
const IDLE_MS = 20_000
/** Every opening begins a segment; so many of them are packed. */
const SEGMENTS_DUE = 64
/** Looked at again although nothing is recorded: erasure is due by the day. */
const LOOK_AGAIN_MS = 600_000
export const ERASE_EVERY_MS = 86_400_000

export interface UpkeepOptions {
  readonly store: Store
  readonly vault: Vault
  readonly keys: UnlockedKeyring
  readonly effects: Pick<Effects, 'now' | 'after'>
  /** An issuance, an import or a synchronisation runs. */
  readonly busy: () => boolean
  /** Verifies the record when it is time. */
  readonly verifyWhenDue: () => Promise<void>
  /** A bug. What the keeper could not do is told by `onFailed`. */
  readonly onError: (error: unknown) => void
  /** The next idle hour tries again; nothing is lost but time. Never contents. */
  readonly onFailed: (code: string, where: string) => void
}

export class Upkeep {
  readonly #options: UpkeepOptions
  #cancel: (() => void) | undefined
  #work: Promise<void> = Promise.resolve()
  #ended = false

  constructor(options: UpkeepOptions) {
    this.#options = options
    this.#soon(IDLE_MS)
  }

  /** Something was recorded: the idle time begins again. */
  committed(): void {
    this.#soon(IDLE_MS)
  }

  /** What is due, now. Resolves when it is done. */
  run(): Promise<void> {
    return this.#inTurn(() => this.#due())
  }

  /** No more work. Where much has happened a last snapshot is waited for, a moment and no longer. */
  async end(): Promise<void> {
    this.#ended = true
    this.#cancel?.()
    const { vault, effects } = this.#options
    const worth = this.#sinceSnapshot() >= EVENTS_WORTH_WAITING && !vault.place.keeper.busy
    const cancel = effects.after(worth ? LONGEST_WAIT_MS : 0, () => vault.place.keeper.stop())
    try {
      await this.#inTurn(() => (worth ? this.#snapshot() : Promise.resolve()))
    } finally {
      cancel()
    }
  }

  #soon(ms: number): void {
    this.#cancel?.()
    if (this.#ended) return
    this.#cancel = this.#options.effects.after(ms, () => void this.run())
  }

  /** One thing after another, and never a failure of the store: what is kept here is a cache and old files. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const { onError, onFailed } = this.#options
    this.#work = this.#work.then(work).catch((error: unknown) => {
      const failure = storeFailure(error)
      if (failure === undefined) onError(error)
      else onFailed(failure.code, String(failure.detail['where'] ?? ''))
    })
    return this.#work
  }

  async #due(): Promise<void> {
    const { store, vault, busy, effects, verifyWhenDue } = this.#options
    if (this.#ended || store.trouble !== null) return
    this.#soon(LOOK_AGAIN_MS)
    if (busy()) return
    const daily = effects.now() - vault.erasedAt >= ERASE_EVERY_MS
    const segments = await vault.place.segmentCount(vault.profile.storeId)
    if (daily || segments >= SEGMENTS_DUE) await this.#compact(daily ? 'all' : 'recent')
    else if (this.#sinceSnapshot() >= EVENTS_DUE) await this.#snapshot()
    else await verifyWhenDue()
  }

  #sinceSnapshot(): number {
    const { store, vault } = this.#options
    return vault.snapshots === null ? 0 : store.journal.head.events - vault.snapshotEvents
  }

  async #snapshot(): Promise<void> {
    const { store, vault, onFailed } = this.#options
    const { snapshots } = vault
    if (snapshots === null) return
    const upTo = await store.journal.rotate()
    if (upTo === 0) return
    await snapshots.prepare()
    const result = await vault.place.keeper.run({
      type: 'snapshot',
      store: this.#closedStore(),
      upTo,
      previous: (await snapshots.newestPath()) ?? null,
      target: snapshots.temporary,
    })
    if (result.type === 'failed') onFailed(result.code, result.where)
    if (result.type !== 'snapshot') return
    await snapshots.publish(result.commits)
    vault.snapshotEvents = result.events
  }

  async #compact(scope: 'recent' | 'all'): Promise<void> {
    const { store, vault, effects, onFailed } = this.#options
    const { projection } = store
    const now = effects.now()
    const upTo = await store.journal.rotate()
    if (upTo === 0) return
    const before = retentionLimit(projection.state.policy(), now)
    const { contracts, users, applications } = erasureSubject(
      projection.all('contract'),
      projection.all('application'),
      projection.state,
      before,
    )
    const result = await vault.place.keeper.run({
      type: 'compact',
      store: this.#closedStore(),
      upTo,
      scope,
      erasure: {
        before,
        contracts: [...contracts],
        users: [...users],
        applications: [...applications],
        boxesNotReceived: this.#boxesNotReceived(),
        receivedThrough: projection.sync.receivedThrough,
      },
      quarantineBefore: before,
    })
    if (result.type === 'failed') onFailed(result.code, result.where)
    if (result.type !== 'compacted') return
    const { written, quarantines } = result.compaction
    if (written.length > 0 || quarantines.length > 0) {
      await store.journal.adopt(result.compaction)
      // They do not fit the new files, and may hold what was just erased.
      await vault.snapshots?.removeAll()
      vault.snapshotEvents = 0
    }
    if (scope === 'all') vault.erasedAt = now
    // Afterwards: a record of an erasure that did not happen would be worse than one that a crash left out.
    if (result.erased > 0) {
      const data = { parts: result.erased, before }
      await store.commit([{ type: 'PersonalDataErased', v: 1, data }], { by: null, signers: [] })
    }
    if (written.length > 0 && !this.#ended) await this.#snapshot()
  }

  /** Issuances and factory seeds whose sealed seed is nowhere but here yet. */
  #boxesNotReceived(): string[] {
    const { state } = this.#options.store.projection
    const delivered = [...this.#options.store.projection.all('fob')].flatMap(({ factorySeed, seedAtHub }) =>
      factorySeed === undefined || seedAtHub ? [] : [factorySeed.seedId],
    )
    const issued = [...this.#options.store.projection.all('issuance')]
      .filter(({ status, issuanceId, serial }) => {
        if (status !== 'proven') return false
        const fob = state.get('fob', serial)
        return fob?.seed.issuanceId === issuanceId && !fob.seedAtHub
      })
      .map(({ issuanceId }) => issuanceId)
    return [...issued, ...delivered]
  }

  #closedStore(): KeeperStore {
    const { vault, keys } = this.#options
    const { realm, storeId, device, formerDevices = [] } = vault.profile
    const epochKeys: KeeperStore['epochKeys'] = []
    for (let epoch = 1; epoch <= keys.currentEpoch; epoch++) {
      const key = keys.epochKey(epoch)
      if (key !== undefined) epochKeys.push({ epoch, key })
    }
    return {
      dir: vault.place.storeDir(storeId),
      realm,
      storeId,
      device,
      epochKeys,
      currentEpoch: keys.currentEpoch,
      devices: [device, ...formerDevices.map((former) => former.device)].flatMap((name) => {
        const publicKey = vault.devicePublicKey(name)
        return publicKey === undefined ? [] : [{ device: name, publicKey }]
      }),
    }
  }
}
