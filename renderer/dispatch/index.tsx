/** STEP 2: 送付, 窓口交付 and what comes back (rules 10, 13). */
import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useAbout } from '../routes.ts'
import { Page, Refused } from '../ui/index.ts'
import { CounterTab } from './counter-tab.tsx'
import classes from './dispatch.module.css'
import { MailTab } from './mail-tab.tsx'
import { ReturnsTab } from './returns-tab.tsx'
import { words } from './words.ts'

const tabs = ['mail', 'counter', 'returns'] as const
type Tab = (typeof tabs)[number]

export default function Dispatch() {
  const t = useWords(words)
  const about = useAbout()
  const queue = useDesk('dispatch.queue', {})
  const asked = queue.value?.find((each) => each.applicationId === about.applicationId)
  // The one this screen was opened for stands first.
  const others = queue.value?.filter((each) => each !== asked) ?? []
  const applications = asked === undefined ? others : [asked, ...others]
  // Remembered: what was handed over leaves the queue, and its tab with the result must not leave with it.
  const [picked, setPicked] = useState<Tab | null>(null)
  if (picked === null && asked !== undefined) setPicked(asked.delivery)
  const tab = picked ?? 'mail'
  const counts: Readonly<Record<Tab, string>> = {
    mail: ` (${applications.filter((each) => each.delivery === 'mail').length})`,
    counter: ` (${applications.filter((each) => each.delivery === 'counter').length})`,
    returns: '',
  }
  return (
    <Page title={t('title')} description={t('intro')} fill focusKey={tab}>
      <Refused refusal={queue.refusal} />
      <Tabs
        value={tab}
        keepMounted={false}
        className={classes.tabs}
        onChange={(value) => setPicked(tabs.find((each) => each === value) ?? null)}
      >
        <Tabs.List>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab_${each}`)}
              {counts[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="mail" className={classes.panel}>
          <MailTab
            queue={applications.filter((each) => each.delivery === 'mail')}
            first={asked?.applicationId ?? null}
            loading={queue.loading}
          />
        </Tabs.Panel>
        <Tabs.Panel value="counter" className={classes.panel}>
          <CounterTab
            queue={applications.filter((each) => each.delivery === 'counter')}
            first={asked?.applicationId ?? null}
            loading={queue.loading}
          />
        </Tabs.Panel>
        <Tabs.Panel value="returns" className={classes.panel}>
          <ReturnsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
