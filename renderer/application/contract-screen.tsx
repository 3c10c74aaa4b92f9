/** One contract: the panel, the form over it, or what came of the form. */
import { Loader } from '@mantine/core'
import { useState } from 'react'
import { useDesk, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useAbout, useGo } from '../routes.ts'
import { EmptyState, Page, Refused } from '../ui/index.ts'
import { words as shared } from '../customers/words.ts'
import { ContractPanel } from './contract-panel.tsx'
import { FormScreen } from './form-screen.tsx'
import { emptyForm, suggestedKind, type ApplicationFormState } from './form-state.ts'
import { Submitted, type SubmittedApplication } from './submitted.tsx'
import { unsentForms } from './unsent-forms.ts'
import { words } from './words.ts'

type Showing =
  | { readonly at: 'panel' }
  | { readonly at: 'form'; readonly form: ApplicationFormState; readonly restored: boolean }
  | { readonly at: 'submitted'; readonly submitted: SubmittedApplication }

export function ContractScreen({ contractNo }: { readonly contractNo: string }) {
  const t = useWords(words)
  const s = useWords(shared)
  const go = useGo()
  const { loginId } = useAbout()
  const { staffNo } = useStaff()
  const reading = useDesk('customers.get', { contractNo })
  const [showing, setShowing] = useState<Showing>({ at: 'panel' })
  const contract = reading.value
  if (contract === undefined || contract === null) {
    return (
      <Page title={t('title')}>
        <Refused refusal={reading.refusal} />
        {contract === null ? (
          <EmptyState>{s('contractGone')}</EmptyState>
        ) : (
          reading.loading && <Loader size="sm" />
        )}
      </Page>
    )
  }
  const toPanel = (): void => setShowing({ at: 'panel' })
  if (showing.at === 'submitted') {
    return (
      <Submitted
        contract={contract}
        submitted={showing.submitted}
        onContract={toPanel}
        onNext={() => go('/application')}
      />
    )
  }
  if (showing.at === 'form') {
    return (
      <FormScreen
        contract={contract}
        initial={showing.form}
        restored={showing.restored}
        onLeave={toPanel}
        onSubmitted={(submitted) => setShowing({ at: 'submitted', submitted })}
      />
    )
  }
  const begin = (loginIds: readonly string[]): void =>
    setShowing({ at: 'form', form: emptyForm(suggestedKind(contract, loginIds), loginIds), restored: false })
  return (
    <ContractPanel
      contract={contract}
      pointedAt={loginId ?? null}
      unsent={unsentForms.find(staffNo, contractNo)}
      onNew={() => begin(loginId === undefined ? [] : [loginId])}
      onRestore={(form) => setShowing({ at: 'form', form, restored: true })}
      onDropUnsent={() => unsentForms.keep(staffNo, contractNo, null)}
    />
  )
}
