import initSqlJs, { type SqlJsStatic } from 'sql.js'
import { Projection } from './projection.ts'

/**
 * Loads SQLite once (`sql-wasm.wasm` of the sql.js package, its bytes) and answers how to make projections:
 * one at every unlocking.
 */
export async function loadProjections(wasm: Uint8Array): Promise<(device: string) => Projection> {
  const wasmBinary = wasm.slice().buffer
  const sql: SqlJsStatic = await initSqlJs({ wasmBinary })
  return (device) => new Projection(sql, device)
}
