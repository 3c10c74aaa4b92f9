/** Where an application begins: the search, or the list of those under way. */
import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import { useAbout, useGo } from '../routes.ts'
import { Page, Panel } from '../ui/index.ts'
import { CustomerSearch } from '../customers/customer-search.tsx'
import { aboutHit } from '../customers/for-contract.tsx'
import { ApplicationList } from './application-list.tsx'
import classes from './application.module.css'
import { words } from './words.ts'

const tabs = ['search', 'list'] as const

export function StartScreen() {
  const t = useWords(words)
  const go = useGo()
  const { text } = useAbout()
  const [tab, setTab] = useState<(typeof tabs)[number]>('search')
  return (
    <Page title={t('title')} description={t('intro')} fill focusKey={tab}>
      <Tabs
        value={tab}
        keepMounted={false}
        className={classes.tabs}
        onChange={(value) => setTab(tabs.find((each) => each === value) ?? 'search')}
      >
        <Tabs.List>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab_${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="search" className={classes.tabPanel}>
          <Panel fill>
            <CustomerSearch
              key={text ?? ''}
              initialText={text ?? ''}
              onChoose={(hit) => go('/application', aboutHit(hit))}
            />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="list" className={classes.tabPanel}>
          <ApplicationList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
