/**
 * Screens that are about one contract: until one is chosen the search is shown, then the contract's band and
 * the screen. The chosen contract stands in the route, so that one screen can lead to another with it.
 */
import { Loader } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import type { ContractView, CustomerHit } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useAbout, useGo, type About, type ScreenPath } from '../routes.ts'
import { EmptyState, Page, Panel, Refused } from '../ui/index.ts'
import { CustomerSearch } from './customer-search.tsx'
import { words } from './words.ts'
import classes from './for-contract.module.css'

/** What a hit points at beyond its contract: the user or the fob that was searched for. */
export function aboutHit(hit: CustomerHit): About {
  return {
    contractNo: hit.contract.contractNo,
    ...(hit.matched === 'loginId' ? { loginId: hit.matchedText } : {}),
    ...(hit.matched === 'serial' ? { serial: hit.matchedText } : {}),
  }
}

export function ForContract({
  screen,
  title,
  intro,
  beside,
  children,
}: {
  readonly screen: ScreenPath
  readonly title: string
  /** What to do while no contract is chosen. */
  readonly intro: string
  /** A list to choose from instead of searching. */
  readonly beside?: ReactNode
  readonly children: (contract: ContractView, about: About) => ReactNode
}) {
  const t = useWords(words)
  const go = useGo()
  const about = useAbout()
  const { contractNo } = about
  const contract = useDesk(
    'customers.get',
    { contractNo: contractNo ?? '-' },
    { when: contractNo !== undefined },
  )
  if (contractNo === undefined || contract.refusal !== null || contract.value === null) {
    return (
      <Page title={title} description={intro} fill>
        <div className={classes.choose} data-beside={beside !== undefined || undefined}>
          <Panel fill>
            <Refused refusal={contract.refusal} />
            {contract.value === null && <EmptyState>{t('contractGone')}</EmptyState>}
            <CustomerSearch onChoose={(hit) => go(screen, aboutHit(hit))} />
          </Panel>
          {beside}
        </div>
      </Page>
    )
  }
  if (contract.value === undefined) return <Loader m="lg" size="sm" />
  return <Fragment key={contractNo}>{children(contract.value, about)}</Fragment>
}
