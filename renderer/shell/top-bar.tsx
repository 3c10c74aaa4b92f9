/** Whose desk this is: branch, person, time; and what works everywhere: search, language, lock. */
import { ActionIcon, Button, Kbd, Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { CircleHelp, KeyRound, LogOut, Lock, Search, UserRound } from 'lucide-react'
import { useState } from 'react'
import { callDesk } from '../desk/bridge.ts'
import { useNow, useStaff, useStatus } from '../desk/use-status.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { ConfirmDialog } from '../ui/dialogs.tsx'
import { formatInstant } from '../ui/text.tsx'
import classes from './frame.module.css'
import { words } from './words.ts'

export function TopBar({ onSearch, onHelp }: { readonly onSearch: () => void; readonly onHelp: () => void }) {
  const t = useWords(words)
  const { branchNo, branchName } = useStatus()
  const language = useLanguage()
  return (
    <header className={classes.top}>
      <div className={classes.brand}>
        <KeyRound size={20} aria-hidden />
        <strong>Fobdesk</strong>
        <span className={classes.product}>{t('product')}</span>
      </div>
      <div className={classes.branch}>{t('branch', { branchNo, branchName })}</div>
      <UnstyledButton className={classes.search} onClick={onSearch}>
        <Search size={15} aria-hidden />
        <span>{t('search')}</span>
        <Kbd size="xs">Ctrl+K</Kbd>
      </UnstyledButton>
      <Clock />
      <Person />
      <Button
        variant="subtle"
        color="gray"
        title={t('languageWhy')}
        onClick={() => void callDesk('desk.setLanguage', { language: language === 'ja' ? 'en' : 'ja' })}
      >
        {t('language')}
      </Button>
      <Tooltip label={`${t('help')} (F1)`}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('help')} onClick={onHelp}>
          <CircleHelp size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Ctrl+L">
        <Button
          variant="default"
          leftSection={<Lock size={14} aria-hidden />}
          onClick={() => void callDesk('session.lock', {})}
        >
          {t('lock')}
        </Button>
      </Tooltip>
    </header>
  )
}

function Clock() {
  const t = useWords(words)
  const language = useLanguage()
  const now = useNow()
  return (
    <time className={classes.clock} aria-label={t('clock')} title={t('clock')}>
      <span>{formatInstant(now, 'date', language)}</span>
      <strong>{formatInstant(now, 'time', language)}</strong>
    </time>
  )
}

function Person() {
  const t = useWords(words)
  const word = useVocabulary()
  const staff = useStaff()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <UnstyledButton className={classes.person} title={t('person')}>
            <UserRound size={16} aria-hidden />
            <span>
              <strong>{staff.name}</strong>
              <small>
                {word('staffRole', staff.role)}
                {staff.deputy && `（${t('deputy')}）`} {staff.staffNo}
              </small>
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={() => setAsking(true)}>
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t('signOut')}
        action={t('signOut')}
        onCancel={() => setAsking(false)}
        onConfirm={() => void callDesk('session.signOut', {})}
      >
        {t('signOutAsk')}
      </ConfirmDialog>
    </>
  )
}
