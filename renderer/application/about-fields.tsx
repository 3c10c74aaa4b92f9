/** Left half of the form: what is applied for, for whom, by which way and from when. */
import { Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { isBusinessDay } from '../../domain/calendar.ts'
import { applicationKind, deliveryMethod } from '../../domain/vocabulary.ts'
import type { ApplicationDefaults, ContractView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { DateText, useRefusalSentence } from '../ui/index.ts'
import { focusAfter } from '../customers/focus-next.ts'
import { KeyedChoice } from '../customers/keyed-choice.tsx'
import { deliversFob, earliestDate, needsRelatedFob, startDateOf } from './form-state.ts'
import { RelatedFobChoice } from './related-fob-choice.tsx'
import type { ApplicationEntry } from './use-application-form.ts'
import { UsersChoice } from './users-choice.tsx'
import { words } from './words.ts'

export function AboutFields({
  entry,
  contract,
}: {
  readonly entry: ApplicationEntry
  readonly contract: ContractView
}) {
  const t = useWords(words)
  const { form, change, defaults } = entry
  const moveOn = useMoveOnWith(defaults)
  return (
    <>
      <div data-field="kind">
        <KeyedChoice
          set="applicationKind"
          members={applicationKind.options}
          label={t('kind')}
          value={form.kind}
          onChange={(kind) => change({ kind })}
          firstFocus
          onDigit={moveOn}
        />
      </div>
      <UsersChoice entry={entry} contract={contract} />
      {needsRelatedFob(form.kind) && <RelatedFobChoice entry={entry} contract={contract} />}
      {deliversFob(form.kind) && (
        <div data-field="delivery">
          <KeyedChoice
            set="deliveryMethod"
            members={deliveryMethod.options}
            label={t('delivery')}
            value={form.delivery}
            onChange={(delivery) => change({ delivery })}
          />
        </div>
      )}
      {defaults !== undefined && form.kind !== 'cancellation' && <StartDate entry={entry} />}
    </>
  )
}

function StartDate({ entry }: { readonly entry: ApplicationEntry }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const policy = useDesk('policy.get', {}).value
  const { form, change, defaults, found } = entry
  if (defaults === undefined) return null
  const earliest = earliestDate(form, defaults)
  const startDate = startDateOf(form, defaults)
  const problem = found.find(({ field }) => field === 'startDate')?.refusal
  const byMail = deliversFob(form.kind) && form.delivery === 'mail'
  return (
    <div data-field="startDate">
      <TextInput
        label={t('startDate')}
        description={t(byMail ? 'startDateWhy_mail' : 'startDateWhy_counter', {
          date: earliest.replaceAll('-', '/'),
          days: policy?.mailBusinessDays ?? '―',
        })}
        placeholder={`${earliest.replaceAll('-', '/')}（${t('startDateEmpty')}）`}
        autoComplete="off"
        maxLength={20}
        value={form.startDate}
        error={problem === undefined ? null : say(problem)}
        rightSectionWidth={230}
        rightSection={
          problem === undefined && startDate !== null ? (
            <Text size="sm">
              → <strong>{<DateText date={startDate} />}</strong>
              {!isBusinessDay(startDate) && ` ${t('notBusinessDay')}`}
            </Text>
          ) : null
        }
        onChange={(event) => change({ startDate: event.currentTarget.value })}
      />
    </div>
  )
}

/**
 * Another kind brings other users: moving on waits for them, since the box that the focus would go to now may
 * be closed a moment later.
 */
function useMoveOnWith(defaults: ApplicationDefaults | undefined): (group: HTMLElement) => void {
  const [from, setFrom] = useState<HTMLElement | null>(null)
  useEffect(() => {
    if (from === null || defaults === undefined) return
    // After the form has taken over what the defaults fill in.
    const frame = requestAnimationFrame(() => {
      setFrom(null)
      focusAfter(from)
    })
    return () => cancelAnimationFrame(frame)
  }, [from, defaults])
  return setFrom
}
