/**
 * The last unsent form of each contract, kept while the same person is signed in, so that one left behind by
 * mistake is offered again. In memory only: it dies with the window, and another person never sees it.
 */
import type { ApplicationFormState } from './form-state.ts'

export interface UnsentForms {
  /** Remembers (or, with null, forgets) the form of a contract. */
  readonly keep: (staffNo: string, contractNo: string, form: ApplicationFormState | null) => void
  readonly find: (staffNo: string, contractNo: string) => ApplicationFormState | null
}

export function createUnsentForms(): UnsentForms {
  let owner = ''
  const forms = new Map<string, ApplicationFormState>()
  const only = (staffNo: string): void => {
    if (owner === staffNo) return
    forms.clear()
    owner = staffNo
  }
  return {
    keep: (staffNo, contractNo, form) => {
      only(staffNo)
      if (form === null) forms.delete(contractNo)
      else forms.set(contractNo, form)
    },
    find: (staffNo, contractNo) => {
      only(staffNo)
      return forms.get(contractNo) ?? null
    },
  }
}

/** Those of this window. */
export const unsentForms: UnsentForms = createUnsentForms()
