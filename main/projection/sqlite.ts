import initSqlJs from 'sql.js'
import { Projection, type ProjectionOf } from './projection.ts'

/** Makes projections: one at every unlocking, out of a snapshot's bytes when there are some (`Projection.restore`). */
export type OpenProjection = (of: ProjectionOf, bytes?: Uint8Array) => Projection

/** Loads SQLite once. @param wasm `sql-wasm.wasm` of the sql.js package, its bytes */
export async function loadProjections(wasm: Uint8Array): Promise<OpenProjection> {
  const wasmBinary = wasm.slice().buffer
  const sql = await initSqlJs({ wasmBinary })
  return (of, bytes) =>
    bytes === undefined ? Projection.create(sql, of) : Projection.restore(sql, of, bytes)
}
