/** Which acts fit the state of an application (DOMAIN.md, Application: states). The rules have the last word. */
import type { ApplicationView } from '../../preload/contract/views.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import { deliversFob } from './form-state.ts'

export type Act =
  'edit' | 'discard' | 'withdraw' | 'changeStartDate' | 'issue' | 'cancelIssuance' | 'dispatch'

export function mayBeDone(application: Pick<ApplicationView, 'status' | 'kind'>): readonly Act[] {
  switch (application.status) {
    case 'draft':
      return ['edit', 'discard']
    case 'returned':
      return ['edit', 'withdraw']
    case 'waiting':
      return ['changeStartDate', 'withdraw']
    case 'approved':
      return deliversFob(application.kind) ? ['issue', 'changeStartDate', 'withdraw'] : ['withdraw']
    case 'issued':
      return ['dispatch', 'changeStartDate', 'cancelIssuance']
    case 'dispatched':
    case 'handedOver':
    case 'completed':
    case 'denied':
    case 'withdrawn':
    case 'issuanceCancelled':
      return []
    default:
      return assertNever(application.status)
  }
}
