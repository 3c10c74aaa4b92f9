import type { HubLog } from '../log.ts'
import type { HubApp } from './app.ts'

/** One line for each answer: which route, how it ended, how long it took. Health checks are left out. */
export function logRequests(app: HubApp, log: HubLog): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    if (route === '/health' || route === '/ready') return
    const milliseconds = Math.round(reply.elapsedTime)
    log.info({ event: 'request', method: request.method, route, status: reply.statusCode, milliseconds })
  })
}
