/** The supplier's key or password of a PSKC file. Held while the dialog is open, shown never. */
import { Group, PasswordInput, Radio, Stack } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { words } from './import-words.ts'

export interface PskcCredential {
  readonly kind: 'key' | 'password'
  readonly text: string
}

export function PskcCredentialFields({
  credential: { kind, text },
  onChange,
}: {
  readonly credential: PskcCredential
  readonly onChange: (credential: PskcCredential) => void
}) {
  const t = useWords(words)
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('protection')}
        value={kind}
        onChange={(value) => onChange({ kind: value === 'password' ? 'password' : 'key', text: '' })}
      >
        <Group gap="md" mt={4}>
          <Radio value="key" label={t('key')} />
          <Radio value="password" label={t('password')} />
        </Group>
      </Radio.Group>
      <PasswordInput
        label={t(kind)}
        description={t(kind === 'key' ? 'keyHint' : 'passwordHint')}
        autoComplete="off"
        maxLength={1024}
        data-autofocus
        value={text}
        onChange={(event) => onChange({ kind, text: event.currentTarget.value })}
      />
    </Stack>
  )
}
