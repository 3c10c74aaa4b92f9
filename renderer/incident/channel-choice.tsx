/** 受付経路: telephone (usual) or counter. */
import { useWords } from '../i18n/index.ts'
import { KeyedRadios } from '../customers/keyed-choice.tsx'
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
  return (
    <KeyedRadios
      label={t('channel')}
      members={channels}
      nameOf={(channel) => t(`channel_${channel}`)}
      value={value}
      onChange={onChange}
    />
  )
}
