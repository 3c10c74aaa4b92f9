/** Dialogs that ask before something is done. Each keeps its own fields and forgets them when it closes. */
import { Button, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useEnterMovesOn } from './keys.ts'
import { Refused } from './refused.tsx'
import classes from './ui.module.css'
import { words } from './words.ts'

interface Shared {
  readonly opened: boolean
  readonly onCancel: () => void
  readonly title?: string
  /** What is about to happen: names, counts. */
  readonly children?: ReactNode
  /** The word on the button. */
  readonly action?: string
  readonly pending?: boolean
  /** The last refusal, shown inside. */
  readonly refusal?: RefusalView | null
  /** The button is red: this takes something away. */
  readonly danger?: boolean
}

// Esc closes; the first focus belongs to the dialog's first field, not to the cross.
const closeButton = (label: string) => ({ 'aria-label': label, tabIndex: -1 })

/** A modal window over the screen: Esc closes it, its first field (or `data-autofocus`) gets the focus. */
export function Dialog({
  opened,
  onClose,
  title,
  size = 'md',
  children,
}: {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  readonly size?: 'sm' | 'md' | 'lg' | 'xl'
  readonly children: ReactNode
}) {
  const t = useWords(words)
  useFocusBack(opened)
  return (
    <Modal {...{ opened, onClose, title, size }} closeButtonProps={closeButton(t('close'))}>
      {children}
    </Modal>
  )
}

/**
 * Gives the focus back to whatever opened the dialog. Mantine does so when `opened` becomes false, which a
 * dialog that is mounted only while open never sees.
 */
function useFocusBack(opened: boolean): void {
  const [opener] = useState(() => (opened ? document.activeElement : null))
  useEffect(
    () => () => {
      if (document.activeElement === document.body && opener instanceof HTMLElement && opener.isConnected) {
        opener.focus()
      }
    },
    [opener],
  )
}

/** Cancel at the left, the action at the right; the action is `disabled` until the fields are there. */
export function DialogFoot({
  onCancel,
  action,
  pending = false,
  disabled = false,
  danger = false,
  focused = false,
}: {
  readonly onCancel: () => void
  readonly action: string
  readonly pending?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly danger?: boolean | undefined
  /** The dialog has no fields: the focus begins here, on cancelling where something is taken away. */
  readonly focused?: boolean
}) {
  const t = useWords(words)
  return (
    <div className={classes.dialogFoot}>
      <Button variant="default" onClick={onCancel} data-autofocus={(focused && danger) || undefined}>
        {t('cancel')}
      </Button>
      <Button
        type="submit"
        loading={pending}
        disabled={disabled}
        data-autofocus={(focused && !danger) || undefined}
        {...(danger ? { color: 'red' } : {})}
      >
        {action}
      </Button>
    </div>
  )
}

/** A dialog with a form: Esc cancels, Enter in the last field or Ctrl+Enter / F12 submits. */
export function FormDialog({
  opened,
  onCancel,
  title,
  size = 'md',
  onSubmit,
  children,
}: {
  readonly opened: boolean
  readonly onCancel: () => void
  readonly title: string
  readonly size?: 'sm' | 'md' | 'lg' | 'xl'
  readonly onSubmit: () => void
  readonly children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  const enterMovesOn = useEnterMovesOn(onSubmit)
  return (
    <Dialog opened={opened} onClose={onCancel} title={title} size={size}>
      <form
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'F12' || (event.key === 'Enter' && event.ctrlKey)) submit(event)
          else enterMovesOn(event)
        }}
      >
        <Stack gap="sm">{children}</Stack>
      </form>
    </Dialog>
  )
}

/** Yes or no, with the consequence in words as its children. */
export function ConfirmDialog({
  opened,
  onCancel,
  onConfirm,
  title,
  children,
  action,
  pending,
  refusal = null,
  danger,
}: Shared & { readonly title: string; readonly onConfirm: () => void }) {
  const t = useWords(words)
  return (
    <FormDialog opened={opened} onCancel={onCancel} title={title} onSubmit={onConfirm}>
      {children}
      <Refused refusal={refusal} />
      <DialogFoot focused action={action ?? t('confirm')} {...{ onCancel, pending, danger }} />
    </FormDialog>
  )
}

export interface Approver {
  readonly staffNo: string
  readonly password: string
}

/** Over the shoulder (rule 12): a manager's number and password for this one item; the session stays. */
export function ApproverPrompt(props: Shared & { readonly onApprover: (approver: Approver) => void }) {
  return props.opened ? <OverTheShoulder {...props} /> : null
}

function OverTheShoulder({
  onCancel,
  onApprover,
  title,
  children,
  action,
  pending,
  refusal = null,
}: Shared & { readonly onApprover: (approver: Approver) => void }) {
  const t = useWords(words)
  const [approver, setApprover] = useState<Approver>({ staffNo: '', password: '' })
  const complete = approver.staffNo !== '' && approver.password !== ''
  const submit = () => {
    if (complete && pending !== true) onApprover(approver)
  }
  return (
    <FormDialog opened onCancel={onCancel} title={title ?? t('approverTitle')} onSubmit={submit}>
      <Text size="sm">{t('approverWhy')}</Text>
      {children}
      <TextInput
        label={t('approverStaffNo')}
        value={approver.staffNo}
        onChange={(event) => setApprover({ ...approver, staffNo: event.currentTarget.value })}
        inputMode="numeric"
        autoComplete="off"
        data-autofocus
        required
      />
      <PasswordInput
        label={t('approverPassword')}
        value={approver.password}
        onChange={(event) => setApprover({ ...approver, password: event.currentTarget.value })}
        autoComplete="off"
        required
      />
      <Refused refusal={refusal} />
      <DialogFoot action={action ?? t('approve')} disabled={!complete} {...{ onCancel, pending }} />
    </FormDialog>
  )
}
