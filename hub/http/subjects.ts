import type { Hub } from '../hub.ts'
import type { Subject } from './server.ts'

/** Everything that head office's server serves: one line for each subject. */
export function hubSubjects(_hub: Hub): readonly Subject[] {
  return []
}
