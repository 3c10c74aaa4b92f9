import type { HeadOffice } from '../../protocol/head-office.ts'
import type { UnlockedKeyring } from '../keyring/types.ts'
import { lazyHeadOffice } from './lazy-head-office.ts'
import type { DeskPorts } from './ports.ts'
import { keyBytes, type Profile } from './profile.ts'

/** The head office that this store's branch is enrolled with, asked in the name of this device. */
export function headOfficeOf(
  ports: DeskPorts,
  { realm, device, headOfficeAddress: address, hubSigning }: Profile,
  keys: UnlockedKeyring,
): HeadOffice {
  if (realm === 'training') return lazyHeadOffice(() => ports.trainingHeadOffice())
  if (address === undefined) throw new Error('a real branch has the address of its head office')
  return ports.headOffice({
    address,
    hubSigningKey: keyBytes(hubSigning.publicKey),
    signer: { device, sign: (message) => keys.deviceSign(message) },
  })
}
