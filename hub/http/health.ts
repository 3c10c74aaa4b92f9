import { z } from 'zod'
import type { HubPlugin } from './server.ts'

const said = z.strictObject({ ok: z.boolean() })

/** `GET /health`: the process lives. `GET /ready`: it should be sent requests (200) or not (503). */
export function healthRoutes(ready: () => Promise<boolean>): HubPlugin {
  return async (app) => {
    const options = { config: { rateLimit: false as const }, schema: { response: { 200: said, 503: said } } }
    app.get('/health', options, async () => ({ ok: true }))
    app.get('/ready', options, async (_request, reply) => {
      const ok = await ready()
      return reply.code(ok ? 200 : 503).send({ ok })
    })
  }
}
