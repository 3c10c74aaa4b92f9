/** F1: every key of the desk. */
import { Kbd, Title } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { Dialog } from '../ui/dialogs.tsx'
import classes from './frame.module.css'
import { useScreens } from './use-screens.ts'
import { words } from './words.ts'

export function KeyboardHelp({
  opened,
  onClose,
}: {
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const screens = useScreens()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('keysTitle')} size="xl">
      <div className={classes.keys}>
        <Group
          title={t('keyScreens')}
          keys={screens.flatMap(({ key, folder }) =>
            key === null ? [] : [[`Alt+${key}`, t(`nav_${folder}`)]],
          )}
        />
        <div>
          <Group
            title={t('keyEverywhere')}
            keys={[
              ['Ctrl+K', t('keySearch')],
              ['Ctrl+L', t('keyLock')],
              ['F5', t('keySync')],
              ['F1 / ?', t('keyHelp')],
              ['Esc', t('keyBack')],
            ]}
          />
          <Group
            title={t('keyFields')}
            keys={[
              ['Enter', t('keyNext')],
              ['Shift+Enter', t('keyPrevious')],
              ['F12 / Ctrl+Enter', t('keyRegister')],
            ]}
          />
          <Group
            title={t('keyTables')}
            keys={[
              ['↑ ↓ PageUp PageDown', t('keyRows')],
              ['Home End', t('keyEnds')],
              ['Space', t('keySelect')],
              ['Enter', t('keyOpen')],
            ]}
          />
        </div>
      </div>
    </Dialog>
  )
}

function Group({ title, keys }: { readonly title: string; readonly keys: readonly (readonly string[])[] }) {
  return (
    <section>
      <Title order={2} size="14px" mb={4}>
        {title}
      </Title>
      <dl className={classes.keyList}>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <Kbd size="xs">{key}</Kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
