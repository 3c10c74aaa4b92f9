/**
 * `npm run hub:faults`: promises P5, P6 and P7 and the kills at full size, two hub processes on a real PostgreSQL
 * that is started for it (docs/hub.md).
 *
 *   npm run hub:faults                   everything
 *   npm run hub:faults -- copies 1000 100     P5: copies of one code, rounds
 *   npm run hub:faults -- guesses 1000        P6: parallel guesses at one fob, and the long run
 *   npm run hub:faults -- fleet 3333          P6: guesses over the fleet
 *   npm run hub:faults -- clocks 20           P7: rounds of all jumps
 *   npm run hub:faults -- kill 100            kill -9 of hub processes, PostgreSQL at every fifth
 *   npm run hub:faults -- kill 100 SEED       the same again
 */
import { openBank, type Bank, type BankOptions } from '../test/hub/postgres/bank.ts'
import { killMany } from '../test/hub/postgres/promises/kills.ts'
import {
  clockJumps,
  fleet,
  guessing,
  JUMPS,
  LONG_JUMPS,
  longRun,
  oneSuccess,
} from '../test/hub/postgres/promises/verification.ts'
import { startPostgres, type PostgresServer } from '../test/hub/postgres/server.ts'

type Task = (server: PostgresServer, ...args: readonly (string | undefined)[]) => Promise<void>

async function inBank(
  server: PostgresServer,
  options: BankOptions,
  name: string,
  work: (bank: Bank) => Promise<object>,
): Promise<void> {
  const bank = await openBank(server, options)
  const begun = Date.now()
  try {
    console.log(`[hub] ${name}`)
    const figures = await work(bank)
    console.log(`[hub]   ${JSON.stringify(figures)} in ${Math.round((Date.now() - begun) / 1000)} s`)
  } finally {
    await bank.close()
  }
}

const copies: Task = (server, count = '1000', rounds = '100') =>
  inBank(server, {}, `P5: ${count} copies of one code, ${rounds} rounds`, (bank) =>
    oneSuccess(bank, { copies: Number(count), rounds: Number(rounds) }),
  )

const guesses: Task = async (server, count = '1000') => {
  await inBank(server, {}, `P6: ${count} guesses at one fob`, (bank) =>
    guessing(bank, { guesses: Number(count) }),
  )
  await inBank(server, {}, 'P6: the long run over successes', longRun)
}

const fleetWide: Task = (server, count = '3333') => {
  const limit = Number(count)
  // Four wrong codes at each, below every fob's own limit, and one customer who guesses nothing.
  const fobs = Math.ceil(limit / 4) + 2
  return inBank(server, { fobs, fleetLimit: limit }, `P6: ${count} guesses over ${fobs} fobs`, (bank) =>
    fleet(bank, { limit }),
  )
}

const clocks: Task = async (server, rounds = '20') => {
  for (let round = 0; round < Number(rounds); round += 1) {
    const jumps = round % 2 === 0 ? [...JUMPS, ...LONG_JUMPS] : [...LONG_JUMPS, ...JUMPS].toReversed()
    await inBank(server, {}, `P7: round ${round + 1}`, (bank) => clockJumps(bank, jumps))
  }
}

const kill: Task = (server, kills = '100', seed = new Date().toISOString()) =>
  inBank(server, { fobs: 8 }, `${kills} times kill -9, seed ${seed}`, (bank) =>
    killMany(bank, { kills: Number(kills), hubsPerServer: 5, devices: 4, seed }),
  )

const tasks: Readonly<Record<string, Task>> = { copies, guesses, fleet: fleetWide, clocks, kill }
const [name, ...args] = process.argv.slice(2)
const chosen = name === undefined ? Object.values(tasks) : [tasks[name]]
const server = await startPostgres()
try {
  for (const task of chosen) {
    if (task === undefined) throw new Error(`no such task: ${name}`)
    await task(server, ...args)
  }
} finally {
  await server.dispose()
}
