import type { InventoryCounts, RefusalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Anchor } from '@mantine/core'
import { Facts, Panel, Refused } from '../ui/index.ts'
import { words } from './words.ts'

/** Enough fobs for the day, and those that end soon. */
export function Stock({
  counts,
  refusal,
}: {
  readonly counts: InventoryCounts | undefined
  readonly refusal: RefusalView | null
}) {
  const t = useWords(words)
  const go = useGo()
  const pieces = (count: number | undefined) => t('pieces', { number: (count ?? 0).toLocaleString('ja-JP') })
  return (
    <Panel
      title={t('stock')}
      actions={
        <Anchor component="button" size="xs" onClick={() => go('/inventory')}>
          {t('all')}
        </Anchor>
      }
    >
      <Refused refusal={refusal} />
      <Facts
        facts={[
          [t('stockUsable'), <b>{pieces(counts?.stockUsable)}</b>],
          [t('expiringSoon'), pieces(counts?.expiringSoon)],
          [t('total'), pieces(counts?.total)],
        ]}
      />
    </Panel>
  )
}
