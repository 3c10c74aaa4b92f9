/** A short list of what waits: the first few as buttons, and the way to all of them. */
import { Anchor, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { Panel, Refused } from '../ui/index.ts'
import classes from './home.module.css'
import { words } from './words.ts'

export interface WorkItem {
  readonly id: string
  readonly title: ReactNode
  readonly note: ReactNode
  readonly end?: ReactNode
  readonly onOpen: () => void
}

const SHOWN = 4

export function WorkList({
  title,
  items,
  none,
  refusal = null,
  onAll,
}: {
  readonly title: string
  readonly items: readonly WorkItem[] | undefined
  /** Said when there is nothing. */
  readonly none: string
  readonly refusal?: RefusalView | null
  readonly onAll?: () => void
}) {
  const t = useWords(words)
  const more = (items?.length ?? 0) - SHOWN
  return (
    <Panel
      title={title}
      actions={
        onAll !== undefined && (
          <Anchor component="button" size="xs" onClick={onAll}>
            {more > 0 ? t('more', { count: more }) : t('all')}
          </Anchor>
        )
      }
    >
      <Refused refusal={refusal} />
      {items?.length === 0 && <p className={classes.none}>{none}</p>}
      <ul className={classes.list}>
        {items?.slice(0, SHOWN).map((item) => (
          <li key={item.id}>
            <UnstyledButton className={classes.item} onClick={item.onOpen}>
              <span className={classes.itemText}>
                <span>{item.title}</span>
                <small>{item.note}</small>
              </span>
              {item.end}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
