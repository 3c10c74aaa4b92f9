/**
 * One hub process under load, for the bench: verifies codes as fast as it can for some seconds. Its customers are
 * spread over the databases that it is given; whichever has the fob has everything of it.
 */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { asSeed, hotp, stepAt } from '../../../domain/otp.ts'
import { createHub } from '../../../hub/head-office.ts'
import { loadTrainingKeys } from '../../../hub/keys/training-keys.ts'
import { openSqlStore } from '../../../hub/store/sql/open.ts'
import { verify } from '../../../hub/verification/service.ts'

const load = z.object({
  databases: z.array(z.object({ databaseUrl: z.string(), keyPath: z.string() })),
  customers: z.array(z.object({ database: z.int(), loginId: z.string(), seed: z.instanceof(Uint8Array) })),
  /** At the same time. */
  concurrency: z.int(),
})
const go = z.object({ startMs: z.int(), minutes: z.int(), seconds: z.number() })
export type Load = z.infer<typeof load>
export type Go = z.infer<typeof go>
export interface Loaded {
  readonly verified: number
  /** Milliseconds of each verification. */
  readonly latencies: readonly number[]
}

const STEP_MS = 60_000
/** Of a round: chance has one in several rounds. */
const MOST_USED = 3
let now = 0
let running: Awaited<ReturnType<typeof prepare>> | undefined

async function prepare({ databases, customers, concurrency }: Load) {
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
  const hubs = await Promise.all(
    databases.map(async ({ databaseUrl, keyPath }) => {
      const store = await openSqlStore({ databaseUrl, now: () => now })
      return createHub({
        realm: 'training',
        now: () => now,
        random,
        keys: await loadTrainingKeys(keyPath, random),
        store,
      })
    }),
  )
  return { hubs, customers, concurrency }
}

/** Minute by minute each customer's code, from the first minute on, until the seconds are over. */
async function run(
  { hubs, customers, concurrency }: NonNullable<typeof running>,
  asked: Go,
): Promise<Loaded> {
  const { startMs, minutes, seconds } = asked
  const codes = Array.from({ length: minutes }, (_, minute) =>
    customers.map(({ seed }) => hotp(asSeed(seed), stepAt(startMs + minute * STEP_MS))),
  )
  const latencies: number[] = []
  const end = performance.now() + seconds * 1000
  let next = 0
  let used = 0
  async function customer(): Promise<void> {
    for (;;) {
      const minute = Math.floor(next / customers.length)
      const index = next % customers.length
      const code = codes[minute]?.[index]
      const who = customers[index]
      const hub = hubs[who?.database ?? 0]
      if (performance.now() >= end) return
      // Ending early would count as being slow.
      if (code === undefined || who === undefined || hub === undefined)
        throw new Error('too few codes made ready')
      next += 1
      now = startMs + minute * STEP_MS
      const begun = performance.now()
      const answer = await verify(hub, who.loginId, code)
      // One code in a million is also the next minute's; asked for late it uses that one up. Not counted as verified.
      if (!answer.ok && answer.code === 'OTP_USED' && (used += 1) <= MOST_USED) continue
      latencies.push(performance.now() - begun)
      if (!answer.ok || answer.next !== 'topPage') throw new Error(`not accepted: ${JSON.stringify(answer)}`)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, customer))
  return { verified: latencies.length, latencies }
}

process.on('message', (message) => void hear(message))
process.on('disconnect', () => process.exit(0))

async function hear(message: unknown): Promise<void> {
  if (running === undefined) {
    running = await prepare(load.parse(message))
    process.send?.('ready')
  } else process.send?.(await run(running, go.parse(message)))
}
