/** One search box for anything a teller has in hand, with its hits: ↑↓ and Enter, the mouse never needed. */
import { Text, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { CustomerHit } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useStaff } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { useLabelScan } from '../scanner/index.ts'
import { isComposing } from '../ui/keys.ts'
import { Refused } from '../ui/refused.tsx'
import { ElsewhereLine } from './elsewhere-line.tsx'
import { HitLine } from './hit-line.tsx'
import classes from './customer-search.module.css'
import { words } from './words.ts'

const limit = 30

export function CustomerSearch({
  onChoose,
  initialText = '',
  scans = 'screen',
  onElsewhere,
}: {
  readonly onChoose: (hit: CustomerHit) => void
  readonly initialText?: string
  /** Where it takes a scanner's labels: on the screen, in the dialog it stands in, or not at all. */
  readonly scans?: 'screen' | 'dialog' | 'no'
  /** Nobody of this branch fits, and other branches are to be asked for `text`; by default the screen changes. */
  readonly onElsewhere?: (text: string) => void
}) {
  const t = useWords(words)
  const listId = useId()
  const [text, setText] = useState(initialText)
  // Asked at every key: a search takes main a millisecond or two, any pause would be seen (docs/figures.md).
  const asked = text.trim()
  const [active, setActive] = useState(0)
  /** Enter was pressed before the hits of the typed text were there: open the first when they come. */
  const [waiting, setWaiting] = useState(false)
  const search = useDesk(
    'customers.search',
    { text: asked, limit },
    { when: asked !== '', keepPrevious: true },
  )
  const current = !search.stale && !search.loading
  const hits = asked === '' ? [] : (search.value ?? [])
  const first = hits[0]
  const go = useGo()
  // 検査 serves nobody.
  const nobody = useStaff().role !== 'auditor' && asked !== '' && current && hits.length === 0
  const toElsewhere = (): void => (onElsewhere ?? ((typed) => go('/elsewhere', { text: typed })))(asked)

  /** A label was scanned: only the holder of that very fob is opened by itself. */
  const [scanned, setScanned] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const unread = useLabelScan(
    ({ serial }) => {
      setText(serial)
      setWaiting(false)
      setScanned(serial)
    },
    { enabled: scans !== 'no', ...(scans === 'dialog' ? { within: box } : {}) },
  )

  useEffect(() => setActive(0), [asked])
  const holder = hits.find(({ matched, matchedText }) => matched === 'serial' && matchedText === scanned)
  useEffect(() => {
    if (scanned === null || asked !== scanned || !current) return
    setScanned(null)
    if (holder !== undefined) onChoose(holder)
  }, [scanned, asked, current, holder, onChoose])
  useEffect(() => {
    if (!waiting || !current) return
    setWaiting(false)
    if (first !== undefined) onChoose(first)
  }, [waiting, current, first, onChoose])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((at) => Math.min(Math.max(at + step, 0), Math.max(hits.length - 1, 0)))
    } else if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault()
      const hit = hits[active]
      if (!current) setWaiting(true)
      else if (hit !== undefined) onChoose(hit)
      else if (nobody) toElsewhere()
    }
  }

  return (
    <div className={classes.search} ref={box}>
      <TextInput
        label={t('search')}
        description={`${t('searchHint')}　${t('searchKeys')}`}
        leftSection={<Search size={16} aria-hidden />}
        size="md"
        maxLength={100}
        value={text}
        data-first-focus
        autoComplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={hits.length > 0 || nobody}
        aria-controls={listId}
        aria-activedescendant={hits[active] === undefined && !nobody ? undefined : `${listId}-${active}`}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Refused refusal={search.refusal ?? unread} />
      <Text size="sm" c="dimmed" role="status" mih={20}>
        {hits.length > 0 && t('hits', { count: hits.length })}
        {asked !== '' && current && hits.length === 0 && t('noHit', { text: asked })}
        {search.loading && t('searching')}
      </Text>
      <div id={listId} role="listbox" aria-label={t('search')} className={classes.hits}>
        {hits.map((hit, at) => (
          <HitLine
            key={`${hit.contract.contractNo}-${hit.matched}-${hit.matchedText}`}
            id={`${listId}-${at}`}
            hit={hit}
            active={at === active}
            onPoint={() => setActive(at)}
            onChoose={() => onChoose(hit)}
          />
        ))}
        {nobody && <ElsewhereLine id={`${listId}-0`} text={asked} onChoose={toElsewhere} />}
      </div>
    </div>
  )
}
