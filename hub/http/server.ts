/**
 * Head office's HTTP server: what all its subjects share (limits, headers, errors, log, health), and nothing of
 * any subject.
 *
 * A subject (the devices' routes, the bank's API, the customers' portal) is a Fastify plugin under a prefix of its
 * own: write `export function apiRoutes(hub: Hub): HubPlugin { return async (app) => { app.post(…) } }` in your
 * folder and add one line to `subjects.ts`. Within it:
 *
 * - schemas are zod's (`schema: { body, response }`; types follow from them);
 * - a route with `tags` in its schema stands in the OpenAPI page (`/docs`);
 * - hooks, parsers, decorators and error handlers that you add count for your prefix alone;
 * - a body is JSON of at most 64 KiB unless the route says `bodyLimit`; another type needs a parser of your own;
 * - one address may ask 1,200 times a minute; a route sets its own limit with `config: { rateLimit: … }`, several
 *   together with `app.addHook('onRequest', app.rateLimit(…))`. A route's own `onRequest` comes after the limit, so
 *   what it refuses has counted;
 * - headers are helmet's, with a policy that lets a page load nothing; a page's route sets its own with
 *   `helmet: { contentSecurityPolicy: … }`;
 * - throw only for a bug: it is logged without its message and answered with INTERNAL and a reference. An expected
 *   refusal is a value that you send (`sendRefusal` in `errors.ts`).
 */
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { HubLog } from '../log.ts'
import { makeApp, type HubApp, type Tls } from './app.ts'
import { answerErrors } from './errors.ts'
import { healthRoutes } from './health.ts'
import { describeApi } from './openapi.ts'
import { logRequests } from './request-log.ts'

export type HubPlugin = FastifyPluginAsyncZod

/** One subject of the server. */
export interface Subject {
  /** `/…`; empty for the root. */
  readonly prefix: string
  readonly routes: HubPlugin
}

export interface ServerOptions {
  readonly subjects: readonly Subject[]
  readonly log: HubLog
  /** Absent: plain HTTP, for tests and behind a load balancer that ends TLS on the same machine. */
  readonly tls?: Tls
  /** Rejects while the store does not answer. */
  readonly ready: () => Promise<void>
  /** Serves the OpenAPI page of all routes that have `tags`. */
  readonly describe?: boolean
  /** Sees every answer (`metrics.ts`). */
  readonly watch?: (app: HubApp) => void
  /** Addresses of load balancers whose `X-Forwarded-For` counts. Default: nobody's. */
  readonly trustedProxies?: readonly string[]
}

export interface HubServer {
  /** For `listen` and, in tests, `inject`. */
  readonly app: HubApp
  /**
   * Takes no more requests (`/ready` says so first), lets running ones end for at most `graceMs`, then cuts them.
   * Whoever calls it closes the store afterwards.
   */
  stop(graceMs?: number): Promise<void>
}

const REQUESTS_PER_MINUTE = 1_200
const GRACE_MS = 10_000

/** A server that does not listen yet. */
export async function createServer(options: ServerOptions): Promise<HubServer> {
  const { subjects, log, tls, trustedProxies = [] } = options
  const app = makeApp({ tls, trustedProxies })
  let stopping = false
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: 60_000, ipv6Subnet: 64 })
  limitFirst(app)
  if (options.describe === true) await describeApi(app)
  answerErrors(app, log)
  logRequests(app, log)
  options.watch?.(app)
  // A connection kept alive for a next request would hold up the end.
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) void reply.header('connection', 'close')
  })
  const storeAnswers = (): Promise<boolean> =>
    options.ready().then(
      () => true,
      (error: unknown) => {
        log.bug('store does not answer', error)
        return false
      },
    )
  await app.register(healthRoutes(async () => !stopping && storeAnswers()))
  for (const { prefix, routes } of subjects) await app.register(routes, { prefix })
  return {
    app,
    async stop(graceMs = GRACE_MS) {
      stopping = true
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs)
      await app.close().finally(() => clearTimeout(cut))
    },
  }
}

/** The plugin adds its hook behind a route's own ones: nobody is looked up in the store before being counted. */
function limitFirst(app: HubApp): void {
  app.addHook('onRoute', (route) => {
    if (!Array.isArray(route.onRequest) || route.config?.rateLimit === false) return
    route.onRequest = [...route.onRequest.slice(-1), ...route.onRequest.slice(0, -1)]
  })
}
