/** Serial numbers read one after the other by a scanner; doubles and misreads are said at once. */
import { Anchor, Group, Text, TextInput } from '@mantine/core'
import { ScanBarcode } from 'lucide-react'
import { useRef, useState } from 'react'
import { normaliseSerial } from '../../domain/serial.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { isComposing, Refused, SerialText } from '../ui/index.ts'
import classes from './inventory.module.css'
import { words } from './words.ts'

export interface Scanned {
  readonly serials: readonly string[]
  readonly problem: { readonly kind: 'doubled' | 'malformed'; readonly text: string } | null
}

/** Adds what was typed, scanned or pasted (several, separated by white space or commas). */
export function addScanned(serials: readonly string[], text: string): Scanned {
  const known = new Set(serials)
  const added: string[] = []
  let problem: Scanned['problem'] = null
  for (const word of text.split(/[\s,、]+/).filter((part) => part !== '')) {
    const serial = normaliseSerial(word)
    if (serial === null) problem = { kind: 'malformed', text: word }
    else if (known.has(serial)) problem = { kind: 'doubled', text: serial }
    else {
      known.add(serial)
      added.push(serial)
    }
  }
  return { serials: [...serials, ...added], problem }
}

export function ScanList({
  serials,
  onChange,
}: {
  readonly serials: readonly string[]
  readonly onChange: (serials: readonly string[]) => void
}) {
  const t = useWords(words)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<Scanned['problem']>(null)
  const add = (typed: string) => {
    const scanned = addScanned(serials, typed)
    setProblem(scanned.problem)
    setText('')
    onChange(scanned.serials)
  }
  const root = useRef<HTMLDivElement>(null)
  const unread = useLabelScan(
    (label) => {
      const scanned = addScanned(serials, label.serial)
      setProblem(scanned.problem)
      onChange(scanned.serials)
    },
    { within: root },
  )
  return (
    <div ref={root}>
      <TextInput
        label={t('scan')}
        description={t('scanHint')}
        leftSection={<ScanBarcode size={16} aria-hidden />}
        value={text}
        autoComplete="off"
        data-autofocus
        error={
          problem === null
            ? null
            : problem.kind === 'doubled'
              ? t('doubled', { serial: problem.text })
              : t('malformed', { text: problem.text })
        }
        onChange={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => {
          event.preventDefault()
          add(event.clipboardData.getData('text'))
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || isComposing(event) || event.ctrlKey || text.trim() === '') return
          // Enter ends a scan here; it neither moves on nor submits.
          event.preventDefault()
          event.stopPropagation()
          add(text)
        }}
      />
      <Refused refusal={unread} />
      <Group justify="space-between" mt="xs">
        <Text size="sm" fw={700} role="status">
          {t('scanned', { number: serials.length.toLocaleString('ja-JP') })}
        </Text>
        {serials.length > 0 && (
          <Anchor component="button" type="button" size="xs" onClick={() => onChange(serials.slice(0, -1))}>
            {t('removeLast')}
          </Anchor>
        )}
      </Group>
      <SerialCloud serials={serials.toReversed()} />
    </div>
  )
}

const SHOWN = 200

/** Serials side by side; beyond 200 the rest as a number. */
export function SerialCloud({ serials }: { readonly serials: readonly string[] }) {
  return (
    <div className={classes.cloud}>
      {serials.slice(0, SHOWN).map((serial) => (
        <SerialText key={serial} serial={serial} />
      ))}
      {serials.length > SHOWN && <span>+{(serials.length - SHOWN).toLocaleString('ja-JP')}</span>}
    </div>
  )
}
