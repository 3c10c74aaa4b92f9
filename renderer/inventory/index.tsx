/** 在庫: the counts that narrow, the list of 100,000, what may be done with the chosen. */
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { FilterX, History, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FobView, InventoryFilter } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { useGo } from '../routes.ts'
import { Page, Refused } from '../ui/index.ts'
import { BranchActions, FobActions } from './actions.tsx'
import { Facets } from './facets.tsx'
import { isNarrowed, noFilter } from './filter.ts'
import classes from './inventory.module.css'
import { StockTable } from './stock-table.tsx'
import { words } from './words.ts'

export default function Inventory() {
  const t = useWords(words)
  const go = useGo()
  const [filter, setFilter] = useState<InventoryFilter>(noFilter)
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue(text.trim(), 150)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState<FobView | null>(null)
  useEffect(() => setFilter((last) => (last.text === settled ? last : { ...last, text: settled })), [settled])

  const narrow = (next: InventoryFilter) => {
    setFilter(next)
    setSelected(new Set())
  }
  const unread = useLabelScan((label) => setText(label.serial))
  const serials = selected.size > 0 ? [...selected] : active === null ? [] : [active.serial]
  return (
    <Page title={t('title')} description={t('description')} fill actions={<BranchActions active={active} />}>
      <div className={classes.layout}>
        <Facets filter={filter} onFilter={narrow} />
        <div className={classes.main}>
          <Refused refusal={unread} />
          <div className={classes.tools}>
            <TextInput
              aria-label={t('searchText')}
              placeholder={t('searchText')}
              leftSection={<Search size={15} aria-hidden />}
              value={text}
              maxLength={64}
              w={230}
              size="xs"
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {isNarrowed(filter) && (
              <Button
                variant="subtle"
                leftSection={<FilterX size={14} aria-hidden />}
                onClick={() => {
                  setText('')
                  narrow({ ...noFilter, sort: filter.sort, descending: filter.descending })
                }}
              >
                {t('clear')}
              </Button>
            )}
            <span className={classes.chosen}>
              {selected.size > 0 && t('chosen', { number: selected.size })}
            </span>
            <FobActions serials={serials} filter={filter} onDone={() => setSelected(new Set())} />
            <Button
              variant="default"
              leftSection={<History size={14} aria-hidden />}
              disabled={active === null}
              onClick={() => active !== null && go('/fob', { serial: active.serial })}
            >
              {t('history')}
            </Button>
          </div>
          <StockTable
            filter={filter}
            onFilter={setFilter}
            selection={{ selected, onChange: setSelected }}
            onActive={setActive}
            onOpen={(fob) => go('/fob', { serial: fob.serial })}
          />
        </div>
      </div>
    </Page>
  )
}
