/** One try of a password or code: not before its time, counted before it is made, recorded when it was wrong. */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Effects } from './ports.ts'
import { keyringRefusal, type Vault } from './vault.ts'
import type { Workplace } from './workplace.ts'

/** What the keyring answers to a try. */
export type Tried<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly detail: string }

/** Refusals that mean a wrong password or code; any other is about the file. */
const wrongCodes: ReadonlySet<string> = new Set(['SIGN_IN_REFUSED', 'RECOVERY_REFUSED'])

export class SignInAttempts {
  readonly #effects: Pick<Effects, 'now'>
  readonly #openWork: () => Workplace | null

  /** @param openWork the store that is open now; null: what failed waits for the next sign-in to be recorded */
  constructor(effects: Pick<Effects, 'now'>, openWork: () => Workplace | null) {
    this.#effects = effects
    this.#openWork = openWork
  }

  /** One at a time: the caller sees to it. `who`: a staff number, or what stands for the recovery code. */
  async attempt<T>(
    vault: Vault,
    who: string,
    attempt: () => Promise<Tried<T>>,
  ): Promise<{ readonly ok: true; readonly value: T } | Refusal> {
    const { failedSignIns } = vault
    const wait = await failedSignIns.wait(who, this.#effects.now())
    if (wait > 0) return refuse('SIGN_IN_WAIT', { wait: Math.ceil(wait / 1000) })
    await failedSignIns.begin(who, this.#effects.now())
    const answer = await attempt()
    if (!answer.ok) {
      return wrongCodes.has(answer.code) ? this.#wrong(vault, who, answer.code) : keyringRefusal(answer.code)
    }
    await failedSignIns.right(who)
    return answer
  }

  /** Every wrong try is recorded: in the journal when it is open, otherwise for the next sign-in. */
  async #wrong({ failedSignIns }: Vault, staffNo: string, tried: string): Promise<Refusal> {
    const now = this.#effects.now()
    const code = tried === 'RECOVERY_REFUSED' ? tried : 'PASSWORD_WRONG'
    const work = this.#openWork()
    if (work !== null) await work.record({ type: 'SignInFailed', v: 1, data: { staffNo, code } }, null)
    else await failedSignIns.add({ staffNo, code, at: Math.round(now) })
    return refuse(code, { wait: Math.ceil((await failedSignIns.wait(staffNo, now)) / 1000) })
  }
}
