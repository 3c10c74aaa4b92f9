/** What PostgreSQL itself does: one row of many updated by its primary key and committed, again and again. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { PostgresServer } from '../../hub/postgres/server.ts'

const run = promisify(execFile)
/** About as large as a fob's row. */
const ROW_BYTES = 250

export interface Pgbench {
  readonly perSecond: number
  readonly latencies: readonly number[]
}

/** A table of `rows` rows in a database of its own; answers the run. */
export async function oneRowUpdates(
  server: PostgresServer,
  rows: number,
): Promise<(options: { readonly clients: number; readonly seconds: number }) => Promise<Pgbench>> {
  const databaseUrl = await server.database()
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(
    'create table one (id int primary key, n int8 not null, body bytea) with (fillfactor = 50)',
  )
  await client.query(
    `insert into one select i, 0, decode(repeat('ab', ${ROW_BYTES}), 'hex') from generate_series(1, $1) i`,
    [rows],
  )
  await client.end()
  const database = new URL(databaseUrl).pathname.slice(1)
  return async ({ clients, seconds }) => {
    const folder = await mkdtemp(join(tmpdir(), 'fobdesk-pgbench-'))
    try {
      const script = join(folder, 'update.sql')
      await writeFile(script, `\\set id random(1, ${rows})\nupdate one set n = n + 1 where id = :id;\n`)
      const log = join(folder, 'log')
      const where = ['-h', server.folder, '-U', 'hub', '-n', '-M', 'prepared', '-f', script]
      const size = ['-c', String(clients), '-j', '2', '-T', String(seconds)]
      const args = [...where, ...size, '-l', '--log-prefix', log, database]
      const { stdout } = await run(join(server.binaries, 'pgbench'), args)
      const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
      if (tps === undefined) throw new Error(`pgbench said: ${stdout}`)
      const logs = (await readdir(folder)).filter((name) => name.startsWith('log'))
      const lines = (await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')))).join('')
      // Third column: microseconds from begin to end.
      const latencies = lines
        .trim()
        .split('\n')
        .map((line) => Number(line.split(' ')[2]) / 1000)
      return { perSecond: Number(tps), latencies }
    } finally {
      await rm(folder, { recursive: true })
    }
  }
}
