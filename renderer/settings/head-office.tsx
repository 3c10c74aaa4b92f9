/** 本部: where this PC reaches it, and another address once head office has moved. */
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useCall, useDesk, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Facts, Panel, Refused, toastDone } from '../ui/index.ts'
import classes from './settings.module.css'
import { words } from './words.ts'

export function HeadOffice() {
  const t = useWords(words)
  const staff = useStaff()
  const may = staff.role === 'manager' || (staff.role === 'teller' && staff.deputy)
  const { value, refusal } = useDesk('headOffice.address', {})
  return (
    <div className={classes.narrow}>
      <Panel title={t('headOffice')}>
        <Stack gap="sm">
          <Refused refusal={refusal} />
          {value !== undefined && (
            <Facts facts={[[t('headOfficeAddress'), value.address ?? t('headOfficeTraining')]]} />
          )}
          {value !== undefined && value.address !== null && (may ? <Move /> : t('headOfficeManager'))}
        </Stack>
      </Panel>
    </div>
  )
}

function Move() {
  const t = useWords(words)
  const change = useCall('headOffice.changeAddress')
  const [address, setAddress] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (address.trim() === '' || change.pending) return
    const answer = await change.run({ address: address.trim() })
    if (!answer.ok) return
    setAddress('')
    toastDone(t('headOfficeChanged', { address: answer.value.address }))
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Text size="sm">{t('headOfficeWhy')}</Text>
        <TextInput
          label={t('headOfficeNew')}
          description={t('headOfficeNewWhy')}
          value={address}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          data-first-focus
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Refused refusal={change.refusal} />
        <Button type="submit" disabled={address.trim() === ''} loading={change.pending}>
          {t('headOfficeChange')}
        </Button>
      </Stack>
    </form>
  )
}
