/** Enter on a task leads to where it is dealt with. */
import { expect, test } from 'vitest'
import type { TaskView } from '../../../preload/contract/views.ts'
import { pathOf } from '../../../renderer/tasks/subject-path.ts'

const task = (code: string, kind: TaskView['subject']['kind'], id: string): TaskView => ({
  taskId: 't',
  code,
  subject: { kind, id },
  detail: {},
  title: '',
  raisedAt: 0,
  requestId: null,
})
const incident = task('TASK_INCIDENT_ELSEWHERE', 'fob', '41000001')

test.each([
  // Whoever meets one of these has the fob to find first.
  [task('TASK_ISSUED_TWICE', 'fob', '41000001'), ['/fob', { serial: '41000001' }]],
  [task('TASK_SENT_TWICE', 'fob', '41000001'), ['/fob', { serial: '41000001' }]],
  [task('TASK_OVERWRITTEN_IN_USE', 'fob', '41000001'), ['/fob', { serial: '41000001' }]],
  // The request is decided, or there is none: nothing but the fob is left to look at.
  [incident, ['/fob', { serial: '41000001' }]],
  [{ ...incident, requestId: 'r-1' }, ['/approvals', { requestId: 'r-1' }]],
  // Refused records.
  [task('DECIDED_ELSEWHERE', 'application', 'a-1'), ['/application', { applicationId: 'a-1' }]],
  [task('ISSUED_ELSEWHERE', 'application', 'a-1'), ['/application', { applicationId: 'a-1' }]],
  [task('STOPPED_SINCE', 'user', 'ichirodt'), ['/application', { loginId: 'ichirodt', text: 'ichirodt' }]],
  [task('DECIDED_ELSEWHERE', 'branch', '001'), ['/approvals', {}]],
  [task('TASK_AUDIT_BROKEN', 'branch', '001'), ['/audit', {}]],
])('%j', (one, path) => {
  expect(pathOf(one)).toEqual(path)
})
