import { Code, Group, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { HistoryEntry } from '../../preload/contract/views.ts'
import { useEventName } from '../i18n/event-names.ts'
import { useWords } from '../i18n/index.ts'
import { DateTimeText, EmptyState, Facts, Panel, useRefusalSentence } from '../ui/index.ts'
import classes from './audit.module.css'
import { EntryContent } from './entry-content.tsx'
import { useSubjectText } from './subject-text.ts'
import { words } from './words.ts'

/** One fact whole: who, when, on which device, by whose signature, and its data as the journal holds it. */
export function EntryDetail({ entry }: { readonly entry: HistoryEntry | null }) {
  const t = useWords(words)
  const eventName = useEventName()
  const say = useRefusalSentence()
  const refused = entry?.refused ?? null
  const atHeadOffice =
    refused === null
      ? t(entry?.reflected === true ? 'reflectedYes' : 'reflectedNo')
      : `${t('refusedByHub')}　${say({ code: refused, detail: {} })}`
  const pcOf = ({ elsewhere, pcName }: HistoryEntry): string =>
    elsewhere ? t('elsewhere', { pc: pcName ?? t('anotherPc') }) : ''
  return (
    <Panel title={entry === null ? t('detail') : eventName(entry.type)} fill>
      {entry === null ? (
        <EmptyState>{t('chooseOne')}</EmptyState>
      ) : (
        <div className={classes.detail} role="region" aria-label={t('detail')} tabIndex={0}>
          <Facts
            facts={[
              [t('at'), <DateTimeText at={entry.at} style="second" />],
              [t('subject'), <Subject entry={entry} />],
              [t('by'), entry.by === null ? t('program') : `${entry.byName}（${entry.by}）`],
              [t('signedBy'), entry.signedBy.length === 0 ? '―' : entry.signedBy.join('、')],
              [t('reflected'), atHeadOffice],
              [t('device'), `${entry.device}　${entry.seq}${pcOf(entry)}`],
              [t('position'), entry.position.toLocaleString('ja-JP')],
            ]}
          />
          <Content key={entry.id} entry={entry} />
        </div>
      )}
    </Panel>
  )
}

/** The numbers themselves below, where they say more: they are what a record elsewhere is found by. */
function Subject({ entry }: { readonly entry: HistoryEntry }) {
  const about = useSubjectText()(entry)
  return (
    <>
      {about}
      {about.replaceAll(/\s/g, '') !== entry.subject.replaceAll(' ', '') && (
        <div className={classes.ids}>{entry.subject}</div>
      )}
    </>
  )
}

/** In words; as the journal holds it for whoever asks. */
function Content({ entry }: { readonly entry: HistoryEntry }) {
  const t = useWords(words)
  const [original, setOriginal] = useState(false)
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('data')}（{entry.type}）
        </Text>
        <Switch
          size="xs"
          label={t('original')}
          checked={original}
          onChange={(event) => setOriginal(event.currentTarget.checked)}
        />
      </Group>
      {original ? (
        <Code block tabIndex={0}>
          {indented(entry.data)}
        </Code>
      ) : (
        <EntryContent entry={entry} />
      )}
    </>
  )
}

/** JSON with line breaks; anything else as it is. */
export function indented(data: string): string {
  try {
    return JSON.stringify(JSON.parse(data), null, 2)
  } catch (error) {
    if (error instanceof SyntaxError) return data
    throw error
  }
}
