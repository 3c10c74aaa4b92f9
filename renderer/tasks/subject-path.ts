import { assertNever } from '../../domain/vocabulary.ts'
import type { TaskView } from '../../preload/contract/views.ts'
import type { About, ScreenPath } from '../routes.ts'

/** The screen on which a task's subject is dealt with. */
export function pathOf({ kind, id }: TaskView['subject']): readonly [ScreenPath, About] {
  switch (kind) {
    case 'contract':
      return ['/application', { contractNo: id }]
    case 'user':
      return ['/application', { loginId: id, text: id }]
    case 'fob':
      return ['/fob', { serial: id }]
    case 'branch':
      return ['/audit', {}]
    case 'application':
      return ['/application', { applicationId: id }]
    default:
      return assertNever(kind)
  }
}
