/** The fob that is shared, replaced or registered again; usually the only one, already chosen. */
import { NativeSelect } from '@mantine/core'
import type { ContractView } from '../../preload/contract/views.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { formatInstant, groupSerial, useRefusalSentence, usePersonName } from '../ui/index.ts'
import type { ApplicationEntry } from './use-application-form.ts'
import { words } from './words.ts'

export function RelatedFobChoice({
  entry,
  contract,
}: {
  readonly entry: ApplicationEntry
  readonly contract: ContractView
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const say = useRefusalSentence()
  const language = useLanguage()
  const { form, change, defaults } = entry
  const problem = entry.problemOf('relatedSerial')
  const fobs = defaults?.relatedFobs ?? []
  const nameOf = (loginId: string): string =>
    personName(contract.userList.find((user) => user.loginId === loginId)?.name ?? loginId)
  const label =
    form.kind === 'sharing' || form.kind === 'reissue' || form.kind === 'renewal' || form.kind === 'reuse'
      ? t(`relatedFob_${form.kind}`)
      : t('relatedFob')
  return (
    <div data-field="relatedSerial">
      <NativeSelect
        label={label}
        disabled={fobs.length === 0}
        value={form.relatedSerial ?? ''}
        error={problem === undefined ? (fobs.length === 0 ? t('noRelatedFob') : null) : say(problem)}
        data={[
          ...(form.relatedSerial === null ? [{ value: '', label: '' }] : []),
          ...fobs.map((fob) => ({
            value: fob.serial,
            label: [
              groupSerial(fob.serial),
              fob.loginIds.map(nameOf).join('・') || '―',
              formatInstant(fob.expiresAt, 'expiry', language),
              word('custodyPlace', fob.place),
            ].join('　'),
          })),
        ]}
        onChange={(event) => change({ relatedSerial: event.currentTarget.value || null })}
      />
    </div>
  )
}
