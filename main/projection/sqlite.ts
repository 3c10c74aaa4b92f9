import initSqlJs, { type SqlJsStatic } from 'sql.js'
import { Projection, type ProjectionOf } from './projection.ts'

/**
 * Loads SQLite once (`sql-wasm.wasm` of the sql.js package, its bytes) and answers how to make projections:
 * one at every unlocking.
 */
export async function loadProjections(wasm: Uint8Array): Promise<(of: ProjectionOf) => Projection> {
  const wasmBinary = wasm.slice().buffer
  const sql: SqlJsStatic = await initSqlJs({ wasmBinary })
  return (of) => new Projection(sql, of)
}
