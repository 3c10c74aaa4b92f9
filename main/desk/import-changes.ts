/** The difference that an import makes, field by field, for the preview. */
import type { EventDraft } from '../../domain/events.ts'
import { formatExpiry } from '../../domain/calendar.ts'
import type { State } from '../../domain/model.ts'
import type { ImportPreview } from '../../preload/contract/views.ts'
import type { PreparedImport } from './imports.ts'

type Change = ImportPreview['changes'][number]
type Fields = Readonly<Record<string, unknown>>

/** Changed fields of what was known before; what is new is counted only. */
export function changesOf(events: readonly EventDraft[], state: State, file: PreparedImport): Change[] {
  const lines = linesOf(file)
  return events.flatMap((event): Change[] => {
    switch (event.type) {
      case 'ContractRecorded': {
        const key = event.data.contractNo
        const after = { ...event.data, ...event.personal }
        return difference(state.get('contract', key), after, key, lines.get(key))
      }
      case 'UserRecorded': {
        const key = event.data.loginId
        // トークン種別 is the desk's own knowledge, not the roster's.
        const { tokenKind: _own, ...data } = event.data
        return difference(state.get('user', key), { ...data, ...event.personal }, key, lines.get(key))
      }
      case 'FobExpiryCorrected': {
        const { serial, expiresAt } = event.data
        const before = state.get('fob', serial)
        const was = before === undefined ? '' : formatExpiry(before.expiresAt)
        return [
          {
            line: lines.get(serial) ?? 0,
            key: serial,
            field: 'expiresAt',
            before: was,
            after: formatExpiry(expiresAt),
          },
        ]
      }
      default:
        return []
    }
  })
}

function difference(before: object | undefined, after: Fields, key: string, line = 0): Change[] {
  if (before === undefined) return []
  return Object.entries(after).flatMap(([field, value]) => {
    const was: unknown = Reflect.get(before, field)
    return was === value ? [] : [{ line, key, field, before: String(was), after: String(value) }]
  })
}

/** The first line on which each contract, user or fob stands. */
function linesOf(file: PreparedImport): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const note = (key: string, index: number): void => {
    if (!lines.has(key)) lines.set(key, file.lines[index] ?? 0)
  }
  if (file.kind === 'lot') file.rows.forEach(({ serial }, index) => note(serial, index))
  else {
    file.rows.forEach(({ contract, user }, index) => {
      note(contract.contractNo, index)
      note(user.loginId, index)
    })
  }
  return lines
}
