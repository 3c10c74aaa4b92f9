/** The page outside of the desk (start, opening, sign-in, failure): brand, language, one panel in the middle. */
import { Button } from '@mantine/core'
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { callDesk } from '../desk/bridge.ts'
import { useStatus } from '../desk/use-status.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { TrainingBar } from '../training-bar/training-bar.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

export function Gate({ width = 420, children }: { readonly width?: number; readonly children: ReactNode }) {
  const t = useWords(words)
  const language = useLanguage()
  const { version } = useStatus()
  return (
    <div className={classes.gate}>
      <TrainingBar />
      <header className={classes.gateHead}>
        <span className={classes.brand}>
          <KeyRound size={22} aria-hidden /> Fobdesk
        </span>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => void callDesk('desk.setLanguage', { language: language === 'ja' ? 'en' : 'ja' })}
        >
          {t('language')}
        </Button>
      </header>
      <main className={classes.gateMain}>
        <div style={{ width: `min(${width}px, 100%)` }}>{children}</div>
      </main>
      <footer className={classes.gateFoot}>v{version}</footer>
    </div>
  )
}
