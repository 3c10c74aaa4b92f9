/** The hq command line's door, on the operations address only: one act in one request, with name and passphrase. */
import { z } from 'zod'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { sendRefusal } from '../http/errors.ts'
import type { HubPlugin } from '../http/server.ts'
import type { Hub } from '../hub.ts'
import type { HubLog } from '../log.ts'
import { hqActs } from './acts.ts'
import { isHqPerson } from './people.ts'

const body = z.strictObject({
  person: z.string().max(64),
  passphrase: z.string().min(1).max(200),
  act: z.string().max(64),
  args: z.record(z.string(), z.string().max(500)),
})

/** Each guess costs an Argon2id besides. */
const GUESSES_PER_MINUTE = 30

export function hqRoutes(hub: Hub, log: HubLog): HubPlugin {
  return async (app) => {
    const config = { rateLimit: { max: GUESSES_PER_MINUTE, timeWindow: 60_000 } }
    app.post('/act', { schema: { body }, config }, async (request, reply) => {
      const { person, passphrase, act: name, args } = request.body
      if (!(await isHqPerson(hub, person, passphrase))) {
        log.warn({ event: 'hq act refused', code: 'HQ_PERSON_WRONG' })
        return sendRefusal(reply, 401, refuse('HQ_PERSON_WRONG'))
      }
      const found = Object.hasOwn(hqActs, name) ? hqActs[name] : undefined
      if (found === undefined) return sendRefusal(reply, 404, refuse('ADDRESS_UNKNOWN'))
      try {
        const answer = await found.run({ hub, by: person }, args)
        return isRefusal(answer) ? sendRefusal(reply, 409, answer) : await reply.send({ rows: answer })
      } catch (error) {
        if (error instanceof z.ZodError) return sendRefusal(reply, 400, refuse('INPUT_MALFORMED'))
        throw error
      }
    })
  }
}
