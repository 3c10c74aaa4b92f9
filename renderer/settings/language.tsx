import { SegmentedControl, Text } from '@mantine/core'
import { callDesk } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { Panel } from '../ui/index.ts'
import classes from './settings.module.css'
import { words } from './words.ts'

/** Japanese or English, at once. */
export function LanguageChoice() {
  const t = useWords(words)
  const language = useLanguage()
  return (
    <div className={classes.narrow}>
      <Panel title={t('language')}>
        <Text size="sm" mb="sm">
          {t('languageWhy')}
        </Text>
        <SegmentedControl
          aria-label={t('language')}
          transitionDuration={0}
          value={language}
          data={[
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(next) => void callDesk('desk.setLanguage', { language: next === 'en' ? 'en' : 'ja' })}
        />
      </Panel>
    </div>
  )
}
