/** 返戻 (by post) and 返却 (by the customer): by serial, one scan after the other. */
import { SegmentedControl, Text, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { focusAfter } from '../customers/focus-next.ts'
import { useLabelScan } from '../scanner/index.ts'
import { Panel, Refused, SerialField, SerialText, useEnterMovesOn, useRegisterKey } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import classes from './dispatch.module.css'
import { words } from './words.ts'

const ways = ['byPost', 'byCustomer'] as const
type Way = (typeof ways)[number]

interface Recorded {
  readonly serial: string
  readonly way: Way
  readonly memo: string
}

export function ReturnsTab() {
  const t = useWords(words)
  const [way, setWay] = useState<Way>('byPost')
  const [serial, setSerial] = useState('')
  const [memo, setMemo] = useState('')
  const [recorded, setRecorded] = useState<readonly Recorded[]>([])
  const field = useRef<HTMLInputElement>(null)
  const byPost = useCommand('recordReturnByPost')
  const byCustomer = useCommand('recordReturn')
  const command = way === 'byPost' ? byPost : byCustomer
  const unread = useLabelScan((label) => {
    setSerial(label.serial)
    command.forget()
    if (field.current !== null) focusAfter(field.current)
  })
  const whyNot = serial.trim() === '' ? t('whySerial') : null

  const run = async (): Promise<void> => {
    const answer = await command.run({ command: { serial, memo: memo.trim() } })
    if (!answer.ok) {
      field.current?.select()
      return
    }
    setRecorded((before) => [{ serial: serial.normalize('NFKC').trim(), way, memo: memo.trim() }, ...before])
    setSerial('')
    field.current?.focus()
  }
  const act = (): void => void (whyNot === null && !command.pending && run())
  useRegisterKey(act, whyNot === null)
  const enterMovesOn = useEnterMovesOn(act)
  return (
    <div className={classes.split}>
      <Panel title={t('tab_returns')}>
        <div className={classes.stack} data-form onKeyDown={enterMovesOn}>
          <Text size="sm">{t('returnExplain')}</Text>
          <SegmentedControl
            aria-label={t('returnKind')}
            value={way}
            data={ways.map((each) => ({ value: each, label: t(`return_${each}`) }))}
            onChange={(next) => {
              setWay(ways.find((each) => each === next) ?? 'byPost')
              byPost.forget()
              byCustomer.forget()
            }}
          />
          <SerialField
            ref={field}
            label={t('fobLabel')}
            placeholder={t('scanHint')}
            value={serial}
            data-first-focus
            onChange={setSerial}
          />
          <TextInput
            label={t('returnMemo')}
            placeholder={t('returnMemoHint')}
            maxLength={500}
            value={memo}
            onChange={(event) => setMemo(event.currentTarget.value)}
          />
          <Refused refusal={command.refusal ?? unread} />
          <ActionButton onAct={act} whyNot={whyNot} pending={command.pending}>
            {t('record')}
          </ActionButton>
        </div>
      </Panel>
      <Panel title={t('returnedToday')}>
        <ul className={classes.recorded} aria-live="polite">
          {recorded.length === 0 && <li>{t('returnNothing')}</li>}
          {recorded.map((each, at) => (
            <li key={recorded.length - at}>
              <SerialText serial={each.serial} />　{t(`return_${each.way}`)}　{each.memo}
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}
