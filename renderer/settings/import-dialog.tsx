/** Import of a roster or lot: choose → see what it would change and every bad row → import → result. */
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { CircleCheck, FolderOpen } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ImportPreview } from '../../preload/contract/views.ts'
import { callDesk, useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Dialog, ProgressPanel, Refused } from '../ui/index.ts'
import { ImportChanges, ImportCounts } from './import-changes.tsx'
import { ImportErrors } from './import-errors.tsx'
import { words } from './import-words.ts'
import { PskcCredentialFields, type PskcCredential } from './pskc-credential.tsx'

export function ImportDialog({
  kind,
  title,
  onClose,
}: {
  readonly kind: 'roster' | 'lot' | 'pskc'
  readonly title: string
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const choose = useCall('import.choose')
  const commit = useCall('import.commit')
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [result, setResult] = useState<ImportPreview | null>(null)
  const [declared, setDeclared] = useState<number | null>(null)
  const [credential, setCredential] = useState<PskcCredential>({ kind: 'key', text: '' })
  const credentialMissing = kind === 'pskc' && credential.text === ''

  // Once the file is read, importing it is the next thing to do.
  const importButton = useRef<HTMLButtonElement>(null)
  useEffect(() => importButton.current?.focus(), [preview])

  const discard = () => {
    if (preview !== null && result === null) void callDesk('import.discard', { token: preview.token })
  }
  const onChoose = async () => {
    discard()
    commit.forget()
    const answer = await choose.run(kind === 'pskc' ? { kind, credential } : { kind })
    if (answer.ok) setPreview(answer.value)
  }
  const onCommit = async () => {
    if (preview === null) return
    const answer = await commit.run({ token: preview.token, declared })
    if (answer.ok) setResult(answer.value)
  }
  const close = () => {
    discard()
    onClose()
  }
  return (
    <Dialog opened onClose={close} title={title} size="xl">
      <Stack gap="sm">
        {result !== null ? (
          <>
            <Group gap="xs" c="var(--desk-good)" role="status">
              <CircleCheck size={20} aria-hidden />
              <Text fw={700}>{t('committed')}</Text>
            </Group>
            <ImportCounts preview={result} />
          </>
        ) : preview === null ? (
          <Text size="sm">{t(kind === 'pskc' ? 'pskcWhy' : 'chooseWhy')}</Text>
        ) : (
          <>
            <ImportCounts preview={preview} />
            <ImportErrors preview={preview} />
            <ImportChanges preview={preview} />
            {kind !== 'roster' && (
              <Declared counted={preview.rows} declared={declared} onDeclared={setDeclared} />
            )}
          </>
        )}
        {kind === 'pskc' && result === null && (
          <PskcCredentialFields credential={credential} onChange={setCredential} />
        )}
        {commit.pending && <ProgressPanel work="import" label={t('committing')} />}
        <Refused refusal={choose.refusal ?? commit.refusal} />
        {result === null && (
          <Group justify="flex-end">
            <Button
              variant={preview === null ? 'filled' : 'default'}
              leftSection={<FolderOpen size={14} aria-hidden />}
              loading={choose.pending}
              disabled={commit.pending || credentialMissing}
              title={credentialMissing ? t('credentialMissing') : undefined}
              data-autofocus={kind !== 'pskc' || undefined}
              onClick={() => void onChoose()}
            >
              {t(preview === null ? 'choose' : 'chooseOther')}
            </Button>
            {preview !== null && (
              <Button
                ref={importButton}
                disabled={preview.errors.length > 0}
                loading={commit.pending}
                onClick={() => void onCommit()}
              >
                {t('commit')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Dialog>
  )
}

function Declared({
  counted,
  declared,
  onDeclared,
}: {
  readonly counted: number
  readonly declared: number | null
  readonly onDeclared: (declared: number | null) => void
}) {
  const t = useWords(words)
  const differs = declared !== null && declared !== counted
  return (
    <NumberInput
      label={t('declared')}
      description={t('declaredWhy')}
      w={320}
      min={0}
      max={1_000_000}
      allowDecimal={false}
      value={declared ?? ''}
      error={differs ? t('differs', { declared, counted }) : null}
      onChange={(value) => onDeclared(typeof value === 'number' ? value : null)}
    />
  )
}
