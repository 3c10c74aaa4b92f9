/** Head office at a glance: connected, unsent, last synchronisation, 本部未反映 with the emergency number, clock. */
import { Button } from '@mantine/core'
import { Clock3, Phone, RefreshCw, ShieldAlert, TriangleAlert, Wifi, WifiOff } from 'lucide-react'
import { useEffect } from 'react'
import { useCall } from '../desk/use-command.ts'
import { useProgress } from '../desk/use-progress.ts'
import { useNow, useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { useRefusalSentence } from '../ui/refusal-sentence.ts'
import { DateTimeText } from '../ui/text.tsx'
import { toastsReflected } from '../ui/toast.ts'
import classes from './frame.module.css'
import { words } from './words.ts'

/** Beyond this no fob is programmed (ARCHITECTURE.md, Sync). */
const CLOCK_LIMIT = 5_000
const CLOCK_AGE = 72 * 3_600_000

export function StatusBar() {
  const t = useWords(words)
  const { headOffice, emergencyPhone, version, recordBroken } = useStatus()
  const sync = useCall('sync.now')
  const busy = sync.pending || headOffice.running
  const { unsent } = headOffice
  useEffect(() => {
    if (unsent === 0) toastsReflected()
  }, [unsent])
  return (
    <footer className={classes.status} aria-label={t('statusBar')}>
      <span className={headOffice.online ? classes.online : classes.offline}>
        {headOffice.online ? <Wifi size={14} aria-hidden /> : <WifiOff size={14} aria-hidden />}
        {t(headOffice.online ? 'online' : 'offline')}
      </span>
      <span>{t('unsent', { number: headOffice.unsent.toLocaleString('ja-JP') })}</span>
      <span className={classes.lastSync}>
        {headOffice.running ? (
          <Running />
        ) : (
          <>
            {t('lastSync')}{' '}
            {headOffice.lastSyncAt === null ? t('never') : <DateTimeText at={headOffice.lastSyncAt} />}
          </>
        )}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<RefreshCw size={12} aria-hidden />}
        // Not `disabled`: a run that begins by itself must not take the focus from here.
        data-disabled={busy}
        aria-disabled={busy}
        title="F5"
        onClick={() => void (!busy && sync.run({}))}
      >
        {t('syncNow')}
      </Button>
      <span role="status" className={classes.notices}>
        <StoreTrouble />
        <SyncRefused />
        {recordBroken && (
          <strong className={classes.urgent}>
            <ShieldAlert size={14} aria-hidden />
            {t('recordBroken')}
          </strong>
        )}
        {headOffice.unreflected > 0 && (
          <strong className={classes.urgent}>
            <TriangleAlert size={14} aria-hidden />
            {t('unreflected', { number: headOffice.unreflected.toLocaleString('ja-JP') })}
            <Phone size={14} aria-hidden />
            {t('emergency', { phone: emergencyPhone })}
          </strong>
        )}
        <ClockWarning />
      </span>
      <span className={classes.version}>v{version}</span>
    </footer>
  )
}

/** Work goes on beside it; the number moves so that nobody wonders whether it does. */
function Running() {
  const t = useWords(words)
  const progress = useProgress('sync')
  if (progress === null) return t('syncing')
  const number = (count: number) => count.toLocaleString('ja-JP')
  const [done, total] = [number(progress.done), number(progress.total)]
  // How much there is to fetch nobody knows before the last page.
  return done === total ? t('syncingSome', { done }) : t('syncingCount', { done, total })
}

/** Nothing can be recorded: what is wrong, what to do, and the person's own try. Forms stay as they are. */
function StoreTrouble() {
  const t = useWords(words)
  const say = useRefusalSentence()
  const { failure } = useStatus()
  const retry = useCall('store.retry')
  if (failure === null) return null
  return (
    <strong className={classes.urgent}>
      <TriangleAlert size={14} aria-hidden />
      {say(failure)}
      <Button size="compact-xs" color="red" loading={retry.pending} onClick={() => void retry.run({})}>
        {t('tryAgain')}
      </Button>
    </strong>
  )
}

/** Head office takes nothing, from a PC that it has revoked for example, or whoever answers is not head office. */
function SyncRefused() {
  const t = useWords(words)
  const say = useRefusalSentence()
  const { headOffice, emergencyPhone } = useStatus()
  const { refusal } = headOffice
  if (refusal === null) return null
  return (
    <strong className={classes.urgent}>
      <TriangleAlert size={14} aria-hidden />
      <span>
        {say(refusal)} {t('emergency', { phone: emergencyPhone })}
      </span>
    </strong>
  )
}

function ClockWarning() {
  const t = useWords(words)
  const { headOffice } = useStatus()
  const now = useNow()
  const offset = headOffice.clockOffsetMs
  const off = offset !== null && Math.abs(offset) > CLOCK_LIMIT
  const old = headOffice.clockMeasuredAt === null || now - headOffice.clockMeasuredAt > CLOCK_AGE
  if (!off && !old) return null
  return (
    <strong className={classes.urgent}>
      <Clock3 size={14} aria-hidden />
      {off ? t('clockOff', { seconds: Math.round(offset / 1000) }) : t('clockOld')}
    </strong>
  )
}
