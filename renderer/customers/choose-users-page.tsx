/** The manual's list of a contract's users to choose from, for 利用停止解除 (p. 4) and トークン失効 (p. 6). */
import { useState, type ReactNode } from 'react'
import type { ContractView, UserRow } from '../../preload/contract/views.ts'
import type { Reading } from '../desk/index.ts'
import { Refused } from '../ui/index.ts'
import { ContractBand } from './contract-band.tsx'
import { ManualPage } from './manual-page.tsx'
import { firstOrder, SortControl } from './sort-control.tsx'
import { sortRows, type SortKey } from '../../domain/user-order.ts'
import { UserRowTable, type Choosing } from './user-row-table.tsx'

export function ChooseUsersPage({
  trail,
  title,
  steps,
  explanation,
  contract,
  onOther,
  rows,
  columns,
  choosing,
  side,
}: {
  readonly trail: string
  readonly title: string
  readonly steps: readonly [string, string]
  readonly explanation: readonly string[]
  readonly contract: ContractView
  /** Another contract is wanted. */
  readonly onOther: () => void
  readonly rows: Reading<UserRow[]>
  readonly columns: readonly SortKey[]
  readonly choosing: Choosing
  /** What is entered and the button. */
  readonly side: ReactNode
}) {
  const [order, setOrder] = useState(firstOrder)
  const list = rows.value ?? []
  return (
    <ManualPage
      trail={trail}
      title={title}
      steps={steps}
      step={0}
      focusKey={list.length}
      explanation={explanation}
      band={<ContractBand contract={contract} onOther={onOther} />}
      side={side}
    >
      <SortControl
        columns={columns}
        onShow={(next) => {
          setOrder(next)
          rows.readAgain()
        }}
      />
      <Refused refusal={rows.refusal} />
      <UserRowTable
        label={title}
        rows={sortRows(list, order.by, order.descending)}
        columns={columns}
        choosing={choosing}
      />
    </ManualPage>
  )
}
