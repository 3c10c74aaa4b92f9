/** Passwords on this PC: one's own, and those a manager sets for others. */
import type { Actor, Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { keyringRefusal } from './vault.ts'
import { isWeakPassword } from './passwords.ts'
import type { Session } from './session.ts'
import type { Workplace } from './workplace.ts'

type Done = { readonly ok: true } | Refusal

export class StaffPasswords {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async change(password: string, newPassword: string): Promise<Done> {
    const session = this.#session.signedIn
    if ('ok' in session) return session
    const { work, actor } = session
    const { staffNo } = actor
    if (isWeakPassword(staffNo, newPassword)) {
      return work.recordRefused('changePassword', staffNo, actor, refuse('PASSWORD_WEAK'))
    }
    // Counted, delayed and recorded like any other wrong password.
    const known = await this.#session.authenticate(work.vault, staffNo, password)
    if (!known.ok) return known
    known.value.lock()
    const changed = await work.vault.keyring.changePassword(staffNo, password, newPassword)
    if (!changed.ok)
      return changed.code === 'SIGN_IN_REFUSED'
        ? refuse('PASSWORD_WRONG', { wait: 0 })
        : keyringRefusal(changed.code)
    await work.record({ type: 'PasswordSet', v: 1, data: { staffNo, how: 'changed' } }, staffNo)
    return { ok: true }
  }

  /** A first or forgotten password; the manager's own is asked again. */
  async set(staffNo: string, newPassword: string, password: string): Promise<Done> {
    const session = this.#session.signedIn
    if ('ok' in session) return session
    const { work, actor } = session
    const obstacle = this.#obstacle(work, actor, staffNo, newPassword)
    if (obstacle !== null) return work.recordRefused('setPassword', staffNo, actor, obstacle)
    const known = await this.#session.authenticate(work.vault, actor.staffNo, password)
    if (!known.ok) return known
    known.value.lock()
    const { keyring } = work.vault
    const isMember = keyring.members.some((member) => member.staffNo === staffNo)
    const member = { staffNo, password: newPassword }
    const set = isMember
      ? await keyring.resetPassword(work.keys, member)
      : await keyring.addMember(work.keys, member)
    if (!set.ok) return keyringRefusal(set.code)
    const how = isMember ? 'reset' : 'initial'
    await work.record({ type: 'PasswordSet', v: 1, data: { staffNo, how } }, actor.staffNo)
    return { ok: true }
  }

  #obstacle(work: Workplace, actor: Actor, staffNo: string, newPassword: string): Refusal | null {
    if (actor.role !== 'manager') return refuse('NOT_ALLOWED', { role: actor.role })
    const staff = work.store.state.get('staff', staffNo)
    if (staff === undefined || !staff.active) return refuse('STAFF_UNKNOWN', { staffNo })
    return isWeakPassword(staffNo, newPassword) ? refuse('PASSWORD_WEAK') : null
  }
}
