/** The names that stand behind the identifiers of a recorded fact, as the branch knows them today. */
import { z } from 'zod'
import { actingStaff } from '../../../domain/elsewhere.ts'
import type { State } from '../../../domain/model.ts'

/** A stocktake or an import names thousands; a person reads the first. */
const MOST = 50

type Kind = 'contract' | 'user' | 'staff' | 'application'

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['contractNo', 'contract'],
  ['loginId', 'user'],
  ['loginIds', 'user'],
  ['actorLoginId', 'user'],
  ['staffNo', 'staff'],
  ['second', 'staff'],
  ['askedBy', 'staff'],
  ['applicationId', 'application'],
])

/** By field and identifier, `loginId 12345678`; what is not known, or was erased, is left out. */
export function namesIn(data: unknown, state: State): Record<string, string> {
  const names: Record<string, string> = {}
  let left = MOST
  const acting = actingIn(data)
  const visit = (field: string, value: unknown): void => {
    if (left === 0) return
    if (Array.isArray(value)) for (const one of value) visit(field, one)
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) visit(name, one)
    else if (typeof value === 'string') {
      const own = acting === null || field !== 'askedBy'
      const name = own ? nameOf(state, kinds.get(field), value) : acting
      if (name === '') return
      names[`${field} ${value}`] = name
      left -= 1
    }
  }
  visit('', data)
  return names
}

/** 他店取扱: the asker's number is another branch's, and means somebody else here. */
function actingIn(data: unknown): string | null {
  const parsed = z.object({ elsewhere: actingStaff }).safeParse(data)
  return parsed.success ? `${parsed.data.elsewhere.branchName} ${parsed.data.elsewhere.name}` : null
}

function nameOf(state: State, kind: Kind | undefined, id: string): string {
  if (kind === undefined) return ''
  if (kind !== 'application') return state.get(kind, id)?.name ?? ''
  const contractNo = state.get('application', id)?.contractNo
  return contractNo === undefined ? '' : nameOf(state, 'contract', contractNo)
}
