/** 研修モード on every screen: an amber striped band that nobody takes for a real branch. */
import { GraduationCap } from 'lucide-react'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import classes from './training-bar.module.css'
import { words } from './words.ts'

export function TrainingBar() {
  const t = useWords(words)
  const { realm } = useStatus()
  if (realm !== 'training') return null
  return (
    <aside className={classes.band} aria-label={t('training')}>
      <span className={classes.words}>
        <GraduationCap size={16} aria-hidden />
        <strong>{t('training')}</strong>
        <span>{t('trainingWhy')}</span>
      </span>
    </aside>
  )
}
