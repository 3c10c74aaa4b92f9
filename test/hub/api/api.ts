/** The verification API over a hub with the manual's contract, and clients of every scope. */
import type { HubApp } from '../../../hub/http/app.ts'
import type { Pace } from '../../../hub/http/api/pace.ts'
import { API_PATH, apiRoutes } from '../../../hub/http/api/routes.ts'
import { createServer } from '../../../hub/http/server.ts'
import { openHubLog } from '../../../hub/log.ts'
import { addApiClient, type ApiScope } from '../../../hub/api-clients.ts'
import { activate } from '../../../hub/verification/service.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  TEN_O_CLOCK,
  type World,
} from '../world.ts'

/** 花子's, which 二郎 holds too. */
export const SHARED = '12345678'
export const OWN = '23456789'
/** Of another contract. */
export const FOREIGN = '34567890'
export const MASTER = 'ichirodt'
/** Whose fob is issued and not registered. */
export const WAITING = 'shirodt'
export const WAITING_FOB = '45678901'

/** Answers as soon as they are ready: its clock runs ahead of every wait. */
function noPace(): Pace {
  let now = 0
  return { beatMs: 1, monotonic: () => (now += 1), wait: async () => undefined }
}

/** A secret that is nobody's. */
const NO_SECRET = 'x'.repeat(43)

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly body?: string | object
  readonly headers?: Readonly<Record<string, string>>
}

export type Answer = Awaited<ReturnType<HubApp['inject']>>

export interface Api {
  readonly world: World
  readonly app: HubApp
  /** Lines of the server's log. */
  readonly log: readonly string[]
  /** By a client of these scopes; `null`: without credentials. */
  call(scopes: readonly ApiScope[] | null, call: Call): Promise<Answer>
  /** Six digits that are no code of this fob near now. */
  wrongCode(serial: string): string
  close(): Promise<void>
}

export async function createApi(pace: Pace = noPace()): Promise<Api> {
  const world = await contractInService()
  const log: string[] = []
  const server = await createServer({
    subjects: [{ prefix: API_PATH, routes: apiRoutes(world.hub, pace) }],
    log: openHubLog({ write: (line: string) => void log.push(line) }),
    ready: async () => undefined,
    describe: true,
  })
  const known = new Map<string, Promise<Readonly<Record<string, string>>>>()
  const added = async (name: string, scopes: readonly ApiScope[]) => {
    const { client, secret } = await addApiClient(world.hub, name, scopes)
    return basic(client.id, secret)
  }
  const header = (scopes: readonly ApiScope[]) => {
    const name = scopes.join(' ')
    const client = known.get(name) ?? added(name, scopes)
    known.set(name, client)
    return client
  }
  return {
    world,
    app: server.app,
    log,
    async call(scopes, { method = 'POST', path, body, headers }) {
      return server.app.inject({
        method,
        url: `${API_PATH}${path}`,
        headers: { ...(scopes !== null && (await header(scopes))), ...headers },
        ...(body !== undefined && { payload: body }),
      })
    },
    wrongCode(serial) {
      const near = [-1, 0, 1].map((steps) => world.code(serial, steps))
      return ['111111', '222222', '333333', '444444'].find((code) => !near.includes(code)) ?? ''
    },
    close: () => server.stop(0),
  }
}

/** Two minutes after the last registration. */
async function contractInService(): Promise<World> {
  const world = await createWorld()
  await exchange(world, [
    ...contractDrafts('C1', [MASTER, 'hanakodt', 'jirodt', WAITING]),
    ...contractDrafts('C2', ['saburodt']),
    ...[SHARED, OWN, FOREIGN, WAITING_FOB].flatMap((serial) => fobDrafts(serial)),
  ])
  const issue = async (serial: string, loginIds: string[], contractNo = 'C1') =>
    exchange(world, await issuedDrafts(world, { serial, loginIds, contractNo }))
  await issue(OWN, [MASTER])
  await issue(SHARED, ['hanakodt', 'jirodt'])
  await issue(FOREIGN, ['saburodt'], 'C2')
  await issue(WAITING_FOB, [WAITING])
  for (const [loginId, serial, minute] of [
    [MASTER, OWN, 0],
    ['hanakodt', SHARED, 0],
    ['saburodt', FOREIGN, 0],
    ['jirodt', SHARED, 1],
  ] as const) {
    world.setNow(TEN_O_CLOCK + minutes(minute))
    const answer = await activate(world.hub, loginId, serial, world.code(serial))
    if (!answer.ok) throw new Error(answer.code)
  }
  world.setNow(TEN_O_CLOCK + minutes(3))
  return world
}

export function basic(id: string, secret = NO_SECRET): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}
