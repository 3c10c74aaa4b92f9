/** In the head of the screen: where labels go, and the beginning of the batch. */
import { Button, NativeSelect } from '@mantine/core'
import { Layers } from 'lucide-react'
import { useState } from 'react'
import { useCall, useDesk } from '../../desk/index.ts'
import { useWords } from '../../i18n/index.ts'
import { Refused, useFunctionKey } from '../../ui/index.ts'
import { words } from './words.ts'

export function BatchStart({
  count,
  enabled,
  onBegin,
}: {
  readonly count: number
  readonly enabled: boolean
  readonly onBegin: () => void
}) {
  const t = useWords(words)
  const possible = enabled && count > 0
  useFunctionKey('F9', onBegin, possible)
  return (
    <Button leftSection={<Layers size={15} aria-hidden />} disabled={!possible} onClick={onBegin}>
      {t('begin', { count })} (F9)
    </Button>
  )
}

export function LabelPrinter() {
  const t = useWords(words)
  const printers = useDesk('label.printers', {})
  const choose = useCall('label.choosePrinter')
  /** Chosen here since; main keeps it. */
  const [picked, setPicked] = useState<string | null>(null)
  const { printers: known = [], chosen = null } = printers.value ?? {}
  const value = picked ?? chosen ?? ''
  // A printer that was chosen and is unplugged stays in the list: the label then says what is wrong.
  const missing = chosen !== null && !known.some(({ name }) => name === chosen) ? [chosen] : []
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('labelPrinter')}
        title={t('labelPrinter')}
        value={value}
        data={[
          { value: '', label: `${t('labelPrinter')}: ${t('asks')}` },
          ...known.map(({ name, shown }) => ({ value: name, label: `${t('labelPrinter')}: ${shown}` })),
          ...missing.map((name) => ({ value: name, label: `${t('labelPrinter')}: ${name}` })),
        ]}
        onChange={(event) => {
          const name = event.currentTarget.value
          setPicked(name)
          void choose.run({ name: name === '' ? null : name })
        }}
      />
      <Refused refusal={choose.refusal ?? printers.refusal} />
    </>
  )
}
