/** One hit of the customer search: whose contract, and what matched. */
import { useEffect, useRef } from 'react'
import type { CustomerHit } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { ToneBadge } from '../ui/status-badge.tsx'
import { PersonName } from '../ui/person-name.tsx'
import classes from './customer-search.module.css'
import { words } from './words.ts'

export function HitLine({
  id,
  hit,
  active,
  onPoint,
  onChoose,
}: {
  readonly id: string
  readonly hit: CustomerHit
  readonly active: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const { contract, matched, matchedText } = hit
  return (
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={active}
      className={classes.hit}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className={classes.who}>
        <strong>
          <PersonName name={contract.name} />
        </strong>
        <span className={classes.kana}>{contract.kana}</span>
      </span>
      <span className="tabular">{contract.contractNo}</span>
      <span>{word('contractKind', contract.kind)}</span>
      <span className="tabular">{contract.phone}</span>
      <span className={classes.matched}>
        {matchedText !== '' && (
          <>
            {t(`matched_${matched}`)}: <b>{matchedText}</b>
          </>
        )}
        {contract.status === 'closed' && <ToneBadge tone="bad">{t('closed')}</ToneBadge>}
      </span>
    </div>
  )
}
