/** What stands in place of a screen that broke (a bug, never a refusal) or does not exist. */
import { Anchor, Button, Code, Stack, Text } from '@mantine/core'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useWords } from '../i18n/index.ts'
import { Page } from '../ui/page.tsx'
import { words } from './words.ts'

export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const t = useWords(words)
  return (
    <Page title={t('screenFailed')}>
      <Stack align="flex-start" gap="sm" role="alert">
        <Text size="sm">{t('screenFailedWhy')}</Text>
        <Code block>{error instanceof Error ? error.message : String(error)}</Code>
        <Button onClick={reset}>{t('openAgain')}</Button>
      </Stack>
    </Page>
  )
}

export function ScreenMissing() {
  const t = useWords(words)
  return (
    <Page title={t('screenMissing')}>
      <Anchor component={Link} to={'/' as never}>
        {t('toHome')}
      </Anchor>
    </Page>
  )
}
