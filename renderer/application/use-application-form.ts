/** The state of the form on screen: what is typed, what is missing, and the two ways to record it. */
import { useEffect, useRef, useState } from 'react'
import { dateAt } from '../../domain/calendar.ts'
import type { ApplicationDefaults, ContractView } from '../../preload/contract/views.ts'
import { useCommand, useDesk, useStaff } from '../desk/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useNow } from '../ui/index.ts'
import {
  saveDraftInput,
  submitInput,
  withDefaults,
  withRelatedFob,
  type ApplicationFormState,
} from './form-state.ts'
import { problems, type FormField, type Problem } from './problems.ts'
import type { SubmittedApplication } from './submitted.tsx'
import { unsentForms } from './unsent-forms.ts'

export function useApplicationForm(
  contract: ContractView,
  initial: ApplicationFormState,
  restored: boolean,
  onSubmitted: (submitted: SubmittedApplication) => void,
) {
  const { contractNo } = contract
  const word = useVocabulary()
  const { staffNo } = useStaff()
  const now = useNow()
  const [form, setForm] = useState(initial)
  const touched = useRef(restored)
  const [leaving, askToLeave] = useState(false)
  /** Problems are shown once registering was tried; before that an empty form is not a mistake. */
  const [tried, setTried] = useState(false)
  const reading = useDesk('applications.defaults', { contractNo, kind: form.kind }, { keepPrevious: true })
  const defaults = reading.stale ? undefined : reading.value
  const submitting = useCommand('submitApplication')
  const saving = useCommand('saveDraft')

  useEffect(() => {
    if (defaults !== undefined) setForm((before) => withDefaults(before, defaults, contract))
  }, [defaults, contract])

  const change = (part: Partial<ApplicationFormState>): void => {
    touched.current = true
    const next = { ...form, ...part }
    const fitted =
      part.loginIds !== undefined && defaults !== undefined ? withRelatedFob(next, defaults) : next
    setForm(fitted)
    unsentForms.keep(staffNo, contractNo, fitted)
  }
  const recorded = (): void => {
    touched.current = false
    unsentForms.keep(staffNo, contractNo, null)
  }

  const found: readonly Problem[] =
    defaults === undefined ? [] : problems(form, defaults, dateAt(now), word('deliveryMethod', form.delivery))

  const submit = async (): Promise<void> => {
    if (defaults === undefined || submitting.pending) return
    const first = found[0]
    if (first !== undefined) {
      setTried(true)
      document.querySelector<HTMLElement>(fieldSelector(first.field))?.focus()
      return
    }
    const answer = await submitting.run({ command: submitInput(form, contractNo, defaults) })
    if (!answer.ok) return
    recorded()
    const { applicationId, requestId } = answer.value.made
    onSubmitted({
      applicationId: applicationId ?? form.applicationId ?? '',
      kind: form.kind,
      requestId: requestId ?? null,
    })
  }

  const saveDraft = async (): Promise<boolean> => {
    if (saving.pending) return false
    const answer = await saving.run({ command: saveDraftInput(form, contractNo) })
    if (!answer.ok) return false
    recorded()
    const { applicationId } = answer.value.made
    if (applicationId !== undefined) setForm((before) => ({ ...before, applicationId }))
    return true
  }

  return {
    form,
    change,
    defaults: defaults as ApplicationDefaults | undefined,
    found,
    problemOf: (field: FormField) =>
      tried ? found.find((problem) => problem.field === field)?.refusal : undefined,
    refusal: submitting.refusal ?? saving.refusal ?? reading.refusal,
    pending: submitting.pending || saving.pending,
    submit,
    saveDraft,
    /** Typed and neither registered nor saved. */
    unsent: () => touched.current,
    leaving,
    askToLeave,
  }
}

export type ApplicationEntry = ReturnType<typeof useApplicationForm>

/** Every field of the form carries `data-field`; its first reachable control takes the focus. */
function fieldSelector(field: FormField): string {
  return `[data-field=${field}] input:not([tabindex="-1"]), [data-field=${field}] select, input[data-field=${field}]`
}
