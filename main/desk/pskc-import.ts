/**
 * A PSKC file on its way to a lot of fobs: the programmer reads it, since nobody else may see a seed, and
 * here its answer becomes rows like those of a lot CSV.
 */
import type { LotRow } from '../../domain/commands.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { ToProgrammer } from '../../programmer/messages.ts'
import type { PreparedImport } from './imports.ts'
import type { ImportAnswer, ProgrammerHost } from './programmer-host.ts'

export interface PskcSource {
  readonly path: string
  readonly fileName: string
  /** The supplier's key or password as typed; kept nowhere. */
  readonly credential: Extract<ToProgrammer, { type: 'import' }>['credential']
}

/** Longest lot number that a lot CSV may have. */
const LOT_NO_LENGTH = 32

/** The file as a lot. Resolves with a refusal too when the programmer process ends on the way. */
export async function readPskcLot(
  programmer: ProgrammerHost | undefined,
  importId: string,
  { path, fileName, credential }: PskcSource,
): Promise<{ readonly ok: true; readonly file: PreparedImport } | Refusal> {
  if (programmer === undefined || programmer.importing) return refuse('PSKC_BUSY')
  const answer = await programmer.import({ type: 'import', importId, path, credential })
  if (answer === null) return refuse('PSKC_BROKEN_OFF')
  if (answer.type === 'importRefused') return refuse(answer.code, answer.detail)
  return { ok: true, file: lotOf(answer, fileName) }
}

function lotOf(
  { containerId, fobs, keyId, errors, moreErrors }: Extract<ImportAnswer, { type: 'imported' }>,
  fileName: string,
): PreparedImport {
  const lotNo = (containerId === '' ? fileName : containerId).slice(0, LOT_NO_LENGTH)
  const rows = fobs.map(({ serial, model, expiresAt, algorithm, seedId, box }): LotRow => ({
    lotNo,
    serial,
    // No reader ever asks such a fob, so its printed number is all there is.
    chipSerial: serial,
    model,
    expiresAt,
    boxNo: '',
    factorySeeded: true,
    seed: { seedId, keyId, algorithm, box },
  }))
  return {
    kind: 'lot',
    fileName,
    encoding: 'utf-8',
    rows,
    lines: fobs.map(({ row }) => row),
    errors: errors.map(({ row, serial, column, code, detail }) => ({
      line: row,
      column: serial === '' ? column : `${serial} ${column}`,
      code,
      detail,
    })),
    moreErrors,
  }
}
