/** One search box for anything a teller has in hand, with its hits: ↑↓ and Enter, the mouse never needed. */
import { Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Search } from 'lucide-react'
import { useEffect, useId, useState, type KeyboardEvent } from 'react'
import type { CustomerHit } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { isComposing } from '../ui/keys.ts'
import { Refused } from '../ui/refused.tsx'
import { HitLine } from './hit-line.tsx'
import classes from './customer-search.module.css'
import { words } from './words.ts'

/** Typing pauses shorter than this (ms) do not search; a scanner's line arrives as one. */
const pause = 120
const limit = 30

export function CustomerSearch({
  onChoose,
  initialText = '',
}: {
  readonly onChoose: (hit: CustomerHit) => void
  readonly initialText?: string
}) {
  const t = useWords(words)
  const listId = useId()
  const [text, setText] = useState(initialText)
  const [asked] = useDebouncedValue(text.trim(), pause)
  const [active, setActive] = useState(0)
  /** Enter was pressed before the hits of the typed text were there: open the first when they come. */
  const [waiting, setWaiting] = useState(false)
  const search = useDesk(
    'customers.search',
    { text: asked, limit },
    { when: asked !== '', keepPrevious: true },
  )
  const current = asked === text.trim() && !search.stale && !search.loading
  const hits = asked === '' ? [] : (search.value ?? [])

  useEffect(() => setActive(0), [asked])
  useEffect(() => {
    if (!waiting || !current) return
    setWaiting(false)
    const first = hits[0]
    if (first !== undefined) onChoose(first)
  }, [waiting, current, hits, onChoose])

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
    }
  }

  return (
    <div className={classes.search}>
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
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={hits[active] === undefined ? undefined : `${listId}-${active}`}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Refused refusal={search.refusal} />
      <Text size="sm" c="dimmed" role="status" mih={20}>
        {asked !== '' &&
          current &&
          (hits.length > 0 ? t('hits', { count: hits.length }) : t('noHit', { text: asked }))}
        {asked !== '' && !current && t('searching')}
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
      </div>
    </div>
  )
}
