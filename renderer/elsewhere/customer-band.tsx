/** Whose customer this is: the home branch stands first, in the colour of another branch. */
import { Button } from '@mantine/core'
import { Building2 } from 'lucide-react'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { PersonName } from '../ui/person-name.tsx'
import { ToneBadge } from '../ui/index.ts'
import band from '../customers/contract-band.module.css'
import classes from './elsewhere.module.css'
import type { ElsewhereCustomer } from './use-look-up.ts'
import { words } from './words.ts'

export function CustomerBand({
  customer,
  onBack,
}: {
  readonly customer: ElsewhereCustomer
  /** Back to the look-up; absent where the report is made. */
  readonly onBack?: () => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const { branchNo, branchName, contractNo, name, kana, kind, status } = customer
  return (
    <section className={band.band} aria-label={t('name')}>
      <div className={classes.home}>
        <Building2 size={18} aria-hidden />
        <span>
          <small>{t('branch')}</small>
          <strong>
            {branchNo} {branchName}
          </strong>
        </span>
      </div>
      <div className={band.name}>
        <span className={band.kana}>{kana}</span>
        <strong>
          <PersonName name={name} />
        </strong>
        <span className={band.kind}>
          {word('contractKind', kind)}
          {status === 'closed' && <ToneBadge tone="bad">{word('rosterStatus', status)}</ToneBadge>}
        </span>
      </div>
      <dl className={band.facts}>
        <div>
          <dt>{t('contractNo')}</dt>
          <dd className="tabular">{contractNo}</dd>
        </div>
      </dl>
      {onBack !== undefined && (
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
      )}
    </section>
  )
}
