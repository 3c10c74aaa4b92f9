/** 受付経路: telephone (usual) or counter. */
import { SegmentedControl, Text } from '@mantine/core'
import { useId } from 'react'
import { useWords } from '../i18n/index.ts'
import { words } from './words.ts'

const channels = ['phone', 'counter'] as const
type Channel = (typeof channels)[number]

export function ChannelChoice({
  value,
  onChange,
}: {
  readonly value: Channel
  readonly onChange: (channel: Channel) => void
}) {
  const t = useWords(words)
  const id = useId()
  return (
    <div>
      <Text id={id} size="sm" fw={700} mb={3}>
        {t('channel')}
      </Text>
      <SegmentedControl
        aria-labelledby={id}
        size="xs"
        value={value}
        data={channels.map((channel) => ({ value: channel, label: t(`channel_${channel}`) }))}
        onChange={(next) => onChange(next === 'counter' ? 'counter' : 'phone')}
      />
    </div>
  )
}
