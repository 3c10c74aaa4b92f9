/** Whom the counter is serving: stays at the top of every screen about one contract. */
import { Button } from '@mantine/core'
import type { ContractView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { ToneBadge } from '../ui/status-badge.tsx'
import { PersonName } from '../ui/person-name.tsx'
import classes from './contract-band.module.css'
import { words } from './words.ts'

export function ContractBand({
  contract,
  onOther,
}: {
  readonly contract: ContractView
  /** Back to the search; absent where the screen may not change customers. */
  readonly onOther?: () => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const facts: readonly (readonly [string, string])[] = [
    [t('contractNo'), contract.contractNo],
    [t('branchNo'), contract.branchNo],
    [t('customerNo'), contract.customerNo],
    [t('accountNo'), contract.accountNo],
    [t('phone'), contract.phone],
    [t('address'), `〒${contract.postalCode} ${contract.address1}${contract.address2}`],
  ]
  return (
    <section className={classes.band} aria-label={t('contractor')}>
      <div className={classes.name}>
        <span className={classes.kana}>{contract.kana}</span>
        <strong>
          <PersonName name={contract.name} />
        </strong>
        <span className={classes.kind}>
          {word('contractKind', contract.kind)}
          {contract.status === 'closed' && <ToneBadge tone="bad">{t('closed')}</ToneBadge>}
        </span>
      </div>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      {onOther !== undefined && (
        <Button variant="default" onClick={onOther}>
          {t('otherCustomer')}
        </Button>
      )}
    </section>
  )
}
