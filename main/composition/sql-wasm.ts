import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** SQLite as sql.js ships it. */
export async function sqlWasm(): Promise<Uint8Array> {
  const path = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm')
  return new Uint8Array(await readFile(path))
}
