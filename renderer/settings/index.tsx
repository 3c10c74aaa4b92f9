/** 設定: people, policy, files, readers, the own password, the language; another screen opens one by `text`. */
import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { assertNever } from '../../domain/vocabulary.ts'
import { useWords } from '../i18n/index.ts'
import { Page } from '../ui/index.ts'
import { Backup } from './backup.tsx'
import { HeadOffice } from './head-office.tsx'
import { Imports } from './imports.tsx'
import { LanguageChoice } from './language.tsx'
import { useAbout } from '../routes.ts'
import { OwnPassword } from './own-password.tsx'
import { Policy } from './policy.tsx'
import { ReaderDiagnosis } from './reader-diagnosis.tsx'
import classes from './settings.module.css'
import { Staff } from './staff.tsx'
import { words } from './words.ts'

const sections = [
  'staff',
  'policy',
  'imports',
  'backup',
  'readers',
  'headOffice',
  'password',
  'language',
] as const
type Section = (typeof sections)[number]

export default function Settings() {
  const t = useWords(words)
  const { text } = useAbout()
  const [section, setSection] = useState<Section>(sections.find((known) => known === text) ?? 'staff')
  return (
    <Page title={t('title')} fill focusKey={section}>
      <Tabs
        value={section}
        onChange={(value) => setSection(sections.find((known) => known === value) ?? 'staff')}
        className={classes.tabs}
      >
        <Tabs.List>
          {sections.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {sections.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes.panel}>
            {name === section && <Body section={name} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}

function Body({ section }: { readonly section: Section }) {
  switch (section) {
    case 'staff':
      return <Staff />
    case 'policy':
      return <Policy />
    case 'imports':
      return <Imports />
    case 'backup':
      return <Backup />
    case 'readers':
      return <ReaderDiagnosis />
    case 'headOffice':
      return <HeadOffice />
    case 'password':
      return <OwnPassword />
    case 'language':
      return <LanguageChoice />
    default:
      return assertNever(section)
  }
}
