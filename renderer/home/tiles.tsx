/** The four counts a day starts with. */
import { UnstyledButton } from '@mantine/core'
import { CircleAlert, Cpu, Send, Stamp, type LucideIcon } from 'lucide-react'
import { useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo, type ScreenPath } from '../routes.ts'
import classes from './home.module.css'
import { words } from './words.ts'

export function Tiles() {
  const t = useWords(words)
  const { counts } = useStatus()
  const go = useGo()
  const tiles: readonly (readonly [string, number, LucideIcon, ScreenPath])[] = [
    [t('approvals'), counts.approvals, Stamp, '/approvals'],
    [t('issuance'), counts.issuanceQueue, Cpu, '/issuance'],
    [t('dispatch'), counts.dispatchQueue, Send, '/dispatch'],
    [t('tasks'), counts.tasks, CircleAlert, '/tasks'],
  ]
  return (
    <div className={classes.tiles}>
      {tiles.map(([name, count, Icon, path], at) => (
        <UnstyledButton
          key={path}
          className={classes.tile}
          data-some={count > 0 || undefined}
          onClick={() => go(path)}
          {...(at === 0 ? { 'data-first-focus': true } : {})}
        >
          <Icon size={20} aria-hidden />
          <span>{name}</span>
          <strong>
            {count}
            <small>{t('cases')}</small>
          </strong>
        </UnstyledButton>
      ))}
    </div>
  )
}
