/** What the customer's pages need of the bank, as a port: the hub's services, or a double. */
import type { Refusal } from '../../domain/decide-types.ts'
import type { LoginStep } from '../../domain/status.ts'
import type { AuthStatus, OtpStatus, UserRole } from '../../domain/vocabulary.ts'

/** One row of the customer's lists. Serial and expiry are null where the manual shows `-`. */
export interface PortalUser {
  readonly loginId: string
  readonly name: string
  readonly role: UserRole
  readonly serial: string | null
  readonly expiresAt: number | null
  readonly otpStatus: OtpStatus
  readonly authStatus: AuthStatus
}

/** A user of the contract as its administrators see it. */
export interface ListedUser extends PortalUser {
  /** Rule 7, of a revoked user: when a fob may be registered again. */
  readonly waitingUntil: number | null
  /** Names of the others whose stop ends together with this one's (rule 4). */
  readonly unlockedTogether: readonly string[]
  /** Names of the others on the same fob. */
  readonly sharers: readonly string[]
  /** Why the row cannot be chosen; null: it can. */
  readonly unlockObstacle: Refusal | null
  readonly revocationObstacle: Refusal | null
}

export interface OwnPage extends PortalUser {
  readonly contractName: string
}

/** What a login meets next; `topPage`: a one-time password was given and accepted. */
export type NextStep = LoginStep | 'topPage'

export type Done = { readonly ok: true } | Refusal
export type Next = { readonly ok: true; readonly next: NextStep } | Refusal

/** 変更完了. */
export type Changed =
  | {
      readonly ok: true
      readonly users: readonly PortalUser[]
      /** After 失効: from when on these may register again (rule 7). */
      readonly waitingUntil: number | null
    }
  | Refusal

/**
 * Login IDs named first are those of the session, whose password was checked. Refusals are exact; what of them
 * a customer reads, the pages decide (`sentences.ts`).
 */
export interface PortalBank {
  /** Head office's time, milliseconds since 1970. */
  now(): number
  loginStep(loginId: string): Promise<Next>
  /** The one-time password of a login. */
  verify(loginId: string, code: string): Promise<Next>
  /** BLG3020. */
  activate(loginId: string, serial: string, code: string): Promise<Done>
  /** Two consecutive codes put the fob's clock right (rule 1); they log nobody in. */
  resynchronise(loginId: string, code: string, nextCode: string): Promise<Done>
  /** Rule 7, of a revoked user; null: no waiting time runs. */
  waitingUntil(loginId: string): Promise<number | null>
  /** undefined: the bank does not know the login. */
  own(loginId: string): Promise<OwnPage | undefined>
  /** The users of the contract, to its master and administrators. */
  users(actor: string): Promise<{ readonly ok: true; readonly users: readonly ListedUser[] } | Refusal>
  /** 停止解除; answers everyone unlocked, also those on the same serial. */
  unlock(actor: string, loginIds: readonly string[]): Promise<Changed>
  /** Whether nobody could administer the contract once these are revoked (rule 5: warned of). */
  takesLastAdministrator(actor: string, loginIds: readonly string[]): Promise<boolean>
  /** 失効, reason 利用者操作; the rows bear the serials and expiries just revoked. */
  revoke(actor: string, loginIds: readonly string[]): Promise<Changed>
}
