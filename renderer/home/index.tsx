/** 今日の仕事: what waits, oldest first, one click from where it is done. */
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Page, Warnings } from '../ui/index.ts'
import { CareLists } from './care-lists.tsx'
import { FlowLists } from './flow-lists.tsx'
import classes from './home.module.css'
import { Stock } from './stock.tsx'
import { Tiles } from './tiles.tsx'
import { words } from './words.ts'

export default function Home() {
  const t = useWords(words)
  const backup = useDesk('backup.state', {})
  const counts = useDesk('inventory.counts', {})
  return (
    <Page title={t('title')}>
      {backup.value?.overdue === true && (
        <Warnings warnings={[{ code: 'BACKUP_OLD', detail: { days: backup.value.days } }]} />
      )}
      <Tiles />
      <div className={classes.columns}>
        <FlowLists />
        <CareLists />
        <Stock counts={counts.value} refusal={counts.refusal} />
      </div>
    </Page>
  )
}
