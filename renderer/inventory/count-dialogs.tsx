/** Counting by scanner: 現物検査 and the receipt of a transfer. */
import { Group, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CustodyPlace, StocktakeKind } from '../../domain/vocabulary.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ChoiceField, DialogFoot, FormDialog, Refused, toastDone } from '../ui/index.ts'
import { ScanList } from './scan-list.tsx'
import { words } from './words.ts'

/** Places where fobs can be counted at a branch. */
const countable: readonly CustodyPlace[] = [
  'stock',
  'received',
  'issuedHeld',
  'returned',
  'returnedByPost',
  'toDispose',
]

export function StocktakeDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(words)
  const record = useCommand('recordStocktake')
  const [kind, setKind] = useState<StocktakeKind>('daily')
  const [place, setPlace] = useState<CustodyPlace>('stock')
  const [serials, setSerials] = useState<readonly string[]>([])
  const [memo, setMemo] = useState('')
  const submit = async () => {
    if (record.pending) return
    const answer = await record.run({ command: { kind, place, serials: [...serials], memo: memo.trim() } })
    if (!answer.ok) return
    toastDone(t('counted', { number: serials.length }))
    onClose()
  }
  return (
    <FormDialog opened size="lg" title={t('stocktake')} onCancel={onClose} onSubmit={() => void submit()}>
      <Text size="sm">{t('stocktakeWhy')}</Text>
      <Group grow>
        <ChoiceField
          set="stocktakeKind"
          label={t('kind')}
          value={kind}
          onChange={(next) => next !== null && setKind(next)}
        />
        <ChoiceField
          set="custodyPlace"
          only={countable}
          label={t('place')}
          value={place}
          onChange={(next) => next !== null && setPlace(next)}
        />
      </Group>
      <ScanList serials={serials} onChange={setSerials} />
      <Textarea
        label={t('memo')}
        value={memo}
        maxLength={500}
        onChange={(event) => setMemo(event.currentTarget.value)}
      />
      <Refused refusal={record.refusal} />
      <DialogFoot action={t('record')} pending={record.pending} onCancel={onClose} />
    </FormDialog>
  )
}

export function ReceiveDialog({
  transferId: suggested,
  onClose,
}: {
  /** The transfer of the fob that was under the cursor, if it is in one. */
  readonly transferId: string
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const receive = useCommand('receiveTransfer')
  const [transferId, setTransferId] = useState(suggested)
  const [serials, setSerials] = useState<readonly string[]>([])
  const submit = async () => {
    if (receive.pending || transferId.trim() === '') return
    const answer = await receive.run({ command: { transferId: transferId.trim(), serials: [...serials] } })
    if (!answer.ok) return
    toastDone(t('received', { number: serials.length }))
    onClose()
  }
  return (
    <FormDialog opened size="lg" title={t('receive')} onCancel={onClose} onSubmit={() => void submit()}>
      <Text size="sm">{t('receiveWhy')}</Text>
      <TextInput
        label={t('transferId')}
        value={transferId}
        maxLength={64}
        onChange={(event) => setTransferId(event.currentTarget.value)}
      />
      <ScanList serials={serials} onChange={setSerials} />
      <Refused refusal={receive.refusal} />
      <DialogFoot
        action={t('record')}
        disabled={transferId.trim() === ''}
        pending={receive.pending}
        onCancel={onClose}
      />
    </FormDialog>
  )
}
