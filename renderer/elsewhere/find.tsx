/** By whatever the customer can tell; of several hits, the row that it is. */
import { Button, Loader, Text, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { elsewhereQuery } from '../../domain/elsewhere.ts'
import { useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { KeyedRadios } from '../customers/keyed-choice.tsx'
import { useLabelScan } from '../scanner/index.ts'
import { Page, Panel, Refused } from '../ui/index.ts'
import classes from './elsewhere.module.css'
import { Hits } from './hits.tsx'
import type { LookUp } from './use-look-up.ts'
import { words } from './words.ts'

export function FindElsewhere({ lookUp }: { readonly lookUp: LookUp }) {
  const t = useWords(words)
  const { headOffice, emergencyPhone } = useStatus()
  const { text, by, found, pending } = lookUp
  const unread = useLabelScan(({ serial }) => lookUp.scan(serial))
  // Said before anybody waits at the telephone for an answer that cannot come.
  const offline = headOffice.online ? null : { code: 'ELSEWHERE_OFFLINE', detail: { phone: emergencyPhone } }
  return (
    <Page title={t('title')} description={t('intro')} fill>
      <div className={classes.find}>
        <Panel>
          <form
            className={classes.query}
            onSubmit={(event) => {
              event.preventDefault()
              void lookUp.run(by, text)
            }}
          >
            <TextInput
              label={t('text')}
              description={t('textHint')}
              leftSection={<Search size={16} aria-hidden />}
              size="md"
              maxLength={100}
              value={text}
              data-first-focus
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => lookUp.type(event.currentTarget.value)}
            />
            <div className={classes.how}>
              <KeyedRadios
                label={t('by')}
                members={elsewhereQuery.options}
                nameOf={(query) => t(`by_${query}`)}
                value={by}
                onChange={lookUp.choose}
              />
              <Button type="submit" size="md" disabled={text.trim() === ''} aria-disabled={pending}>
                {t('lookUp')}
              </Button>
            </div>
          </form>
          <div className={classes.said}>
            <Refused refusal={lookUp.refusal ?? unread ?? offline} />
            <Text size="sm" c="dimmed" role="status" mih={20}>
              {pending && <Loader size={12} mr={6} />}
              {pending
                ? t('lookingUp')
                : [found === null ? '' : t('left', { count: found.left }), t('recorded')].join('　').trim()}
            </Text>
          </div>
        </Panel>
        <Hits found={found} onOpen={({ contractNo }) => void lookUp.run('contractNo', contractNo)} />
      </div>
    </Page>
  )
}
