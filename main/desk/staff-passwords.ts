/** Passwords on this PC: one's own, and those that two people set for a third. */
import type { Actor, Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { hex } from '../../protocol/bytes.ts'
import type { EventDraft } from '../../domain/events.ts'
import type { NewMember, Witness } from '../keyring/types.ts'
import { keyringRefusal } from './vault.ts'
import { isWeakPassword } from './passwords.ts'
import type { Session } from './session.ts'
import type { Workplace } from './workplace.ts'

type Done = { readonly ok: true } | Refusal

/** Who stands by while a manager sets somebody's password: another manager, or the code out of the safe. */
export type Second =
  { readonly staffNo: string; readonly password: string } | { readonly recoveryCode: string }

export interface SetPassword {
  readonly staffNo: string
  readonly newPassword: string
  /** The signed-in manager's own, asked again. */
  readonly password: string
  readonly second: Second
}

/** `recoveryCode`: the new one, to be shown once, where the old one was used. */
export type PasswordWasSet = { readonly ok: true; readonly recoveryCode: string | null } | Refusal

export class StaffPasswords {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async change(password: string, newPassword: string): Promise<Done> {
    const session = this.#session.present
    if ('ok' in session) return session
    const { work, actor } = session
    const { staffNo } = actor
    const obstacle = ownObstacle(staffNo, password, newPassword)
    if (obstacle !== null) return work.recordRefused('changePassword', staffNo, actor, obstacle)
    // Counted, delayed and recorded like any other wrong password.
    const known = await this.#session.authenticate(work.vault, staffNo, password)
    if (!known.ok) return known
    known.value.lock()
    const changed = await work.vault.keyring.changePassword(work.keys, password, newPassword)
    if (!changed.ok) return keyringRefusal(changed.code)
    const signingKey = hex(work.keys.publicKeys.signingKey)
    await work.record({ type: 'PasswordSet', v: 1, data: { staffNo, how: 'changed', signingKey } }, staffNo)
    return { ok: true }
  }

  /**
   * A first or forgotten password. One manager alone could otherwise sign in as the other and be both people of
   * the dual control (rule 12). It must be changed before anything is done with it.
   */
  async set({ staffNo, newPassword, password, second }: SetPassword): Promise<PasswordWasSet> {
    const session = this.#session.signedIn
    if ('ok' in session) return session
    const { work, actor } = session
    const refused = (refusal: Refusal) => work.recordRefused('setPassword', staffNo, actor, refusal)
    const obstacle =
      setObstacle(work, actor, staffNo, newPassword) ?? secondObstacle(work, actor, staffNo, second)
    if (obstacle !== null) return refused(obstacle)
    const known = await this.#session.authenticate(work.vault, actor.staffNo, password)
    if (!known.ok) return known
    known.value.lock()
    const member = { staffNo, password: newPassword, temporary: true }
    if ('recoveryCode' in second) return this.#setWith(work, actor, member, second)
    const witness = await this.#session.authenticate(work.vault, second.staffNo, second.password)
    if (!witness.ok) return witness
    try {
      if (work.vault.keyring.isTemporary(second.staffNo))
        return await refused(refuse('PASSWORD_CHANGE_NEEDED'))
      return await this.#setWith(work, actor, member, witness.value)
    } finally {
      witness.value.lock()
    }
  }

  async #setWith(
    work: Workplace,
    actor: Actor,
    member: NewMember,
    witness: Witness,
  ): Promise<PasswordWasSet> {
    const { keyring } = work.vault
    const { staffNo } = member
    const how = keyring.members.some((known) => known.staffNo === staffNo) ? 'reset' : 'initial'
    const byCode = 'recoveryCode' in witness
    const set = byCode
      ? await this.#session.withRecoveryCode(work.vault, witness.recoveryCode, () =>
          keyring.setPassword(work.keys, witness, member),
        )
      : keptRefusal(await keyring.setPassword(work.keys, witness, member))
    if (!set.ok) return set
    const { recoveryCode, member: made } = set.value
    const signingKey = hex(made.signingKey)
    const data = { staffNo, how, ...(byCode ? {} : { second: witness.staffNo }), signingKey } as const
    const facts: EventDraft[] = [{ type: 'PasswordSet', v: 1, data }]
    if (recoveryCode !== null) facts.push({ type: 'RecoveryCodePrinted', v: 1, data: {} })
    // Both keys stand under it.
    const signers = byCode ? [work.keys] : [work.keys, witness]
    await work.store.commit(facts, { by: actor.staffNo, signers })
    return { ok: true, recoveryCode }
  }
}

function keptRefusal<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string },
): { readonly ok: true; readonly value: T } | Refusal {
  return answer.ok ? answer : keyringRefusal(answer.code)
}

function ownObstacle(staffNo: string, password: string, newPassword: string): Refusal | null {
  if (isWeakPassword(staffNo, newPassword)) return refuse('PASSWORD_WEAK')
  return password.normalize('NFKC') === newPassword.normalize('NFKC') ? refuse('PASSWORD_SAME') : null
}

function setObstacle(work: Workplace, actor: Actor, staffNo: string, newPassword: string): Refusal | null {
  if (actor.role !== 'manager') return refuse('NOT_ALLOWED', { role: actor.role })
  if (actor.staffNo === staffNo) return refuse('PASSWORD_OWN')
  const staff = work.store.state.get('staff', staffNo)
  if (staff === undefined || !staff.active) return refuse('STAFF_UNKNOWN', { staffNo })
  return isWeakPassword(staffNo, newPassword) ? refuse('PASSWORD_WEAK') : null
}

/** The code stands in for a second manager only where there is none. */
function secondObstacle(work: Workplace, actor: Actor, staffNo: string, second: Second): Refusal | null {
  const isOther = (number: string): boolean => number !== actor.staffNo && number !== staffNo
  if ('recoveryCode' in second) {
    const { keyring } = work.vault
    const others = keyring.members.filter(
      (member) => isOther(member.staffNo) && work.actor(member.staffNo)?.role === 'manager',
    )
    if (others.length > 0) return refuse('SECOND_MANAGER_NEEDED')
    return keyring.isRecoveryCode(second.recoveryCode) ? null : refuse('RECOVERY_CODE_INVALID')
  }
  if (!isOther(second.staffNo)) return refuse('SECOND_MANAGER_NEEDED')
  return work.actor(second.staffNo)?.role === 'manager' ? null : refuse('APPROVER_NOT_MANAGER')
}
