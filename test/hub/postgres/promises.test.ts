/** P5, P6, P7 and the kills at a small size; the full size is `npm run hub:faults`. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBank, type Bank, type BankOptions } from './bank.ts'
import { killMany } from './promises/kills.ts'
import {
  clockJumps,
  fleet,
  guessing,
  JUMPS,
  LONG_JUMPS,
  longRun,
  oneSuccess,
} from './promises/verification.ts'
import { startPostgres, type PostgresServer } from './server.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
}, 120_000)
afterAll(() => server.dispose())

async function inBank<T>(options: BankOptions, work: (bank: Bank) => Promise<T>): Promise<T> {
  const bank = await openBank(server, options)
  try {
    return await work(bank)
  } finally {
    await bank.close()
  }
}

it('P5: of many copies of one right code exactly one is accepted', async () => {
  const counts = await inBank({}, (bank) => oneSuccess(bank, { copies: 100, rounds: 3 }))
  expect(counts['ok']).toBe(3)
}, 120_000)

it('P6: of many guesses at most five are compared', async () => {
  const counts = await inBank({}, (bank) => guessing(bank, { guesses: 200 }))
  expect(counts['OTP_WRONG']).toBeLessThanOrEqual(5)
}, 120_000)

it('P6: success does not reset the long run', async () => {
  await expect(inBank({}, longRun)).resolves.toMatchObject({ OTP_WRONG: 20, ok: 4 })
}, 120_000)

it('P6: wrong codes all over the fleet make one right code too little', async () => {
  const counts = await inBank({ fobs: 6, fleetLimit: 10 }, (bank) => fleet(bank, { limit: 10 }))
  expect(counts['OTP_WRONG']).toBeGreaterThanOrEqual(10)
}, 120_000)

it('P7: no jump of the clock makes a code count twice', async () => {
  const counts = await inBank({}, (bank) => clockJumps(bank, [...JUMPS, ...LONG_JUMPS]))
  expect(counts['ok']).toBeGreaterThan(0)
}, 120_000)

it('kill -9 of hub processes and of PostgreSQL loses no acknowledged push and lets no code in twice', async () => {
  const options = { kills: 4, hubsPerServer: 2, devices: 2, seed: 'npm test' }
  const sum = await inBank({ fobs: 4 }, (bank) => killMany(bank, options))
  expect(sum).toMatchObject({ hubKills: 4, serverKills: 2 })
  expect(sum.pushesAcknowledged).toBeGreaterThan(0)
  expect(sum.codesAccepted).toBeGreaterThan(0)
}, 120_000)
