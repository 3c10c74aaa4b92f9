/** The papers of an application: look at what is printed, print, or save as PDF. */
import { Button } from '@mantine/core'
import { Eye, FileDown, Printer } from 'lucide-react'
import { Fragment, useState } from 'react'
import type { ChannelInput } from '../../preload/contract/channels.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused, toastDone } from '../ui/index.ts'
import classes from './dispatch.module.css'
import { PaperPreview } from './paper-preview.tsx'
import { words } from './words.ts'

export type PaperKind = ChannelInput<'paper.print'>['paper']

export function Papers({
  application,
  papers,
}: {
  readonly application: ApplicationView
  readonly papers: readonly PaperKind[]
}) {
  const t = useWords(words)
  const { applicationId } = application
  const print = useCall('paper.print')
  const save = useCall('paper.save')
  const [seen, setSeen] = useState<PaperKind | null>(null)
  const onPrint = async (paper: PaperKind): Promise<void> => {
    const answer = await print.run({ paper, applicationId })
    if (answer.ok) toastDone(t('printed', { paper: t(paper) }))
  }
  const onSave = async (paper: PaperKind): Promise<void> => {
    const answer = await save.run({ paper, applicationId })
    if (answer.ok && answer.value !== null) toastDone(t('saved', { fileName: answer.value.fileName }))
  }
  return (
    <>
      <div className={classes.papers}>
        {papers.map((paper) => (
          <Fragment key={paper}>
            <strong>{t(paper)}</strong>
            <Button
              leftSection={<Printer size={14} aria-hidden />}
              aria-label={`${t(paper)} ${t('print')}`}
              loading={print.pending}
              onClick={() => void onPrint(paper)}
            >
              {t('print')}
            </Button>
            <Button
              variant="default"
              leftSection={<Eye size={14} aria-hidden />}
              aria-label={`${t(paper)} ${t('preview')}`}
              onClick={() => setSeen(paper)}
            >
              {t('preview')}
            </Button>
            <Button
              variant="default"
              leftSection={<FileDown size={14} aria-hidden />}
              aria-label={`${t(paper)} ${t('save')}`}
              loading={save.pending}
              onClick={() => void onSave(paper)}
            >
              {t('save')}
            </Button>
          </Fragment>
        ))}
      </div>
      <Refused refusal={print.refusal ?? save.refusal} />
      {seen !== null && <PaperPreview application={application} paper={seen} onClose={() => setSeen(null)} />}
    </>
  )
}
