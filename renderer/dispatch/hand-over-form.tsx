/** Fob, receiver, identity document: in this order, by scanner and digits. */
import { useRef, useState } from 'react'
import { identityDocument, visitor } from '../../domain/vocabulary.ts'
import type { IdentityDocument, Visitor } from '../../domain/vocabulary.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { focusAfter } from '../customers/focus-next.ts'
import { useLabelScan } from '../scanner/index.ts'
import {
  DateText,
  Facts,
  Panel,
  Refused,
  SerialField,
  SerialText,
  useEnterMovesOn,
  useRegisterKey,
  usePersonName,
} from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { KeyedChoice } from '../customers/keyed-choice.tsx'
import classes from './dispatch.module.css'
import { words } from './words.ts'

export function HandOverForm({
  application,
  onHandedOver,
}: {
  readonly application: ApplicationView
  readonly onHandedOver: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const [serial, setSerial] = useState('')
  const [receivedBy, setReceivedBy] = useState<Visitor>(application.evidence.visitor)
  const [identity, setIdentity] = useState<IdentityDocument | null>(null)
  const handOver = useCommand('handOver')
  const field = useRef<HTMLInputElement>(null)
  const unread = useLabelScan((label) => {
    setSerial(label.serial)
    handOver.forget()
    if (field.current !== null) focusAfter(field.current)
  })
  const whyNot = !application.seedAtHub
    ? t('hubFirst')
    : serial.trim() === ''
      ? t('whySerial')
      : identity === null
        ? t('whyIdentity')
        : null
  const run = async (): Promise<void> => {
    if (identity === null) return
    const answer = await handOver.run({
      command: { applicationId: application.applicationId, serial, receivedBy, identityDocument: identity },
    })
    if (answer.ok) onHandedOver()
  }
  const act = (): void => void (whyNot === null && !handOver.pending && run())
  useRegisterKey(act, whyNot === null)
  const enterMovesOn = useEnterMovesOn(act)
  return (
    <Panel title={t('honorific', { name: personName(application.contractName) })}>
      <div className={classes.stack} data-form onKeyDown={enterMovesOn}>
        <Facts
          columns={2}
          facts={[
            [t('serial'), <SerialText key="serial" serial={application.serial} />],
            [t('startDate'), <DateText key="date" date={application.startDate} />],
            [t('users'), application.userNames.map(personName).join('・')],
            [t('receiptNo'), application.evidence.receiptNo],
          ]}
        />
        <SerialField
          ref={field}
          label={t('fobLabel')}
          placeholder={t('scanHint')}
          value={serial}
          data-work-focus
          data-first-focus
          onChange={setSerial}
        />
        <KeyedChoice
          set="visitor"
          members={visitor.options}
          label={t('receivedBy')}
          value={receivedBy}
          onChange={setReceivedBy}
        />
        <KeyedChoice
          set="identityDocument"
          members={identityDocument.options}
          label={t('identityDocument')}
          value={identity}
          onChange={setIdentity}
        />
        <Refused refusal={handOver.refusal ?? unread} />
        <ActionButton onAct={act} whyNot={whyNot} pending={handOver.pending}>
          {t('handOver')}
        </ActionButton>
      </div>
    </Panel>
  )
}
