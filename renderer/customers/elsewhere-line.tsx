/** Nobody of this branch fits: the way to the other branches' customers, in the place of a hit. */
import { Kbd } from '@mantine/core'
import { Building2 } from 'lucide-react'
import { useWords } from '../i18n/index.ts'
import classes from './customer-search.module.css'
import { words } from './words.ts'

export function ElsewhereLine({
  id,
  text,
  onChoose,
}: {
  readonly id: string
  readonly text: string
  readonly onChoose: () => void
}) {
  const t = useWords(words)
  return (
    <div id={id} role="option" aria-selected className={classes.elsewhere} onClick={onChoose}>
      <Building2 size={16} aria-hidden />
      <span>
        {t('toElsewhere')}: <b>{text}</b>
      </span>
      <Kbd size="xs">Enter</Kbd>
    </div>
  )
}
