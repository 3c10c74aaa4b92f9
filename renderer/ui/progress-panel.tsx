import { Progress, Text } from '@mantine/core'
import { useProgress } from '../desk/use-progress.ts'
import type { Notice } from '../../preload/contract/channels.ts'
import { useWords } from '../i18n/index.ts'
import { words } from './words.ts'

/** How far a long work of main is, in steps and as a bar. */
export function ProgressPanel({
  work,
  label,
}: {
  readonly work: Extract<Notice, { kind: 'progress' }>['work']
  readonly label: string
}) {
  const t = useWords(words)
  const progress = useProgress(work)
  const percent = progress === null || progress.total === 0 ? 0 : (progress.done / progress.total) * 100
  return (
    <div>
      <Text size="sm" mb={4}>
        {label}
        {progress !== null && (
          <span className="tabular">
            {' '}
            {t('of', {
              done: progress.done.toLocaleString('ja-JP'),
              total: progress.total.toLocaleString('ja-JP'),
            })}
          </span>
        )}
      </Text>
      <Progress value={percent} animated={progress === null} aria-label={label} transitionDuration={0} />
    </div>
  )
}
