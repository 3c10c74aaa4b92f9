import type { Server } from 'node:https'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'

/** PEM texts. */
export interface Tls {
  readonly key: string
  readonly cert: string
}

export type HubApp = ReturnType<typeof makeApp>

const BODY_LIMIT = 64 * 1024
/** A full batch over a branch's thin line takes its time. */
const REQUEST_TIMEOUT_MS = 120_000

/** Fastify with schemas by zod and nothing else yet. */
export function makeApp(options: {
  readonly tls: Tls | undefined
  readonly trustedProxies: readonly string[]
}) {
  const { tls, trustedProxies } = options
  const app = Fastify<Server>({
    // null makes it plain HTTP; the type has no word for "either".
    https: tls === undefined ? null : { ...tls, minVersion: 'TLSv1.3' },
    // Fastify's own lines quote addresses and queries; `request-log.ts` writes ours.
    logger: false,
    trustProxy: [...trustedProxies],
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  return app.withTypeProvider<ZodTypeProvider>()
}
