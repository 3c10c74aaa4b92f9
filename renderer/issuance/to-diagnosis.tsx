import { Button } from '@mantine/core'
import { Stethoscope } from 'lucide-react'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { words } from './words.ts'

/** The way to リーダー診断 where the reader or the fob on it cannot be used. */
export function ToDiagnosis() {
  const t = useWords(words)
  const go = useGo()
  return (
    <Button
      variant="subtle"
      mt="xs"
      leftSection={<Stethoscope size={15} aria-hidden />}
      onClick={() => go('/settings', { text: 'readers' })}
    >
      {t('toDiagnosis')}
    </Button>
  )
}
