/** 番号が通らないとき: what head office knows of the fob's last attempts, and 時刻合わせ by two codes in a row. */
import { Alert, Button, Text, TextInput } from '@mantine/core'
import { CircleHelp } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { UserView, WhyAnswer } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import {
  DateTimeText,
  Facts,
  groupSerial,
  Panel,
  Refused,
  Succeeded,
  useRefusalSentence,
} from '../ui/index.ts'
import classes from './activation.module.css'
import { words } from './words.ts'

/** Findings that the fob's clock explains; a fob that is merely read wrong would spend two more codes on it. */
const clockAside: ReadonlySet<string> = new Set(['WHY_CLOCK_SLOW', 'WHY_CLOCK_FAST', 'WHY_CODE_LATE'])
const SHOWN = 5

export function WhyPanel({
  user: { loginId },
  identityChecked,
}: {
  readonly user: UserView
  readonly identityChecked: boolean
}) {
  const t = useWords(words)
  const why = useCall('activation.why')
  const [answer, setAnswer] = useState<WhyAnswer | null>(null)
  const [adjusted, setAdjusted] = useState(false)
  const [asked, setAsked] = useState(0)
  const ask = async (): Promise<void> => {
    setAdjusted(false)
    const told = await why.run({ loginId })
    setAnswer(told.ok ? told.value : null)
    setAsked((times) => times + 1)
  }
  const advised = answer?.findings.some(({ code }) => clockAside.has(code)) === true
  return (
    <Panel title={t('refusedCodes')}>
      <div className={classes.stack}>
        <div className={classes.ask}>
          <Text size="sm">{t('whyIntro')}</Text>
          <Button
            variant="default"
            leftSection={<CircleHelp size={15} aria-hidden />}
            loading={why.pending}
            onClick={() => void ask()}
          >
            {t('whyAsk')}
          </Button>
        </div>
        <Refused refusal={why.refusal} />
        {answer !== null && !adjusted && <Findings findings={answer.findings} />}
        {advised && !adjusted && (
          <Resynchronise
            key={asked}
            loginId={loginId}
            identityChecked={identityChecked}
            onDone={() => setAdjusted(true)}
          />
        )}
        {answer !== null && !adjusted && <Told answer={answer} />}
        {adjusted && <Succeeded>{t('adjusted')}</Succeeded>}
      </div>
    </Panel>
  )
}

function Findings({ findings }: Pick<WhyAnswer, 'findings'>) {
  const say = useRefusalSentence()
  return (
    <Alert color="ai" variant="light" p="xs" role="status">
      {findings.map((finding) => (
        <div key={finding.code}>{say(finding)}</div>
      ))}
    </Alert>
  )
}

/** What the findings were drawn from. */
function Told({ answer }: { readonly answer: WhyAnswer }) {
  const t = useWords(words)
  return (
    <Facts
      facts={[
        [t('fob'), answer.serial === null ? '―' : groupSerial(answer.serial)],
        [t('wrongCodes'), t('wrongCounts', { row: answer.wrongInRow, long: answer.wrongInLongRun })],
        [
          t('attempts'),
          answer.attempts.slice(0, SHOWN).map((each) => <Attempt key={each.at} attempt={each} />),
        ],
      ]}
    />
  )
}

function Attempt({ attempt: { at, outcome } }: { readonly attempt: WhyAnswer['attempts'][number] }) {
  const t = useWords(words)
  return (
    <div>
      <DateTimeText at={at} style="second" />　{t(`outcome_${outcome}`)}
    </div>
  )
}

function Resynchronise({
  loginId,
  identityChecked,
  onDone,
}: {
  readonly loginId: string
  readonly identityChecked: boolean
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const adjust = useCall('activation.resynchronise')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const firstField = useRef<HTMLInputElement>(null)
  // The advice is to type here next; where the panel lies low on the screen, the focus brings it into view.
  useEffect(() => firstField.current?.focus(), [])
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (first.trim() === '' || second.trim() === '') return
    const answer = await adjust.run({ loginId, first, second, identityChecked })
    setFirst('')
    setSecond('')
    if (answer.ok) onDone()
    else firstField.current?.focus()
  }
  const field = { inputMode: 'numeric', autoComplete: 'off', maxLength: 12 } as const
  return (
    <form className={classes.stack} onSubmit={(event) => void submit(event)}>
      <Text size="sm">{t('adjustIntro')}</Text>
      <Refused refusal={adjust.refusal} />
      <div className={classes.row}>
        <TextInput
          {...field}
          ref={firstField}
          label={t('firstCode')}
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
        <TextInput
          {...field}
          label={t('secondCode')}
          value={second}
          onChange={(event) => setSecond(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="sm"
          loading={adjust.pending}
          disabled={!identityChecked || first.trim() === '' || second.trim() === ''}
        >
          {t('adjust')}
        </Button>
      </div>
      {!identityChecked && (
        <Text size="xs" c="dimmed">
          {t('whyIdentity')}
        </Text>
      )}
    </form>
  )
}
