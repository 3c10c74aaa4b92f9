/** A refusal's sentence with its ways on (`ways-on.ts`); the first has the focus. */
import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ApplicationView, RefusalView } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/index.ts'
import { ClockPermission } from './clock-permission.tsx'
import classes from './issuance.module.css'
import { ShortLifeApproval } from './short-life-approval.tsx'
import { waysOn, type WayOn } from './ways-on.ts'
import { words } from './words.ts'

export function Refusal({
  refusal,
  ways = waysOn(refusal.code),
  application,
  serial,
  onRetry,
  onNext,
}: {
  readonly refusal: RefusalView
  readonly ways?: readonly WayOn[]
  readonly application: ApplicationView | null
  /** The fob it is about, where one is known. */
  readonly serial: string | null
  readonly onRetry: () => void
  readonly onNext: () => void
}) {
  const t = useWords(words)
  const [asking, setAsking] = useState<'approveShortLife' | 'permitClock' | null>(null)
  const sync = useCall('sync.now')
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [refusal.code])

  const take = async (way: WayOn): Promise<void> => {
    if (way === 'approveShortLife' || way === 'permitClock') setAsking(way)
    else if (way === 'backToQueue') onNext()
    else if (way === 'synchronise') {
      const answer = await sync.run({})
      if (answer.ok) onRetry()
    } else onRetry()
  }
  const granted = (): void => {
    setAsking(null)
    onRetry()
  }
  return (
    <div className={classes.stack}>
      <Refused refusal={refusal} />
      <Refused refusal={sync.refusal} />
      <Group gap="xs">
        {ways.map((way, at) => (
          <Button
            key={way}
            ref={at === 0 ? first : null}
            variant={at === 0 ? 'filled' : 'default'}
            loading={way === 'synchronise' && sync.pending}
            onClick={() => void take(way)}
          >
            {t(`way_${way}`)}
          </Button>
        ))}
      </Group>
      {ways.includes('otherFob') && (
        <Text size="xs" c="dimmed">
          {t('otherFobHint')}
        </Text>
      )}
      {asking === 'approveShortLife' && application !== null && serial !== null && (
        <ShortLifeApproval
          applicationId={application.applicationId}
          serial={serial}
          onGranted={granted}
          onCancel={() => setAsking(null)}
        />
      )}
      {asking === 'permitClock' && <ClockPermission onGranted={granted} onCancel={() => setAsking(null)} />}
    </div>
  )
}
