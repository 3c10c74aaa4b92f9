/** 操作履歴: every recorded fact, filtered and paged; the chain verified on demand. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ChevronLeft, ChevronRight, FileDown, Search, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { AuditFilter, HistoryEntry } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { eventNames } from '../../domain/event-names.ts'
import { DateField, Page, Refused } from '../ui/index.ts'
import classes from './audit.module.css'
import { EntryDetail } from './entry-detail.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { HistoryTable } from './history-table.tsx'
import { LastVerified, Verification } from './verification.tsx'
import { words } from './words.ts'

const PAGE = 100

export default function Audit() {
  const t = useWords(words)
  const language = useLanguage()
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue(text.trim(), 200)
  const [type, setType] = useState<string | null>(null)
  const [staffNo, setStaffNo] = useState<string | null>(null)
  /** Where each page begins, the first (null: the newest) at the bottom. */
  const [pages, setPages] = useState<readonly (number | null)[]>([null])
  const [active, setActive] = useState<HistoryEntry | null>(null)
  const [verifying, setVerifying] = useState(false)
  const [from, setFrom] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const [refusedOnly, setRefusedOnly] = useState(false)
  const [exporting, setExporting] = useState(false)
  const filter: AuditFilter = { text: settled, type, staffNo, refusedOnly, ...periodOf(from, until) }
  const staff = useDesk('staff.list', {})
  const page = useDesk(
    'audit.page',
    { ...filter, before: pages.at(-1) ?? null, limit: PAGE },
    { keepPrevious: true },
  )
  const entries = page.value?.entries ?? []
  const next = page.value?.next ?? null
  const fromStart =
    <V,>(set: (value: V) => void) =>
    (value: V) => {
      set(value)
      setPages([null])
    }
  return (
    <Page
      title={t('title')}
      description={t('description')}
      fill
      actions={
        <>
          <Button
            variant="default"
            leftSection={<FileDown size={14} aria-hidden />}
            onClick={() => setExporting(true)}
          >
            {t('export')}
          </Button>
          <Button leftSection={<ShieldCheck size={14} aria-hidden />} onClick={() => setVerifying(true)}>
            {t('verify')}
          </Button>
        </>
      }
    >
      <div className={classes.filters}>
        <TextInput
          size="xs"
          w={200}
          label={t('text')}
          leftSection={<Search size={15} aria-hidden />}
          value={text}
          maxLength={64}
          onChange={(event) => fromStart(setText)(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={170}
          label={t('type')}
          clearable
          searchable
          value={type}
          data={Object.entries(eventNames).map(([value, name]) => ({ value, label: name[language] }))}
          onChange={fromStart(setType)}
        />
        <Select
          size="xs"
          w={170}
          label={t('staff')}
          clearable
          searchable
          value={staffNo}
          data={(staff.value ?? []).map((person) => ({
            value: person.staffNo,
            label: `${person.staffNo} ${person.name}`,
          }))}
          onChange={fromStart(setStaffNo)}
        />
        <DateField
          size="xs"
          w={130}
          label={t('from')}
          placeholder="YYYY/MM/DD"
          clearable
          value={from}
          onChange={fromStart(setFrom)}
        />
        <DateField
          size="xs"
          w={130}
          label={t('until')}
          placeholder="YYYY/MM/DD"
          clearable
          value={until}
          onChange={fromStart(setUntil)}
        />
        <Checkbox
          size="xs"
          label={t('refusedOnly')}
          checked={refusedOnly}
          onChange={(event) => fromStart(setRefusedOnly)(event.currentTarget.checked)}
        />
      </div>
      <div className={classes.filters}>
        <LastVerified />
        <span className={classes.pager}>
          <span className="tabular">
            {t('total', { number: (page.value?.total ?? 0).toLocaleString('ja-JP') })}
          </span>
          <Button
            variant="default"
            leftSection={<ChevronLeft size={14} aria-hidden />}
            disabled={pages.length === 1}
            onClick={() => setPages(pages.slice(0, -1))}
          >
            {t('newer', { number: PAGE })}
          </Button>
          <Button
            variant="default"
            rightSection={<ChevronRight size={14} aria-hidden />}
            disabled={next === null}
            onClick={() => setPages([...pages, next])}
          >
            {t('older', { number: PAGE })}
          </Button>
        </span>
      </div>
      <Refused refusal={page.refusal ?? staff.refusal} />
      <div className={classes.split}>
        <HistoryTable label={t('title')} entries={entries} loading={page.loading} onActive={setActive} />
        <EntryDetail entry={active} />
      </div>
      {exporting && (
        <ExportDialog filter={filter} period={periodOf(from, until)} onClose={() => setExporting(false)} />
      )}
      {verifying && <Verification onClose={() => setVerifying(false)} />}
    </Page>
  )
}

const DAY_MS = 86_400_000

/** Whole days in Tokyo; null leaves an end open. */
function periodOf(from: string | null, until: string | null): Pick<AuditFilter, 'from' | 'until'> {
  const start = (date: string) => Date.parse(`${date}T00:00:00+09:00`)
  return {
    ...(from === null ? {} : { from: start(from) }),
    ...(until === null ? {} : { until: start(until) + DAY_MS }),
  }
}
