/** 研修モード on every screen: an amber striped band that nobody takes for a real branch. */
import { UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronUp, GraduationCap, Wrench } from 'lucide-react'
import { useState } from 'react'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import classes from './training-bar.module.css'
import { TrainingTools } from './training-tools.tsx'
import { words } from './words.ts'

/** @param withTools false where a customer looks on */
export function TrainingBar({ withTools = true }: { readonly withTools?: boolean }) {
  const t = useWords(words)
  const { realm, phase } = useStatus()
  const [open, setOpen] = useState(false)
  if (realm !== 'training') return null
  const offered = withTools && phase === 'signedIn'
  const Chevron = open ? ChevronUp : ChevronDown
  return (
    <aside className={classes.area} aria-label={t('training')}>
      <div className={classes.band}>
        <span className={classes.words}>
          <GraduationCap size={16} aria-hidden />
          <strong>{t('training')}</strong>
          <span>{t('trainingWhy')}</span>
        </span>
        {offered && (
          <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Wrench size={13} aria-hidden />
            {t('tools')}
            <Chevron size={14} aria-hidden />
          </UnstyledButton>
        )}
      </div>
      {open && offered && <TrainingTools />}
    </aside>
  )
}
