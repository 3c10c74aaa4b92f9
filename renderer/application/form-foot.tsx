/** What is still missing, and the buttons; 登録 comes first for Enter and stands at the right for the eye. */
import { Button } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { useRefusalSentence } from '../ui/index.ts'
import classes from './application.module.css'
import type { ApplicationEntry } from './use-application-form.ts'
import { words } from './words.ts'

export function FormFoot({
  entry,
  onSubmit,
  onSave,
  onBack,
}: {
  readonly entry: ApplicationEntry
  readonly onSubmit: () => void
  readonly onSave: () => void
  readonly onBack: () => void
}) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const { found, pending } = entry
  const [first] = found
  return (
    <div className={classes.foot}>
      <Button size="sm" loading={pending} onClick={onSubmit}>
        {t('submit')}
        {t('keyHint', { key: 'F12' })}
      </Button>
      <Button size="sm" variant="default" loading={pending} onClick={onSave}>
        {t('saveDraft')}
        {t('keyHint', { key: 'Ctrl+S' })}
      </Button>
      <Button size="sm" variant="subtle" onClick={onBack}>
        {t('back')}
        {t('keyHint', { key: 'Esc' })}
      </Button>
      <span className={classes.footText} role="status">
        {first === undefined
          ? t('toSubmit')
          : `${t('missing', { count: found.length })}: ${say(first.refusal)}`}
      </span>
    </div>
  )
}
