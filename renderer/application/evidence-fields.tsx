/** Right half: evidence at the counter (rule 14). Seal, document and receipt number have no default. */
import { Checkbox, TextInput } from '@mantine/core'
import { feePayment, identityDocument, visitor } from '../../domain/vocabulary.ts'
import { useWords } from '../i18n/index.ts'
import { useRefusalSentence } from '../ui/index.ts'
import { KeyedChoice } from '../customers/keyed-choice.tsx'
import classes from './application.module.css'
import type { FormField } from './problems.ts'
import type { ApplicationEntry } from './use-application-form.ts'
import { words } from './words.ts'

export function EvidenceFields({ entry }: { readonly entry: ApplicationEntry }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const { form, change } = entry
  const problem = (field: FormField): string | undefined => {
    const refusal = entry.problemOf(field)
    return refusal === undefined ? undefined : say(refusal)
  }
  return (
    <section className={classes.evidence} aria-label={t('evidence')}>
      <div data-field="visitor">
        <KeyedChoice
          set="visitor"
          members={visitor.options}
          label={t('visitor')}
          value={form.visitor}
          onChange={(next) => change({ visitor: next })}
        />
      </div>
      {form.visitor === 'agent' && (
        <Checkbox
          data-field="powerOfAttorney"
          label={t('powerOfAttorney')}
          checked={form.powerOfAttorney}
          error={problem('powerOfAttorney')}
          onChange={(event) => change({ powerOfAttorney: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        data-field="sealVerified"
        label={t('sealVerified')}
        checked={form.sealVerified}
        error={problem('sealVerified')}
        onChange={(event) => change({ sealVerified: event.currentTarget.checked })}
      />
      <div data-field="identityDocument">
        <KeyedChoice
          set="identityDocument"
          members={identityDocument.options}
          label={t('identityDocument')}
          value={form.identityDocument}
          problem={problem('identityDocument')}
          onChange={(next) => change({ identityDocument: next })}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          data-field="receiptNo"
          label={t('receiptNo')}
          autoComplete="off"
          maxLength={32}
          value={form.receiptNo}
          error={problem('receiptNo')}
          onChange={(event) => change({ receiptNo: event.currentTarget.value })}
        />
        <div data-field="fee">
          <KeyedChoice
            set="feePayment"
            members={feePayment.options}
            label={t('fee')}
            value={form.fee}
            onChange={(fee) => change({ fee })}
          />
        </div>
      </div>
      <TextInput
        label={t('memo')}
        autoComplete="off"
        maxLength={500}
        value={form.memo}
        onChange={(event) => change({ memo: event.currentTarget.value })}
      />
    </section>
  )
}
