/**
 * 本部未反映: what was done here counts at this branch, but internet banking does not know it until head office
 * has it. The emergency number stands beside it until then (rule 6).
 */
import { Alert } from '@mantine/core'
import { CheckCircle2, PhoneCall } from 'lucide-react'
import { useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { words } from './words.ts'

export function UnreflectedNotice() {
  const t = useWords(words)
  const { headOffice, emergencyPhone } = useStatus()
  const waiting = headOffice.unreflected > 0
  return (
    <div role="status">
      {waiting ? (
        <Alert color="orange" variant="light" p="xs" icon={<PhoneCall size={18} aria-hidden />}>
          <strong>{t('unreflected')}</strong>　{t('unreflectedText', { phone: emergencyPhone })}
        </Alert>
      ) : (
        <Alert color="green" variant="light" p="xs" icon={<CheckCircle2 size={18} aria-hidden />}>
          {t('reflected')}
        </Alert>
      )}
    </div>
  )
}
