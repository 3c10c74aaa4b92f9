/** A bank on real PostgreSQL with two hub processes, and customers in service with a fob each. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadTrainingKeys } from '../../../hub/keys/training-keys.ts'
import type { HubStore } from '../../../hub/store/hub-store.ts'
import { openSqlStore } from '../../../hub/store/sql/open.ts'
import { countingRandom } from '../random.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
  TEN_O_CLOCK,
  type World,
} from '../world.ts'
import { startChildHub, type ChildHub } from './child-hub.ts'
import type { PostgresServer } from './server.ts'

export interface Customer {
  /** Two users share the fob. */
  readonly loginIds: readonly [string, string]
  readonly serial: string
}

/** What lies in the database, and the test's own way to it. */
export interface StockedBank {
  readonly server: PostgresServer
  /** Its hub is a process of its own beside the others. */
  readonly world: World
  readonly store: HubStore
  readonly customers: readonly Customer[]
  readonly databaseUrl: string
  readonly keyPath: string
  /** Everybody's time: minutes after the last registration. */
  setMinute(minute: number): void
  setNow(ms: number): void
  close(): Promise<void>
}

export interface Bank extends StockedBank {
  /** The two hub processes; one that was killed is replaced by `restart`. */
  readonly hubs: readonly [ChildHub, ChildHub]
  restart(index: 0 | 1): Promise<void>
}

export interface BankOptions {
  readonly fobs?: number
  /** Default: never reached. */
  readonly fleetLimit?: number
}

/** Drafts of so many fobs go into one push. */
const FOBS_PER_PUSH = 50

export async function openBank(server: PostgresServer, options: BankOptions = {}): Promise<Bank> {
  const { fobs = 1, fleetLimit = 1_000_000_000 } = options
  const bank = await stockBank(server, fobs)
  const { databaseUrl, keyPath, world } = bank
  const start = (): Promise<ChildHub> =>
    startChildHub({ databaseUrl, keyPath, fleetLimit, now: () => world.hub.now() })
  const hubs: [ChildHub, ChildHub] = [await start(), await start()]
  return {
    ...bank,
    hubs,
    async restart(index) {
      hubs[index] = await start()
    },
    async close() {
      await Promise.all(hubs.map((hub) => hub.kill()))
      await bank.close()
    },
  }
}

export async function stockBank(server: PostgresServer, fobs: number): Promise<StockedBank> {
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-bank-'))
  const keyPath = join(folder, 'keys')
  const keys = await loadTrainingKeys(keyPath, countingRandom('bank'))
  const databaseUrl = await server.database()
  let now = TEN_O_CLOCK
  const store = await openSqlStore({ databaseUrl, now: () => now })
  const world = await createWorld({ store, keys })
  const customers = await inService(world, fobs)
  const setNow = (ms: number): void => {
    now = ms
    world.setNow(ms)
  }
  const setMinute = (minute: number): void => setNow(TEN_O_CLOCK + minutes(2 + minute))
  setMinute(0)
  return {
    server,
    world,
    store,
    customers,
    databaseUrl,
    keyPath,
    setMinute,
    setNow,
    async close() {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Contracts with two users each, a fob for both, both registered. */
async function inService(world: World, fobs: number): Promise<readonly Customer[]> {
  const customers = Array.from({ length: fobs }, (_, index): Customer => {
    const serial = String(10_000_001 + index)
    return { loginIds: [`u${serial}a`, `u${serial}b`], serial }
  })
  for (let at = 0; at < customers.length; at += FOBS_PER_PUSH) {
    const some = customers.slice(at, at + FOBS_PER_PUSH)
    const drafts = some.flatMap(({ serial, loginIds }) => [
      ...contractDrafts(`C${serial}`, loginIds),
      ...fobDrafts(serial),
    ])
    const issued = []
    for (const { serial, loginIds } of some) {
      issued.push(...(await issuedDrafts(world, { serial, loginIds, contractNo: `C${serial}` })))
    }
    await exchange(world, [...drafts, ...issued])
  }
  for (const minute of [0, 1] as const) {
    world.setNow(TEN_O_CLOCK + minutes(minute))
    await Promise.all(customers.map(({ serial, loginIds }) => register(world, loginIds[minute], serial)))
  }
  return customers
}
