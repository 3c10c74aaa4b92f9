/**
 * Who sits at the desk: start, sign-in, signed in, locked, failed. Signing out and locking drop the keys, the
 * journal and the projection; the lock first lets what runs come to its end.
 */
import type { Actor, Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { FirstMembers, SigningIdentity, UnlockedKeyring } from '../keyring/types.ts'
import { storeFailure } from './answers.ts'
import { isWeakPassword } from './passwords.ts'
import type { DeskPorts } from './ports.ts'
import { RECOVERY, renewManagers, type Recovered } from './recover-by-code.ts'
import { SignInAttempts, type Tried } from './sign-in-attempts.ts'
import { findVault, type Vault } from './vault.ts'
import { Workplace } from './workplace.ts'

/** What runs may go on under the lock for so long; then it is void (ARCHITECTURE.md, Idle lock). */
const LONGEST_DRAIN_MS = 300_000
const DRAIN_POLL_MS = 250

export type Phase =
  | { readonly name: 'start' }
  | { readonly name: 'signIn'; readonly vault: Vault }
  | { readonly name: 'opening'; readonly vault: Vault }
  | { readonly name: 'signedIn'; readonly vault: Vault; readonly work: Workplace; readonly staffNo: string }
  | {
      readonly name: 'locked'
      readonly vault: Vault
      readonly staffNo: string
      /** Still open: something runs that must not be cut off. */
      readonly draining: Workplace | null
    }
  | { readonly name: 'failed'; readonly vault: Vault | null; readonly failure: Refusal }

export class Session {
  readonly #ports: DeskPorts
  readonly #onLock: (work: Workplace, staffNo: string) => void
  readonly #attempts: SignInAttempts
  #phase: Phase = { name: 'start' }
  #cancelIdle: (() => void) | undefined
  #drained: Promise<void> = Promise.resolve()
  /** Counts the drains begun and called off: one that finds it changed is not the one to drop the store. */
  #drains = 0
  #turn: Promise<unknown> = Promise.resolve()
  #signingIn = false
  /** The system's screen was locked while somebody was signing in. */
  #lockWanted = false

  /** @param onLock the last moment at which the open store may be read, before the lock drops it */
  constructor(ports: DeskPorts, onLock: (work: Workplace, staffNo: string) => void) {
    this.#ports = ports
    this.#attempts = new SignInAttempts(ports.effects, () => this.#openWork)
    this.#onLock = onLock
  }

  get phase(): Phase {
    return this.#phase
  }

  /** The open store and who works on it, who must not do anything before a password set by others is changed. */
  get signedIn(): { readonly work: Workplace; readonly actor: Actor } | Refusal {
    return this.mustChangePassword ? refuse('PASSWORD_CHANGE_NEEDED') : this.present
  }

  get mustChangePassword(): boolean {
    const phase = this.#phase
    return phase.name === 'signedIn' && phase.vault.keyring.isTemporary(phase.staffNo)
  }

  /** Who sits here with the store open, whatever is still asked of them. */
  get present(): { readonly work: Workplace; readonly actor: Actor } | Refusal {
    const phase = this.#phase
    if (phase.name !== 'signedIn') return refuse('NOT_SIGNED_IN')
    const actor = phase.work.actor(phase.staffNo)
    return actor === null ? refuse('NOT_SIGNED_IN') : { work: phase.work, actor }
  }

  /** The real branch of this PC, if there is one; otherwise the start screen. */
  async begin(): Promise<void> {
    const vault = await findVault(this.#ports, this.#ports.places.real)
    if (vault === null) this.#enter({ name: 'start' })
    else if ('ok' in vault) this.#enter({ name: 'failed', vault: null, failure: vault })
    else this.#enter({ name: 'signIn', vault })
  }

  /** The store could not be used and the cause may be gone: back to the sign-in, which opens it. */
  async tryAgain(): Promise<void> {
    await this.#closed()
    const phase = this.#phase
    if (phase.name !== 'failed') return
    if (phase.vault === null) await this.begin()
    else this.#enter({ name: 'signIn', vault: phase.vault })
  }

  /** Shows the sign-in of a branch that was just made or chosen. */
  showSignIn(vault: Vault): void {
    this.#enter({ name: 'signIn', vault })
  }

  signIn(
    staffNo: string,
    password: string,
  ): Promise<{ readonly ok: true; readonly work: Workplace } | Refusal> {
    return this.#inTurn(() => this.#signIn(staffNo, password))
  }

  async #signIn(
    staffNo: string,
    password: string,
  ): Promise<{ readonly ok: true; readonly work: Workplace } | Refusal> {
    const phase = this.#phase
    if (phase.name !== 'signIn' && phase.name !== 'failed') return refuse('NOT_SIGNED_IN')
    if (phase.vault === null) return phase.name === 'failed' ? phase.failure : refuse('NOT_SIGNED_IN')
    const { vault } = phase
    const back = (): void => this.#enter({ name: 'signIn', vault })
    this.#lockWanted = false
    this.#signingIn = true
    try {
      await this.#closed()
      const opened = await this.#openAs(vault, staffNo, password, {
        // Not before: the form must still be there to say that the password was wrong.
        onRight: () => this.#enter({ name: 'opening', vault }),
        onRefused: back,
      })
      if (opened.ok) this.#enter({ name: 'signedIn', vault, work: opened.work, staffNo })
      if (this.#lockWanted) this.lock()
      return opened
    } catch (error) {
      // A bug is told; the sign-in must not stay shut for it.
      back()
      throw error
    } finally {
      this.#signingIn = false
    }
  }

  /** The same person comes back. What was still running is simply resumed. */
  unlock(password: string): Promise<{ readonly ok: true } | Refusal> {
    return this.#inTurn(() => this.#unlock(password))
  }

  async #unlock(password: string): Promise<{ readonly ok: true } | Refusal> {
    const phase = this.#phase
    if (phase.name !== 'locked') return refuse('NOT_SIGNED_IN')
    const { vault, staffNo, draining } = phase
    if (draining !== null) {
      const identity = await this.#authenticate(vault, staffNo, password)
      if (!identity.ok) return identity
      identity.value.lock()
      // The store may have been closed while the password was checked.
      if (this.#phase === phase) {
        this.#drains += 1
        this.#enter({ name: 'signedIn', vault, work: draining, staffNo })
        draining.sync.start()
        await draining.record({ type: 'SignedIn', v: 1, data: { staffNo } }, staffNo)
        return { ok: true }
      }
    }
    await this.#closed()
    const opened = await this.#openAs(vault, staffNo, password, {})
    if (!opened.ok) return opened
    if (this.#phase.name !== 'locked') {
      // Signed out from the cover meanwhile.
      await this.#drop(opened.work)
      return refuse('NOT_SIGNED_IN')
    }
    this.#enter({ name: 'signedIn', vault, work: opened.work, staffNo })
    return { ok: true }
  }

  /** The program's end: after a sign-in under way, and when everything is closed. */
  quit(): Promise<void> {
    return this.#inTurn(() => this.signOut('quit'))
  }

  /** The person, or the program's end. From the lock cover too: another person may need the desk. */
  async signOut(how: 'asked' | 'quit'): Promise<void> {
    const phase = this.#phase
    if (phase.name === 'locked') {
      this.#enter({ name: 'signIn', vault: phase.vault })
      await phase.draining?.issuance.abandon()
      await this.#closed()
      return
    }
    if (phase.name !== 'signedIn') return this.#closed()
    const { vault, work, staffNo } = phase
    this.#enter({ name: 'signIn', vault })
    await work.issuance.abandon()
    this.#drained = this.#leave(work, staffNo, how)
    await this.#drained
  }

  /** Covers the screen at once; keys and projection go when what runs has ended. */
  lock(): void {
    const phase = this.#phase
    if (this.#signingIn) this.#lockWanted = true
    if (phase.name !== 'signedIn') return
    const { vault, work, staffNo } = phase
    this.#onLock(work, staffNo)
    this.#enter({ name: 'locked', vault, staffNo, draining: work })
    this.#ports.notify.locked()
    // A message under way comes to its end, and `busy` waits for it; no other follows.
    void work.sync.stop()
    this.#drained = this.#drain(work, staffNo)
    this.#drained.catch(this.#ports.onError)
  }

  /** The person is at the keyboard. */
  active(): void {
    this.#cancelIdle?.()
    this.#cancelIdle = undefined
    const phase = this.#phase
    if (phase.name !== 'signedIn') return
    const { idleLockMinutes } = phase.work.store.state.policy()
    this.#cancelIdle = this.#ports.effects.after(idleLockMinutes * 60_000, () => this.lock())
  }

  /** The store must be looked at: nothing more is accepted. Signing in again tries to open it. */
  fail(failure: Refusal): void {
    const phase = this.#phase
    const work = phase.name === 'signedIn' ? phase.work : phase.name === 'locked' ? phase.draining : null
    // It opens itself anew: the person stays, and what is half entered on the screens too.
    if (work?.store.trouble?.final === false) return
    const vault = phase.name === 'start' ? null : phase.vault
    this.#enter({ name: 'failed', vault, failure })
    if (work === null) return
    this.#drains += 1
    this.#drained = this.#drop(work)
    this.#drained.catch(this.#ports.onError)
  }

  /** A password once more: the same person for one command, or a manager over the shoulder. */
  authenticate(
    vault: Vault,
    staffNo: string,
    password: string,
  ): Promise<{ readonly ok: true; readonly value: SigningIdentity } | Refusal> {
    return this.#inTurn(() => this.#authenticate(vault, staffNo, password))
  }

  /**
   * Passwords are tried one after another. Threat: guesses sent side by side would all pass `#tooEarly` before
   * the first of them has failed, and two openings at once would fight for the journal.
   */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    // The next in line does not care how this one ended; its caller does.
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #authenticate(
    vault: Vault,
    staffNo: string,
    password: string,
  ): Promise<{ readonly ok: true; readonly value: SigningIdentity } | Refusal> {
    return this.#attempts.attempt(vault, staffNo, () => vault.keyring.authenticate(staffNo, password))
  }

  /** Something that the recovery code is needed for; a wrong one counts like a wrong password. */
  withRecoveryCode<T>(
    vault: Vault,
    code: string,
    use: () => Promise<Tried<T>>,
  ): Promise<{ readonly ok: true; readonly value: T } | Refusal> {
    // A slip of the hand says nothing about the code and costs nothing.
    if (!vault.keyring.isRecoveryCode(code)) return Promise.resolve(refuse('RECOVERY_CODE_INVALID'))
    return this.#inTurn(() => this.#attempts.attempt(vault, RECOVERY, use))
  }

  /** At the sign-in, with all passwords lost: two managers choose new ones. Answers the new recovery code. */
  async recover(code: string, managers: FirstMembers): Promise<Recovered> {
    const phase = this.#phase
    if (phase.name !== 'signIn') return refuse('NOT_SIGNED_IN')
    const { vault } = phase
    if (!vault.keyring.onThisMachine) return refuse('STORE_OTHER_MACHINE')
    const [first, second] = managers
    if (first.staffNo === second.staffNo) return refuse('STAFF_LAST_MANAGERS')
    if (managers.some(({ staffNo, password }) => isWeakPassword(staffNo, password))) {
      return refuse('PASSWORD_WEAK')
    }
    const opened = await this.withRecoveryCode(vault, code, () => vault.keyring.recover(code))
    if (!opened.ok) return opened
    const keys = opened.value
    return this.#inTurn(async () => {
      try {
        await this.#closed()
        return this.#phase === phase ? await renewManagers(vault, keys, managers) : refuse('NOT_SIGNED_IN')
      } finally {
        keys.lock()
      }
    })
  }

  async #openAs(
    vault: Vault,
    staffNo: string,
    password: string,
    { onRight, onRefused }: { readonly onRight?: () => void; readonly onRefused?: () => void },
  ): Promise<{ readonly ok: true; readonly work: Workplace } | Refusal> {
    if (!vault.keyring.onThisMachine) {
      // Every password would read as wrong here.
      onRefused?.()
      return refuse('STORE_OTHER_MACHINE')
    }
    const keys = await this.#attempts.attempt(vault, staffNo, () => vault.keyring.unlock(staffNo, password))
    if (!keys.ok) {
      onRefused?.()
      return keys
    }
    onRight?.()
    return this.#open(vault, staffNo, keys.value, onRefused)
  }

  async #open(
    vault: Vault,
    staffNo: string,
    keys: UnlockedKeyring,
    onRefused: (() => void) | undefined,
  ): Promise<{ readonly ok: true; readonly work: Workplace } | Refusal> {
    let work: Workplace | undefined
    try {
      work = await Workplace.open(this.#ports, vault, keys, (error) => this.#broken(error))
      if (work.actor(staffNo) === null) {
        // Removed from the branch, but the keyring of this PC did not know yet.
        await this.#drop(work)
        onRefused?.()
        return refuse('STAFF_UNKNOWN', { staffNo })
      }
      await this.#recordSignIn(vault, work, staffNo)
      await work.begin()
      return { ok: true, work }
    } catch (error) {
      if (work !== undefined) await this.#drop(work)
      else keys.lock()
      const failure = storeFailure(error)
      if (failure === undefined) throw error
      this.#enter({ name: 'failed', vault, failure })
      return failure
    }
  }

  /** First what failed while nobody could write it down, with the time at which it happened. */
  async #recordSignIn(vault: Vault, work: Workplace, staffNo: string): Promise<void> {
    const failed = await vault.failedSignIns.drafts()
    if (failed.length > 0) {
      await work.store.record(failed, { by: null, signers: [] })
      await vault.failedSignIns.recorded()
    }
    await work.record({ type: 'SignedIn', v: 1, data: { staffNo } }, staffNo)
  }

  /** The store that is open now, under the lock too. */
  get #openWork(): Workplace | null {
    const phase = this.#phase
    if (phase.name === 'signedIn') return phase.work
    return phase.name === 'locked' ? phase.draining : null
  }

  /** The store that was open before has been let go; how that went was told where it was begun. */
  async #closed(): Promise<void> {
    await this.#drained.catch(() => undefined)
  }

  async #drain(work: Workplace, staffNo: string): Promise<void> {
    const { effects } = this.#ports
    const until = effects.now() + LONGEST_DRAIN_MS
    const drain = (this.#drains += 1)
    while (work.busy && effects.now() < until) {
      await new Promise<void>((resolve) => effects.after(DRAIN_POLL_MS, resolve))
      if (drain !== this.#drains) return
    }
    await work.issuance.abandon()
    if (drain !== this.#drains) return
    const phase = this.#phase
    if (phase.name === 'locked') this.#enter({ ...phase, draining: null })
    await this.#leave(work, staffNo, 'idle')
  }

  async #leave(work: Workplace, staffNo: string, how: 'asked' | 'idle' | 'quit'): Promise<void> {
    try {
      await work.record({ type: 'SignedOut', v: 1, data: { staffNo, how } }, staffNo)
    } finally {
      await this.#drop(work)
    }
  }

  async #drop(work: Workplace): Promise<void> {
    try {
      await work.close()
    } finally {
      work.keys.lock()
    }
  }

  #broken(error: unknown): void {
    const failure = storeFailure(error)
    if (failure === undefined) this.#ports.onError(error)
    else this.fail(failure)
  }

  #enter(phase: Phase): void {
    this.#phase = phase
    if (phase.name === 'signedIn') this.active()
    else {
      this.#cancelIdle?.()
      this.#cancelIdle = undefined
    }
    this.#ports.notify.changed(['status'])
  }
}
