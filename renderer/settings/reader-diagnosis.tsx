/** リーダー診断: ways and readers with what is wrong and what to do, and the fob on each reader. */
import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { RefreshCw, Unplug } from 'lucide-react'
import type { ReaderDiagnosis as Diagnosis, RefusalView } from '../../preload/contract/views.ts'
import { useCall, useDesk, useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { EmptyState, Panel, Refused, ToneBadge, useRefusalSentence } from '../ui/index.ts'
import { IdentifiedFob } from './reader-fob.tsx'
import { remedyFor } from './reader-remedies.ts'
import { words } from './reader-words.ts'
import classes from './settings.module.css'

type Reader = Diagnosis['readers'][number]

export function ReaderDiagnosis() {
  const t = useWords(words)
  const diagnosis = useDesk('readers.diagnosis', {})
  const again = useCall('readers.lookAgain')
  const { looking = true, ways = [], readers = [] } = diagnosis.value ?? {}
  const works = readers.some(({ connected, problem }) => connected && problem === null)
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm">{t('why')}</Text>
        <Button
          data-first-focus
          variant="default"
          leftSection={<RefreshCw size={15} aria-hidden />}
          loading={again.pending || looking}
          onClick={() => void again.run({})}
        >
          {t('again')}
        </Button>
      </Group>
      <Refused refusal={again.refusal ?? diagnosis.refusal} />
      {readers.map((reader, at) => (
        // Two readers of one make may share a name.
        <ReaderPanel key={`${at} ${reader.transport} ${reader.name}`} reader={reader} />
      ))}
      {readers.length === 0 && <NoReader looking={looking} />}
      <Panel title={t('ways')}>
        <Stack gap="xs">
          {ways.map(({ transport, fault }) => (
            <div key={transport}>
              <Group gap="xs">
                <Text size="sm">{t(`way_${transport}`)}</Text>
                <ToneBadge tone={fault === null ? 'good' : works ? 'quiet' : 'bad'}>
                  {t(fault === null ? 'open' : 'closed')}
                </ToneBadge>
              </Group>
              {fault !== null && works && <Text size="sm">{t('oneIsEnough')}</Text>}
              {fault !== null && <Wrong refusal={fault} />}
            </div>
          ))}
        </Stack>
      </Panel>
    </Stack>
  )
}

function NoReader({ looking }: { readonly looking: boolean }) {
  const t = useWords(words)
  return (
    <Panel>
      <div role="status">
        {looking ? (
          <Group gap="xs">
            <Loader size="xs" aria-hidden />
            <Text size="sm">{t('looking')}</Text>
          </Group>
        ) : (
          <>
            <EmptyState icon={Unplug}>
              <Text fw={700}>{t('noReader')}</Text>
            </EmptyState>
            <Wrong refusal={{ code: 'NO_READER', detail: {} }} />
          </>
        )}
      </div>
    </Panel>
  )
}

function ReaderPanel({ reader }: { readonly reader: Reader }) {
  const t = useWords(words)
  const realm = useStatus().realm
  const { name, transport, connected, problem, fob, fobRefusal } = reader
  const state = problem !== null ? 'faulty' : connected ? 'ready' : 'unplugged'
  const tone = ({ faulty: 'bad', ready: 'good', unplugged: 'warn' } as const)[state]
  return (
    <Panel
      title={name}
      actions={
        <Group gap="xs">
          {realm === 'real' && <Text size="xs">{t(`way_${transport}`)}</Text>}
          <ToneBadge tone={tone}>{t(state)}</ToneBadge>
        </Group>
      }
    >
      <div role="status">
        {problem !== null && <Wrong refusal={problem} />}
        {fobRefusal !== null && (
          <>
            <ToneBadge tone="bad">{t('fobRefused')}</ToneBadge>
            <Wrong refusal={fobRefusal} />
          </>
        )}
        {fob !== null && <IdentifiedFob fob={fob} />}
        {state === 'ready' && fob === null && fobRefusal === null && <Text size="sm">{t('noFob')}</Text>}
      </div>
    </Panel>
  )
}

/** The refusal's sentence, and below it what to do on this PC's system. */
function Wrong({ refusal }: { readonly refusal: RefusalView }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const system = useDesk('readers.diagnosis', {}).value?.system
  const remedy = remedyFor(refusal.code)
  return (
    <>
      <Text size="sm" mt={4}>
        {say(refusal)}
      </Text>
      {remedy !== null && system !== undefined && (
        <dl className={classes.remedies}>
          <div>
            <dt>{t(system)}</dt>
            <dd>{t(`do_${remedy}_${system}`)}</dd>
          </div>
        </dl>
      )}
    </>
  )
}
