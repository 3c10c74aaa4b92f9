import { Inbox, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/index.ts'
import classes from './ui.module.css'
import { words } from './words.ts'

/** Nothing to show, and — where there is one — the next step. */
export function EmptyState({
  icon: Icon = Inbox,
  children,
}: {
  readonly icon?: LucideIcon
  readonly children?: ReactNode
}) {
  const t = useWords(words)
  return (
    <div className={classes.empty}>
      <Icon size={28} strokeWidth={1.4} aria-hidden />
      <div>{children ?? t('nothing')}</div>
    </div>
  )
}
