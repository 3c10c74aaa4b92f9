/** HTTP Basic with a client's id and secret; TLS hides both. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../../domain/refuse.ts'
import { authenticateApiClient, type ApiClient, type ApiScope } from '../../api-clients.ts'
import type { Hub } from '../../hub.ts'
import { sendRefusal } from '../errors.ts'

const clients = new WeakMap<FastifyRequest, ApiClient>()

/** The client that `requireScope` has let through. */
export function clientOf(request: FastifyRequest): ApiClient {
  const client = clients.get(request)
  if (client === undefined) throw new Error('a route of the API without requireScope')
  return client
}

/** Before the body is read: 401 for who is not a client, 403 for a client without the scope. */
export function requireScope(hub: Hub, scope: ApiScope) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const [id, secret] = credentials(request.headers.authorization)
    const client = await hub.store.read((reader) => authenticateApiClient(reader, id, secret))
    if (client === null) {
      void reply.header('www-authenticate', 'Basic realm="fobdesk", charset="UTF-8"')
      return sendRefusal(reply, 401, refuse('API_CLIENT_WRONG'))
    }
    if (!client.scopes.includes(scope)) return sendRefusal(reply, 403, refuse('API_SCOPE', { scope }))
    clients.set(request, client)
    return undefined
  }
}

function credentials(header: string | undefined): readonly [id: string, secret: string] {
  const encoded = /^Basic ([A-Za-z0-9+/]{1,512}={0,2})$/i.exec(header ?? '')?.[1]
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1)]
}
