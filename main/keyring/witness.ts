import { sameBytes, wipe } from '../../protocol/bytes.ts'
import { refuse, type Refusal } from '../../protocol/result.ts'
import type { ReadKeyring } from './keyring-file.ts'
import { openByCode } from './recovery.ts'
import type { Witness } from './types.ts'

/**
 * Why a witness is no second person under a reset; undefined when it is one. A code is refused as a value,
 * because a person typed it; a wrong signing identity is a bug of who asked.
 * @throws TypeError
 */
export async function witnessObstacle(
  read: ReadKeyring,
  witness: Witness,
  { by, member }: { readonly by: string; readonly member: string },
): Promise<Refusal<'RECOVERY_CODE_INVALID' | 'RECOVERY_REFUSED'> | undefined> {
  if ('recoveryCode' in witness) {
    const opened = await openByCode(read, witness.recoveryCode)
    if (opened.ok) {
      wipe(opened.value)
      return undefined
    }
    if (opened.code === 'KEYRING_DAMAGED') throw new TypeError('the session belongs to another keyring')
    return refuse(opened.code, opened.detail)
  }
  const known = read.body.members.find(({ staffNo }) => staffNo === witness.staffNo)
  const isMember = known !== undefined && sameBytes(known.signing, witness.publicKeys.signingKey)
  if (!isMember || witness.staffNo === by || witness.staffNo === member) {
    throw new TypeError('the witness is no second person of this keyring')
  }
  return undefined
}
