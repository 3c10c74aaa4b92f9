import type { Actor } from '../../../domain/decide-types.ts'
import type { State } from '../../../domain/model.ts'
import type { Journal } from '../../journal/types.ts'
import type { Projection } from '../../projection/projection.ts'

/** What every view is built from: the state, the moment, and who looks. */
export interface ViewContext {
  readonly projection: Projection
  /** Where the events themselves are. */
  readonly source: Pick<Journal, 'eventsAt'>
  readonly state: State
  /** Desk time, ms since 1970. */
  readonly now: number
  readonly actor: Actor
  readonly branchNo: string
}

/** A refusal as the screens get it. */
export function refusalView(refusal: {
  readonly code: string
  readonly detail: Readonly<Record<string, string | number>>
}): { code: string; detail: Record<string, string | number> } {
  return { code: refusal.code, detail: { ...refusal.detail } }
}
