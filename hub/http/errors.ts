/** What goes out when something does not come about: a code of the one table with its sentences, never a message. */
import type { FastifyError, FastifyReply } from 'fastify'
import type { Refusal } from '../../domain/decide-types.ts'
import { sentence } from '../../domain/refusals.ts'
import { refuse } from '../../domain/refuse.ts'
import type { HubLog } from '../log.ts'
import type { HubApp } from './app.ts'

/** An answer with nothing in it but why. */
export function sendRefusal(reply: FastifyReply, status: number, { code, detail }: Refusal): FastifyReply {
  const body = { code, ja: sentence(code, 'ja', detail), en: sentence(code, 'en', detail) }
  return reply.code(status).type('application/json').send(JSON.stringify(body))
}

/** For every subject that has no error handler of its own. */
export function answerErrors(app: HubApp, log: HubLog): void {
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, 404, refuse('ADDRESS_UNKNOWN')))
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, refusal } = refusalOf(error)
    if (refusal !== null) return sendRefusal(reply, status, refusal)
    const reference = log.bug('request failed', error, request.routeOptions.url)
    return sendRefusal(reply, 500, refuse('INTERNAL', { reference }))
  })
}

/** What Fastify and its plugins throw for a request that is at fault; null: the fault is ours. */
function refusalOf(error: FastifyError): { readonly status: number; readonly refusal: Refusal | null } {
  const status = error.statusCode ?? 500
  switch (status) {
    case 413:
      return { status, refusal: refuse('BODY_TOO_LARGE') }
    case 429:
      return { status, refusal: refuse('TOO_MANY_REQUESTS') }
    case 503:
      return { status, refusal: refuse('HEAD_OFFICE_BUSY') }
    default:
      // Other faults of the request (form, media type, headers) read alike: the schemas say what is right.
      return status >= 400 && status < 500
        ? { status, refusal: refuse('INPUT_MALFORMED') }
        : { status, refusal: null }
  }
}
