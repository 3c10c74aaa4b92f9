import type { ReactNode } from 'react'
import { isRefusalCode } from '../../domain/refusals.ts'
import type { FobView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import {
  DateTimeText,
  Facts,
  Panel,
  PlaceBadge,
  SeedBadge,
  ToneBadge,
  Warnings,
  usePersonName,
} from '../ui/index.ts'
import { words } from './words.ts'

/** What the desk knows about the fob now. */
export function FobNow({ fob }: { readonly fob: FobView }) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const facts: (readonly [string, ReactNode])[] = [
    [t('place'), <PlaceBadge place={fob.place} />],
    [t('placeSince'), <DateTimeText at={fob.placeSince} />],
    [t('seed'), <SeedBadge seed={fob.seed} />],
    [t('seedAtHub'), t(fob.seedAtHub ? 'yes' : 'no')],
    [
      t('expiresAt'),
      <>
        <DateTimeText at={fob.expiresAt} style="expiry" />{' '}
        {fob.expired && <ToneBadge tone="bad">{t('expired')}</ToneBadge>}
      </>,
    ],
    [t('model'), `${fob.modelName}（${fob.model}）`],
    [t('chipSerial'), fob.chipSerial],
    [t('lotBox'), `${fob.lotNo}・${fob.boxNo}`],
  ]
  if (fob.reference !== null) facts.splice(2, 0, [t('reference'), fob.reference])
  if (fob.contractNo !== null) {
    facts.push(
      [t('contract'), `${personName(fob.contractName ?? '')}（${fob.contractNo}）`],
      [t('users'), fob.loginIds.join('、') || '―'],
    )
  }
  if (fob.incidentByName !== null) facts.push([t('incidentBy'), fob.incidentByName])
  return (
    <Panel title={t('now')}>
      {fob.incident !== null && (
        <ToneBadge tone="bad">
          {t('incident')} {word('incidentKind', fob.incident.kind)} <DateTimeText at={fob.incident.at} />
        </ToneBadge>
      )}
      {fob.reseedNeeded && <ToneBadge tone="warn">{t('reseedNeeded')}</ToneBadge>}
      <Facts facts={facts} />
      <Warnings
        warnings={fob.flags.filter(isRefusalCode).map((code) => ({ code, detail: { serial: fob.serial } }))}
      />
    </Panel>
  )
}
