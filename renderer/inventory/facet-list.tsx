/** Counts of one kind as dense bars; a click narrows the list, another takes it back. */
import { UnstyledButton } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { Panel } from '../ui/index.ts'
import classes from './inventory.module.css'
import { words } from './words.ts'

export interface FacetCount<K> {
  readonly key: K
  readonly label: string
  readonly count: number
}

export function FacetList<K extends string>({
  title,
  counts,
  chosen,
  onChoose,
}: {
  readonly title: string
  readonly counts: readonly FacetCount<K>[]
  readonly chosen: K | null
  readonly onChoose: (key: K | null) => void
}) {
  const t = useWords(words)
  const most = Math.max(1, ...counts.map(({ count }) => count))
  return (
    <Panel title={title}>
      <div className={classes.facets} role="group" aria-label={title}>
        {counts.map(({ key, label, count }) => (
          <UnstyledButton
            key={key}
            className={classes.facet}
            aria-pressed={chosen === key}
            onClick={() => onChoose(chosen === key ? null : key)}
          >
            <span className={classes.bar} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
            <span>{label}</span>
            <span className="tabular">{t('pieces', { number: count.toLocaleString('ja-JP') })}</span>
          </UnstyledButton>
        ))}
      </div>
    </Panel>
  )
}
