/** Verifications per second of two hub processes, beside one-row updates of pgbench in the same run. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { stockBank, type StockedBank } from '../../hub/postgres/bank.ts'
import { startPostgres, type PostgresServer } from '../../hub/postgres/server.ts'
import { summary } from '../statistics.ts'
import type { Go, Load, Loaded } from './load-process.ts'
import { oneRowUpdates } from './pgbench.ts'

export interface VerificationBench {
  readonly fobs: number
  readonly rounds: number
  readonly seconds: number
  /** Verifications under way in each hub process. */
  readonly concurrency: number
  /** PostgreSQL databases, each a server of its own, that share the fobs. */
  readonly databases: number
}

export interface VerificationFigures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly pgbench: { readonly perSecond: number; readonly p50: number; readonly p99: number }
  /** Of the medians of the rounds. */
  readonly ratio: number
}

const PROCESSES = 2
/** Of pgbench: each is a connection, and more of them make PostgreSQL slower, not faster. */
const MOST_CLIENTS = 64
/** Codes made ready for a second of each process: more than it verifies, however fast it becomes. */
const CODES_PER_SECOND = 15_000

/** @throws RangeError with so few fobs that a code would be too old before its turn came */
export async function benchVerifications(bench: VerificationBench): Promise<VerificationFigures> {
  // Each process goes on to the next minute when all its customers have asked; the window is one minute wide.
  if (bench.fobs < 2 * PROCESSES * bench.concurrency) throw new RangeError('too few fobs for so many at once')
  const servers: PostgresServer[] = []
  const banks: StockedBank[] = []
  const children: ChildProcess[] = []
  try {
    for (let index = 0; index < bench.databases; index += 1) {
      const server = await startPostgres()
      servers.push(server)
      banks.push(await stockBank(server, Math.ceil(bench.fobs / bench.databases)))
    }
    for (let index = 0; index < PROCESSES; index += 1) children.push(await startLoad(banks, index, bench))
    const [firstServer] = servers
    if (firstServer === undefined) throw new RangeError('no database')
    const updates = await oneRowUpdates(firstServer, bench.fobs)
    return await measure(bench, children, updates)
  } finally {
    for (const child of children) if (child.connected) child.disconnect()
    for (const bank of banks) await bank.close()
    for (const server of servers) await server.dispose()
  }
}

async function measure(
  bench: VerificationBench,
  children: readonly ChildProcess[],
  updates: Awaited<ReturnType<typeof oneRowUpdates>>,
): Promise<VerificationFigures> {
  const { fobs, rounds, seconds, concurrency } = bench
  // One code a fob and minute.
  const minutes = Math.ceil((CODES_PER_SECOND * seconds * PROCESSES) / fobs)
  const ours: number[] = []
  const theirs: number[] = []
  const latencies: number[] = []
  const theirLatencies: number[] = []
  // Interleaved, and a first round that warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const startMs = Date.parse('2026-11-24T02:00:00Z') + round * (minutes + 10) * 60_000
    const loaded = await Promise.all(children.map((child) => runLoad(child, { startMs, minutes, seconds })))
    const found = await updates({ clients: Math.min(PROCESSES * concurrency, MOST_CLIENTS), seconds })
    if (round === 0) continue
    ours.push(loaded.reduce((sum, { verified }) => sum + verified, 0) / seconds)
    theirs.push(found.perSecond)
    for (const { latencies: some } of loaded) latencies.push(...some)
    theirLatencies.push(...found.latencies)
  }
  const perSecond = summary(ours).p50
  const { p50, p99 } = summary(latencies)
  const other = summary(theirLatencies)
  const pgbench = { perSecond: summary(theirs).p50, p50: other.p50, p99: other.p99 }
  return { perSecond, p50, p99, pgbench, ratio: perSecond / pgbench.perSecond }
}

/** Each process has its share of every database's customers. */
async function startLoad(
  banks: readonly StockedBank[],
  index: number,
  { concurrency }: VerificationBench,
): Promise<ChildProcess> {
  const customers = banks.flatMap(({ customers: all, world }, database) =>
    all
      .filter((_, place) => place % PROCESSES === index)
      .map(({ serial, loginIds }) => ({
        database,
        loginId: loginIds[0],
        seed: new Uint8Array(world.seeds.get(serial) ?? []),
      })),
  )
  const databases = banks.map(({ databaseUrl, keyPath }) => ({ databaseUrl, keyPath }))
  const child = fork(join(import.meta.dirname, 'load-process.ts'), [], { serialization: 'advanced' })
  child.send({ databases, customers, concurrency } satisfies Load)
  await once(child, 'message')
  return child
}

async function runLoad(child: ChildProcess, asked: Go): Promise<Loaded> {
  child.send(asked)
  const ended = once(child, 'exit').then(() => {
    throw new Error('a process of the load ended: see above')
  })
  const [loaded] = await Promise.race([once(child, 'message'), ended])
  // The process is ours (`load-process.ts`).
  return loaded as Loaded
}
