/** Head office's fingerprint in big groups, read to each other by telephone. */
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import classes from './start.module.css'
import { words } from './words.ts'

/** Groups as head office writes them, or of four characters when it writes none. */
export function groupsOf(fingerprint: string): string[] {
  const written = fingerprint.split(/[\s:-]+/).filter((group) => group !== '')
  return written.length > 1 ? written : (fingerprint.match(/.{1,4}/g) ?? [])
}

export function Fingerprint({
  fingerprint,
  onSame,
  onDiffers,
}: {
  readonly fingerprint: string
  readonly onSame: () => void
  readonly onDiffers: () => void
}) {
  const t = useWords(words)
  const [same, setSame] = useState(false)
  return (
    <Stack gap="md">
      <Text size="sm">{t('fingerprintWhy')}</Text>
      <ol className={classes.groups} aria-label={t('fingerprint')}>
        {groupsOf(fingerprint).map((group, at) => (
          <li key={at}>{group}</li>
        ))}
      </ol>
      <Checkbox
        label={t('fingerprintSame')}
        checked={same}
        onChange={(event) => setSame(event.currentTarget.checked)}
        autoFocus
      />
      <Group justify="space-between">
        <Button variant="outline" color="red" onClick={onDiffers}>
          {t('fingerprintDiffers')}
        </Button>
        <Button disabled={!same} onClick={onSame}>
          {t('next')}
        </Button>
      </Group>
    </Stack>
  )
}
