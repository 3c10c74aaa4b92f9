/** What Prometheus reads of a hub process. Labels are routes and codes: never a device, person or fob. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Hub } from '../hub.ts'
import type { HubApp } from './app.ts'
import type { HubPlugin } from './server.ts'

export interface HubMetrics {
  /** Counts what the server answers. */
  readonly watch: (app: HubApp) => void
  /** `GET /metrics`. */
  readonly routes: HubPlugin
}

/** Seconds; the bar for a verification is 0.1. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

export function createMetrics(hub: Hub): HubMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const labelNames = ['method', 'route', 'status'] as const
  const answers = new Histogram({
    name: 'fobdesk_hub_request_seconds',
    help: 'How long answers took',
    labelNames,
    buckets: BUCKETS,
    registers: [registry],
  })
  const refusals = new Counter({
    name: 'fobdesk_hub_device_requests_refused_total',
    help: 'Requests of devices that were not carried out, by status',
    labelNames: ['status'],
    registers: [registry],
  })
  registry.registerMetric(
    new Gauge({
      name: 'fobdesk_hub_branches',
      help: 'Branches known to head office',
      registers: [],
      async collect() {
        this.set((await hub.store.read((reader) => reader.branches())).length)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'fobdesk_hub_wrong_codes_24h',
      help: 'Wrong codes of all fobs in 24 hours; from fobdesk_hub_wrong_codes_limit on two codes are asked for',
      registers: [],
      async collect() {
        await hub.fleet.fresh(hub)
        this.set(hub.fleet.failures)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'fobdesk_hub_wrong_codes_limit',
      help: 'Wrong codes of all fobs in 24 hours at which the guard begins',
      registers: [],
      collect() {
        this.set(hub.fleet.limit)
      },
    }),
  )
  return {
    watch: (app) =>
      void app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'none'
        const status = String(reply.statusCode)
        answers.observe({ method: request.method, route, status }, reply.elapsedTime / 1000)
        if (route.startsWith('/device/') && reply.statusCode >= 400) refusals.inc({ status })
      }),
    routes: async (app) => {
      app.get('/metrics', async (_request, reply) =>
        reply.type(registry.contentType).send(await registry.metrics()),
      )
    },
  }
}
