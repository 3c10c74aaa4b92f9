/** What may be done with the chosen fobs: move, transfer, write off, write anew. The rules decide; these ask. */
import { Text, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { isCustodyStep } from '../../domain/decide/custody.ts'
import { custodyPlace, type CustodyPlace } from '../../domain/vocabulary.ts'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ChoiceField, DialogFoot, FormDialog, Refused, toastDone } from '../ui/index.ts'
import { SerialCloud } from './scan-list.tsx'
import { words } from './words.ts'

interface ActProps {
  readonly serials: readonly string[]
  readonly onClose: (done: boolean) => void
}

function ActForm({
  title,
  action,
  serials,
  ready,
  pending,
  refusal,
  danger = false,
  onSubmit,
  onClose,
  children,
}: ActProps & {
  readonly title: string
  readonly action: string
  readonly ready: boolean
  readonly pending: boolean
  readonly refusal: RefusalView | null
  readonly danger?: boolean
  readonly onSubmit: () => void
  readonly children: ReactNode
}) {
  const t = useWords(words)
  return (
    <FormDialog
      opened
      size="lg"
      title={title}
      onCancel={() => onClose(false)}
      onSubmit={() => {
        if (ready && !pending) onSubmit()
      }}
    >
      <Text size="sm" fw={700}>
        {t('pieces', { number: serials.length })}
      </Text>
      <SerialCloud serials={serials} />
      {children}
      <Refused refusal={refusal} />
      <DialogFoot onCancel={() => onClose(false)} disabled={!ready} {...{ action, pending, danger }} />
    </FormDialog>
  )
}

/** A move that a person books by hand (rule 13). `from`: the place all of them are in, where known. */
export function MoveDialog({ serials, from, onClose }: ActProps & { readonly from: CustodyPlace | null }) {
  const t = useWords(words)
  const move = useCommand('moveFobs')
  const [to, setTo] = useState<CustodyPlace | null>(null)
  const [reference, setReference] = useState('')
  const [memo, setMemo] = useState('')
  const places = custodyPlace.options
  const origins = from === null ? places : [from]
  const targets = places.filter((place) => origins.some((origin) => isCustodyStep(origin, place)))
  const submit = async () => {
    if (to === null) return
    const command = { serials: [...serials], to, reference: reference.trim() || null, memo: memo.trim() }
    const answer = await move.run({ command })
    if (!answer.ok) return
    toastDone(t('moved', { number: serials.length }))
    onClose(true)
  }
  return (
    <ActForm
      title={t('move')}
      action={t('record')}
      ready={to !== null}
      pending={move.pending}
      refusal={move.refusal}
      onSubmit={() => void submit()}
      {...{ serials, onClose }}
    >
      <ChoiceField
        set="custodyPlace"
        only={targets}
        label={t('to')}
        value={to}
        onChange={setTo}
        data-autofocus
      />
      <TextInput
        label={t('reference')}
        value={reference}
        maxLength={64}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
      <Textarea
        label={t('memo')}
        value={memo}
        maxLength={500}
        onChange={(event) => setMemo(event.currentTarget.value)}
      />
    </ActForm>
  )
}

export function TransferDialog({ serials, onClose }: ActProps) {
  const t = useWords(words)
  const propose = useCommand('proposeTransfer')
  const [toBranch, setToBranch] = useState('')
  const [reason, setReason] = useState('')
  const submit = async () => {
    const answer = await propose.run({
      command: { serials: [...serials], toBranch: toBranch.normalize('NFKC').trim(), reason: reason.trim() },
    })
    if (!answer.ok) return
    toastDone(t('proposed', { number: serials.length }))
    onClose(true)
  }
  return (
    <ActForm
      title={t('transfer')}
      action={t('propose')}
      ready={toBranch.trim() !== ''}
      pending={propose.pending}
      refusal={propose.refusal}
      onSubmit={() => void submit()}
      {...{ serials, onClose }}
    >
      <Text size="sm">{t('approvalFollows')}</Text>
      <TextInput
        label={t('toBranch')}
        value={toBranch}
        maxLength={16}
        inputMode="numeric"
        data-autofocus
        onChange={(event) => setToBranch(event.currentTarget.value)}
      />
      <Textarea
        label={t('reason')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActForm>
  )
}

export function WriteOffDialog({ serials, onClose }: ActProps) {
  const t = useWords(words)
  const propose = useCommand('proposeWriteOff')
  return (
    <ReasonForm
      title={t('writeOff')}
      danger
      pending={propose.pending}
      refusal={propose.refusal}
      run={async (reason) => (await propose.run({ command: { serials: [...serials], reason } })).ok}
      {...{ serials, onClose }}
    />
  )
}

/** One fob: its seed is to be written anew. */
export function ReseedDialog({
  serial,
  onClose,
}: {
  readonly serial: string
  readonly onClose: (done: boolean) => void
}) {
  const t = useWords(words)
  const propose = useCommand('proposeReseed')
  return (
    <ReasonForm
      title={t('reseed')}
      pending={propose.pending}
      refusal={propose.refusal}
      run={async (reason) => (await propose.run({ command: { serial, reason } })).ok}
      serials={[serial]}
      onClose={onClose}
    />
  )
}

function ReasonForm({
  run,
  ...form
}: ActProps & {
  readonly title: string
  readonly danger?: boolean
  readonly pending: boolean
  readonly refusal: RefusalView | null
  /** Answers whether it was done. */
  readonly run: (reason: string) => Promise<boolean>
}) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const submit = async () => {
    if (!(await run(reason.trim()))) return
    toastDone(t('proposed', { number: form.serials.length }))
    form.onClose(true)
  }
  return (
    <ActForm {...form} action={t('propose')} ready={reason.trim() !== ''} onSubmit={() => void submit()}>
      <Text size="sm">{t('approvalFollows')}</Text>
      <Textarea
        label={t('reason')}
        value={reason}
        maxLength={500}
        required
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActForm>
  )
}
