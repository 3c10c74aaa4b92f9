/**
 * A hub process for the tests on real PostgreSQL: started with `fork`, asked by messages, killed at any moment.
 * Arguments: database URL, key file, fleet limit. Its clock is told to it.
 */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { createHub, headOfficeOf } from '../../../hub/head-office.ts'
import { loadTrainingKeys } from '../../../hub/keys/training-keys.ts'
import { openSqlStore } from '../../../hub/store/sql/open.ts'
import { verify } from '../../../hub/verification/service.ts'
import { headOfficeMethods } from '../../../protocol/head-office.ts'

const question = z
  .object({ id: z.int(), now: z.int() })
  .and(
    z.discriminatedUnion('ask', [
      z.object({ ask: z.literal('verify'), loginId: z.string(), code: z.string() }),
      z.object({ ask: z.literal('push'), input: headOfficeMethods.push.input }),
      z.object({ ask: z.literal('failures') }),
    ]),
  )
export type Question = z.infer<typeof question>
export type Answer = { readonly id: number } & ({ readonly output: unknown } | { readonly error: string })

const [databaseUrl = '', keyPath = '', fleetLimit = ''] = process.argv.slice(2)
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
let now = 0
const store = await openSqlStore({ databaseUrl, now: () => now })
const keys = await loadTrainingKeys(keyPath, random)
const hub = createHub({
  realm: 'training',
  now: () => now,
  random,
  keys,
  store,
  fleetLimit: Number(fleetLimit),
})
const headOffice = headOfficeOf(hub)

process.on('message', (message) => void answer(question.parse(message)))
// The parent is gone, whatever the reason.
process.on('disconnect', () => process.exit(0))
process.send?.({ id: 0, output: 'ready' } satisfies Answer)

async function answer(asked: Question): Promise<void> {
  now = asked.now
  try {
    process.send?.({ id: asked.id, output: await carriedOut(asked) } satisfies Answer)
  } catch (error) {
    process.send?.({ id: asked.id, error: String(error) } satisfies Answer)
  }
}

async function carriedOut(asked: Question): Promise<unknown> {
  switch (asked.ask) {
    case 'verify':
      return verify(hub, asked.loginId, asked.code)
    case 'push':
      return headOffice.push(asked.input)
    case 'failures':
      return hub.fleet.failures
  }
}
