/** 入荷: a delivery lot counted against its note. The same lot read twice changes nothing. */
import type { InnerCommand, LotRow } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { EventDraft } from '../events.ts'
import { fobModels } from '../fob-models.ts'
import type { State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { done } from './answer.ts'

export function importLot(
  command: Extract<InnerCommand, { type: 'importLot' }>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { fileName, rows, declared } = command
  if (rows.length === 0) return refuse('FILE_EMPTY')
  const received: EventDraft[] = []
  const corrected: EventDraft[] = []
  const counts = new Map<string, number>()
  const seen: Seen = { serials: new Set(), chips: new Map() }
  for (const row of rows) {
    counts.set(row.lotNo, (counts.get(row.lotNo) ?? 0) + 1)
    const obstacle = rowObstacle(row, state) ?? repetition(row, seen)
    if (obstacle !== null) return obstacle
    const before = state.get('fob', row.serial)
    if (before === undefined) received.push(fobReceived(row, context))
    else if (before.expiresAt !== row.expiresAt) {
      const { serial, expiresAt } = row
      corrected.push({ type: 'FobExpiryCorrected', v: 1, data: { serial, expiresAt } })
    }
  }
  // Counted once: a lot whose fobs are all known is not received a second time.
  const lots = received.length === 0 ? [] : lotsReceived(fileName, counts, declared)
  return done([...lots, ...received, ...corrected])
}

function rowObstacle({ serial, chipSerial, model, factorySeeded }: LotRow, state: State): Refusal | null {
  if (factorySeeded !== true && !fobModels.has(model)) return refuse('ROW_MODEL_UNKNOWN', { value: model })
  const owner = state.serialOfChip(chipSerial)
  if (owner !== undefined && owner !== serial) return refuse('ROW_CHIP_TAKEN', { chipSerial, serial: owner })
  const before = state.get('fob', serial)
  const same = before === undefined || (before.chipSerial === chipSerial && before.model === model)
  return same ? null : refuse('ROW_FOB_DIFFERS', { serial })
}

interface Seen {
  readonly serials: Set<string>
  readonly chips: Map<string, string>
}

/** One label on two chips, or one chip under two labels, within the delivery itself. */
function repetition({ serial, chipSerial }: LotRow, { serials, chips }: Seen): Refusal | null {
  if (serials.has(serial)) return refuse('ROW_FOB_DIFFERS', { serial })
  const owner = chips.get(chipSerial)
  if (owner !== undefined) return refuse('ROW_CHIP_TAKEN', { chipSerial, serial: owner })
  serials.add(serial)
  chips.set(chipSerial, serial)
  return null
}

function fobReceived(row: LotRow, { branchNo }: Context): EventDraft {
  const { factorySeeded = false, seed, ...label } = row
  const data = { ...label, branchNo, factorySeeded }
  if (seed === undefined) return { type: 'FobReceived', v: 1, data }
  const { box, ...factorySeed } = seed
  return { type: 'FobReceived', v: 1, data: { ...data, seed: factorySeed }, box }
}

/** One record a lot. The note's figure covers the whole file, so only a file of one lot can be compared. */
function lotsReceived(
  fileName: string,
  counts: ReadonlyMap<string, number>,
  declaredInFile: number | null,
): EventDraft[] {
  return [...counts].map(([lotNo, counted]) => {
    const declared = declaredInFile !== null && counts.size === 1 ? declaredInFile : counted
    return {
      type: 'LotReceived',
      v: 1,
      data: {
        fileName,
        lotNo,
        declared,
        counted,
        short: Math.max(0, declared - counted),
        surplus: Math.max(0, counted - declared),
      },
    }
  })
}
