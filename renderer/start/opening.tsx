import { Stack, Text, VisuallyHidden } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { ProgressPanel } from '../ui/progress-panel.tsx'
import { Gate } from './gate.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

/** The store is being opened: unlocked, verified and folded. */
export function Opening() {
  const t = useWords(words)
  return (
    <Gate>
      <div className={classes.panel}>
        <VisuallyHidden>
          <h1>{t('opening')}</h1>
        </VisuallyHidden>
        <Stack gap="sm" role="status">
          <ProgressPanel work="opening" label={t('opening')} />
          <Text size="sm" c="dimmed">
            {t('openingWhy')}
          </Text>
        </Stack>
      </div>
    </Gate>
  )
}
