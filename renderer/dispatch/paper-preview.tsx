/** A paper as it will be printed: main answers one PNG a page, since our CSP allows no PDF plugin. */
import { Loader, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Dialog, Refused } from '../ui/index.ts'
import classes from './dispatch.module.css'
import type { PaperKind } from './papers.tsx'
import { words } from './words.ts'

export function PaperPreview({
  application,
  paper,
  onClose,
}: {
  readonly application: ApplicationView
  readonly paper: PaperKind
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const made = useDesk('paper.preview', { paper, applicationId: application.applicationId })
  const pages = usePictures(made.value?.pages)
  return (
    <Dialog opened onClose={onClose} title={`${t(paper)}　${made.value?.letterNo ?? ''}`} size="xl">
      <Text size="sm" mb="xs">
        {t('previewNote')}
      </Text>
      <Refused refusal={made.refusal} />
      {made.loading && <Loader size="sm" />}
      {pages.map((url, at) => (
        <img
          key={url}
          src={url}
          className={classes.sheet}
          alt={t('pageAlt', { paper: t(paper), page: at + 1 })}
        />
      ))}
    </Dialog>
  )
}

/** Blob addresses of PNG pages, given back when the pages change or the preview closes. */
function usePictures(pages: readonly Uint8Array[] | undefined): readonly string[] {
  const [urls, setUrls] = useState<readonly string[]>([])
  useEffect(() => {
    // Copied: a view over the bridge's buffer is not a BlobPart to the type checker.
    const made = (pages ?? []).map((png) =>
      URL.createObjectURL(new Blob([Uint8Array.from(png)], { type: 'image/png' })),
    )
    setUrls(made)
    return () => made.forEach((url) => URL.revokeObjectURL(url))
  }, [pages])
  return urls
}
