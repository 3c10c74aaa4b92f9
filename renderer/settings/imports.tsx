import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Panel } from '../ui/index.ts'
import { ImportDialog } from './import-dialog.tsx'
import classes from './settings.module.css'
import { words } from './words.ts'

const kinds = ['roster', 'lot', 'pskc'] as const

/** Files from other systems. */
export function Imports() {
  const t = useWords(words)
  const may = useStaff().role === 'manager'
  const [kind, setKind] = useState<(typeof kinds)[number] | null>(null)
  return (
    <div className={classes.pair}>
      {kinds.map((name) => (
        <Panel key={name} title={t(name)}>
          <Text size="sm" mb="sm">
            {t(`${name}Why`)} {!may && t('importManager')}
          </Text>
          <Button disabled={!may} onClick={() => setKind(name)}>
            {t('begin')}
          </Button>
        </Panel>
      ))}
      {kind !== null && <ImportDialog kind={kind} title={t(kind)} onClose={() => setKind(null)} />}
    </div>
  )
}
