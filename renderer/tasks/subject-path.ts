import { assertNever } from '../../domain/vocabulary.ts'
import type { TaskView } from '../../preload/contract/views.ts'
import type { About, ScreenPath } from '../routes.ts'

/** The screen on which what the task asks for is done. */
export function pathOf({ code, subject: { kind, id }, requestId }: TaskView): readonly [ScreenPath, About] {
  if (requestId !== null) return ['/approvals', { requestId }]
  switch (kind) {
    case 'contract':
      return ['/application', { contractNo: id }]
    case 'user':
      return ['/application', { loginId: id, text: id }]
    case 'fob':
      return ['/fob', { serial: id }]
    case 'branch':
      // The program's own tasks of a whole branch are about its record; the others are decisions on staff or policy
      // that head office refused.
      return code.startsWith('TASK_') ? ['/audit', {}] : ['/approvals', {}]
    case 'application':
      return ['/application', { applicationId: id }]
    default:
      return assertNever(kind)
  }
}
