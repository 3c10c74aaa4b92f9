/** On a screen about one contract, a scanned fob means whoever of the contract uses it. */
import { useState } from 'react'
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { ContractView, UserView } from '../../preload/contract/views.ts'
import { useLabelScan } from './use-label-scan.ts'

/**
 * Answers why the last scan meant nobody: the label cannot be read, or nobody here uses its fob. The
 * screen stays with the contract it has, whose form may be half filled in.
 */
export function useFobOfContract(
  contract: ContractView,
  onHolders: (holders: readonly UserView[]) => void,
): Refusal | null {
  const [foreign, setForeign] = useState<Refusal | null>(null)
  const unread = useLabelScan(({ serial }) => {
    const holders = contract.userList.filter((user) => user.serial === serial)
    setForeign(holders.length === 0 ? refuse('FOB_NOT_OF_CONTRACT', { serial }) : null)
    if (holders.length > 0) onHolders(holders)
  })
  return unread ?? foreign
}
