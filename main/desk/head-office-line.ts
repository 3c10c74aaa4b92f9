import type { HeadOffice } from '../../protocol/head-office.ts'
import type { UnlockedKeyring } from '../keyring/types.ts'
import { headOfficeThrough, lazyHeadOffice } from './lazy-head-office.ts'
import type { DeskPorts } from './ports.ts'
import { keyBytes } from './profile.ts'
import type { Vault } from './vault.ts'

/**
 * The head office that this store's branch is enrolled with, asked in the name of this device; at another address as
 * soon as the profile has one (`head-office-move.ts`).
 */
export function headOfficeOf(
  ports: DeskPorts,
  vault: Pick<Vault, 'profile'>,
  keys: UnlockedKeyring,
): HeadOffice {
  if (vault.profile.realm === 'training') return lazyHeadOffice(() => ports.trainingHeadOffice())
  let line = openLine(ports, vault, keys)
  return headOfficeThrough((question) => {
    if (line.address !== vault.profile.headOfficeAddress) line = openLine(ports, vault, keys)
    return question(line.headOffice)
  })
}

function openLine(
  ports: DeskPorts,
  { profile: { device, headOfficeAddress: address, hubSigning } }: Pick<Vault, 'profile'>,
  keys: UnlockedKeyring,
) {
  if (address === undefined) throw new Error('a real branch has the address of its head office')
  const hubSigningKey = keyBytes(hubSigning.publicKey)
  const signer = { device, sign: (message: Uint8Array) => keys.deviceSign(message) }
  return { address, headOffice: ports.headOffice({ address, hubSigningKey, signer }) }
}
