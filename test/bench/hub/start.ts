/** How long a hub process takes to start on an order of many events, without and with a snapshot of its state. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HubStore } from '../../../hub/store/hub-store.ts'
import { openSqlStore } from '../../../hub/store/sql/open.ts'
import { deviceChainOrigin } from '../../../protocol/chain.ts'
import { sealEnvelope } from '../../../protocol/envelope.ts'
import { startPostgres } from '../../hub/postgres/server.ts'
import { countingRandom } from '../../hub/random.ts'
import { workOf } from './drain.ts'
import type { StartFigures } from './start-process.ts'

export interface StartsFigures {
  readonly events: number
  /** The first start, which folds all, and then takes the snapshot. */
  readonly whole: StartFigures
  readonly resumed: StartFigures
}

const random = countingRandom('start')
/** Of a branch: half a day's work of a big one. */
const EVENTS_EACH = 600

export async function benchStarts(events: number): Promise<StartsFigures> {
  const server = await startPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-start-'))
  try {
    const databaseUrl = await server.database()
    const store = await openSqlStore({ databaseUrl })
    await filled(store, events)
    await store.close()
    const start = (): Promise<StartFigures> => started(databaseUrl, join(folder, 'keys'))
    const whole = await start()
    return { events, whole, resumed: await start() }
  } finally {
    await rm(folder, { recursive: true })
    await server.dispose()
  }
}

/** The order as pushes would leave it, without the pushes. */
async function filled(store: HubStore, events: number): Promise<void> {
  for (let branch = 0; branch * EVENTS_EACH < events; branch += 1) {
    const branchNo = `b${branch}`
    const device = `d-${branch}`
    await store.transaction(async (tx) => {
      let prev = deviceChainOrigin('training', device).hash
      for (const [index, draft] of workOf(branchNo, branch, EVENTS_EACH).entries()) {
        const seq = index + 1
        const of = { draft, id: `${device}-${seq}`, realm: 'training', device, seq, prev } as const
        const { bytes, parts, hash } = sealEnvelope({ ...of, at: Date.now(), by: '2001', random })
        const event = { bytes, parts: [...parts] }
        await tx.append({ branchNo, device, seq, hash, event, refusal: null })
        prev = hash
      }
    })
  }
}

async function started(databaseUrl: string, keyPath: string): Promise<StartFigures> {
  const path = fileURLToPath(new URL('start-process.ts', import.meta.url))
  const child = fork(path, [databaseUrl, keyPath], {
    serialization: 'advanced',
    execArgv: ['--expose-gc'],
  })
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the hub's process ended with ${String(code)}`)
  })
  const [figures] = (await Promise.race([once(child, 'message'), died])) as [StartFigures]
  await died.catch(() => undefined)
  return figures
}
