/** The facts of a keyring begun anew by the recovery code: who has a password now, and what that means for the others. */
import type { EventDraft } from '../../domain/events.ts'
import { hex } from '../../protocol/bytes.ts'
import type { Keyring } from '../keyring/types.ts'
import type { Profile } from './profile.ts'

/** A member's own public key on this PC as `PasswordSet` tells it: by it head office checks approvals from now on. */
export function publicKeyOf(
  { members }: Pick<Keyring, 'members'>,
  staffNo: string,
): { readonly signingKey?: string } {
  const member = members.find((one) => one.staffNo === staffNo)
  return member === undefined ? {} : { signingKey: hex(member.signingKey) }
}

/**
 * Both managers' new passwords, and the task that tells the rest of the staff that theirs are gone.
 * @param keyring begun anew already
 * @param at milliseconds since 1970
 */
export function passwordsRenewed(
  keyring: Pick<Keyring, 'members'>,
  managers: readonly { readonly staffNo: string }[],
  { device, branchNo }: Pick<Profile, 'device' | 'branchNo'>,
  at: number,
): readonly EventDraft[] {
  return [
    ...managers.map(({ staffNo }): EventDraft => {
      const data = { staffNo, how: 'recovered' as const, ...publicKeyOf(keyring, staffNo) }
      return { type: 'PasswordSet', v: 1, data }
    }),
    { type: 'RecoveryCodePrinted', v: 1, data: {} },
    {
      type: 'TaskRaised',
      v: 1,
      data: {
        taskId: `passwords-${device}-${Math.round(at)}`,
        code: 'TASK_PASSWORDS_RENEWED',
        subject: { kind: 'branch', id: branchNo },
      },
    },
  ]
}
