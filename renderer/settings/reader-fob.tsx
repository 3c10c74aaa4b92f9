import { Alert, Button } from '@mantine/core'
import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FobAdvice } from '../../domain/fob-advice.ts'
import type { ReaderDiagnosis } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo } from '../routes.ts'
import { DateTimeText, Facts, PlaceBadge, SeedBadge, SerialText, ToneBadge } from '../ui/index.ts'
import { words } from './reader-words.ts'

type Fob = NonNullable<ReaderDiagnosis['readers'][number]['fob']>

const issuable: ReadonlySet<FobAdvice> = new Set(['issue', 'issueToContract', 'factorySeeded'])

/** Who the fob on the reader is, and what can be done with it. */
export function IdentifiedFob({ fob }: { readonly fob: Fob }) {
  const t = useWords(words)
  const word = useVocabulary()
  const go = useGo()
  const { chipSerial, model, clockDriftSeconds, known, advice } = fob
  const seconds = clockDriftSeconds > 0 ? `+${clockDriftSeconds}` : String(clockDriftSeconds)
  const facts: (readonly [string, ReactNode])[] = [
    [t('serial'), known === null ? t('notInLot') : <SerialText serial={known.serial} />],
    [t('model'), model],
    [t('chipSerial'), chipSerial],
    [t('drift'), t('driftSeconds', { seconds })],
  ]
  if (known !== null) {
    facts.push(
      [t('place'), <PlaceBadge place={known.place} />],
      [t('seed'), <SeedBadge seed={known.seed} />],
      [
        t('expiresAt'),
        <>
          <DateTimeText at={known.expiresAt} style="expiry" />{' '}
          {known.expired && <ToneBadge tone="bad">{t('expired')}</ToneBadge>}
        </>,
      ],
      [t('lotBox'), `${known.lotNo}-${known.boxNo}`],
    )
    if (known.contractNo !== null) {
      facts.push([t('contract'), `${known.contractName ?? ''}（${known.contractNo}）`])
      if (known.loginIds.length > 0) facts.push([t('users'), known.loginIds.join('、')])
    }
    if (known.incident !== null) {
      facts.push([
        t('incident'),
        <>
          <ToneBadge tone="bad">{word('incidentKind', known.incident.kind)}</ToneBadge>{' '}
          <DateTimeText at={known.incident.at} />
        </>,
      ])
    }
  }
  return (
    <>
      <Alert
        color={issuable.has(advice) ? 'green' : 'yellow'}
        variant="light"
        p="xs"
        mb="xs"
        title={t('can')}
      >
        {t(`can_${advice}`, { expected: known?.model ?? '', branchNo: known?.branchNo ?? '' })}
      </Alert>
      <Facts columns={2} facts={facts} />
      {known !== null && (
        <Button
          mt="xs"
          variant="default"
          leftSection={<History size={15} aria-hidden />}
          onClick={() => go('/fob', { serial: known.serial })}
        >
          {t('history')}
        </Button>
      )}
    </>
  )
}
