/** Head office has moved: its new address is taken once the keys of the enrolment answer there. */
import type { Actor } from '../../domain/decide-types.ts'
import { actsAsManager } from '../../domain/decide/rights.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import { offline, ok } from './answers.ts'
import { headOfficeAddress } from './head-office-address.ts'
import type { DeskPorts } from './ports.ts'
import { keyBytes } from './profile.ts'
import type { Workplace } from './workplace.ts'

/** @param typed as a person types it from head office's letter */
export async function changeHeadOfficeAddress(
  ports: DeskPorts,
  work: Workplace,
  actor: Actor,
  typed: string,
): Promise<Answer<{ address: string }>> {
  const { vault, hubKeysAltered } = work
  const { headOfficeAddress: formerAddress } = vault.profile
  if (formerAddress === undefined) return refuse('STORE_OTHER_REALM')
  if (!actsAsManager(actor)) {
    const refusal = refuse('NOT_ALLOWED', { role: actor.role })
    return work.recordRefused('changeHeadOfficeAddress', '', actor, refusal)
  }
  // Keys that are not the record's prove nothing.
  if (hubKeysAltered) return refuse('HUB_KEYS_ALTERED')
  const address = headOfficeAddress(typed)
  if (address === undefined) return refuse('HEAD_OFFICE_ADDRESS_FORM')
  if (address === formerAddress) return ok({ address })
  // The line ends at the pinned key or nowhere: that it carries a question is the proof.
  const hubSigningKey = keyBytes(vault.profile.hubSigning.publicKey)
  const line = ports.headOffice({ address, hubSigningKey, signer: null })
  const answer = await line.identify({}).catch(offline).finally(line.close)
  if ('ok' in answer) return work.recordRefused('changeHeadOfficeAddress', address, actor, answer)
  const { staffNo } = actor
  // The fact first: a crash between the two leaves the former address, and it is done again.
  await work.record({ type: 'HeadOfficeAddressChanged', v: 1, data: { formerAddress, address } }, staffNo)
  await vault.moveHeadOffice(address)
  // What waited for the line goes at once; how that ends is the status bar's.
  void work.sync.syncNow().catch(ports.onError)
  return ok({ address })
}
