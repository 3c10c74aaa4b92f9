/** The frame around every screen: training band, top bar, navigation, the screen, status bar. */
import { Notifications } from '@mantine/notifications'
import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { TrainingBar } from '../training-bar/training-bar.tsx'
import { AUTO_CLOSE_MS } from '../ui/toast.ts'
import { CustomerFinder } from './customer-finder.tsx'
import classes from './frame.module.css'
import { KeyboardHelp } from './keyboard-help.tsx'
import { Navigation } from './navigation.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useFrameKeys } from './use-frame-keys.ts'

type Overlay = 'search' | 'help' | null

export function Frame() {
  const [overlay, setOverlay] = useState<Overlay>(null)
  const close = () => setOverlay(null)
  useFrameKeys({ onSearch: () => setOverlay('search'), onHelp: () => setOverlay('help') })
  return (
    <div className={classes.frame}>
      <TrainingBar />
      <TopBar onSearch={() => setOverlay('search')} onHelp={() => setOverlay('help')} />
      <div className={classes.side}>
        <Navigation />
        {/* Here nothing lies beneath: in a corner they would cover the clock and the lock, or a list's last rows. */}
        <Notifications
          withinPortal={false}
          limit={3}
          autoClose={AUTO_CLOSE_MS}
          classNames={{ root: classes.toasts, notification: classes.toast }}
        />
      </div>
      <main className={classes.screen}>
        <Outlet />
      </main>
      <StatusBar />
      <CustomerFinder opened={overlay === 'search'} onClose={close} />
      <KeyboardHelp opened={overlay === 'help'} onClose={close} />
    </div>
  )
}
