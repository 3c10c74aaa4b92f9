/** The tasks of the desk, in the order of a fob's life, with what waits and the key that opens each. */
import { Link } from '@tanstack/react-router'
import {
  Ban,
  Boxes,
  Building2,
  CircleAlert,
  Cpu,
  FilePenLine,
  History,
  House,
  LockOpen,
  MonitorCheck,
  Send,
  Settings,
  Siren,
  Stamp,
  type LucideIcon,
} from 'lucide-react'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import type { ScreenFolder } from '../routes.ts'
import classes from './frame.module.css'
import { useScreens } from './use-screens.ts'
import { words } from './words.ts'

type Listed = Exclude<ScreenFolder, 'fob' | 'mix-up'>

const icons: Readonly<Record<Listed, LucideIcon>> = {
  home: House,
  application: FilePenLine,
  approvals: Stamp,
  issuance: Cpu,
  dispatch: Send,
  activation: MonitorCheck,
  unlock: LockOpen,
  revocation: Ban,
  incident: Siren,
  elsewhere: Building2,
  inventory: Boxes,
  tasks: CircleAlert,
  audit: History,
  settings: Settings,
}

/** A line is drawn above these: daily steps, care of users in service, the house. */
const groupStarts: ReadonlySet<Listed> = new Set(['application', 'unlock', 'inventory', 'settings'])

function useWaiting(): Partial<Record<Listed, number>> {
  const { counts } = useStatus()
  return {
    approvals: counts.approvals,
    issuance: counts.issuanceQueue,
    dispatch: counts.dispatchQueue,
    tasks: counts.tasks,
  }
}

export function Navigation() {
  const t = useWords(words)
  const waiting = useWaiting()
  const screens = useScreens()
  return (
    <nav className={classes.nav} aria-label={t('navigation')}>
      {screens.map(({ path, folder, key }) => {
        if (folder === 'fob' || folder === 'mix-up') return null
        const Icon = icons[folder]
        const count = waiting[folder] ?? 0
        return (
          <Link
            key={path}
            to={path as '/'}
            className={classes.navItem}
            data-group={groupStarts.has(folder) || undefined}
            activeProps={{ 'aria-current': 'page' }}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            <Icon size={16} aria-hidden />
            <span>{t(`nav_${folder}`)}</span>
            {count > 0 && (
              <b className={classes.count} aria-label={t('waiting', { count })}>
                {count}
              </b>
            )}
            <kbd aria-hidden>Alt+{key}</kbd>
          </Link>
        )
      })}
    </nav>
  )
}
