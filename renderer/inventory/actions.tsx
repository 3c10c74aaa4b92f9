/** The buttons of the stock: for the branch at the top, for the chosen fobs beside their number. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { assertNever } from '../../domain/vocabulary.ts'
import type { FobView, InventoryFilter } from '../../preload/contract/views.ts'
import { useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ImportDialog } from '../settings/import-dialog.tsx'
import { MoveDialog, ReseedDialog, TransferDialog, WriteOffDialog } from './act-dialogs.tsx'
import { ReceiveDialog, StocktakeDialog } from './count-dialogs.tsx'
import { words } from './words.ts'

const branchActs = ['importLot', 'receive', 'stocktake'] as const
const fobActs = ['move', 'transfer', 'writeOff', 'reseed'] as const
type BranchAct = (typeof branchActs)[number]
type FobAct = (typeof fobActs)[number]

export function BranchActions({ active }: { readonly active: FobView | null }) {
  const t = useWords(words)
  const { role } = useStaff()
  const [act, setAct] = useState<BranchAct | null>(null)
  const close = () => setAct(null)
  return (
    <>
      {branchActs.map((name) => (
        <Button key={name} variant="default" disabled={role === 'auditor'} onClick={() => setAct(name)}>
          {t(name)}
        </Button>
      ))}
      {act === 'importLot' && <ImportDialog kind="lot" title={t('import')} onClose={close} />}
      {act === 'receive' && (
        <ReceiveDialog
          transferId={active?.place === 'inTransfer' ? (active.reference ?? '') : ''}
          onClose={close}
        />
      )}
      {act === 'stocktake' && <StocktakeDialog onClose={close} />}
    </>
  )
}

export function FobActions({
  serials,
  filter,
  onDone,
}: {
  readonly serials: readonly string[]
  readonly filter: InventoryFilter
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const { role } = useStaff()
  const [act, setAct] = useState<FobAct | null>(null)
  const onClose = (done: boolean) => {
    setAct(null)
    if (done) onDone()
  }
  const possible = (name: FobAct) =>
    role !== 'auditor' && (name === 'reseed' ? serials.length === 1 : serials.length > 0)
  return (
    <>
      {fobActs.map((name) => (
        <Button
          key={name}
          variant={name === 'writeOff' ? 'outline' : 'default'}
          {...(name === 'writeOff' ? { color: 'red' } : {})}
          disabled={!possible(name)}
          onClick={() => setAct(name)}
        >
          {t(name)}
        </Button>
      ))}
      {act !== null && <Act act={act} serials={serials} filter={filter} onClose={onClose} />}
    </>
  )
}

function Act({
  act,
  serials,
  filter,
  onClose,
}: {
  readonly act: FobAct
  readonly serials: readonly string[]
  readonly filter: InventoryFilter
  readonly onClose: (done: boolean) => void
}) {
  switch (act) {
    case 'move':
      return <MoveDialog from={filter.place} {...{ serials, onClose }} />
    case 'transfer':
      return <TransferDialog {...{ serials, onClose }} />
    case 'writeOff':
      return <WriteOffDialog {...{ serials, onClose }} />
    case 'reseed':
      return <ReseedDialog serial={serials[0] ?? ''} onClose={onClose} />
    default:
      return assertNever(act)
  }
}
