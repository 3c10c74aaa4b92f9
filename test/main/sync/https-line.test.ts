/** What a connection's end says of the request that was on it; over real TLS on the loopback. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { makeSelfSigned } from '../../../hub/http/self-signed.ts'
import { ConnectionStale, openLine, type LineAnswer } from '../../../main/sync/https-line.ts'
import { HeadOfficeUnreachable } from '../../../protocol/head-office.ts'
import { countingRandom } from '../../hub/random.ts'

/** A server that answers, except: `/half` it cuts within the answer, `/none` before; and a line to it. */
async function lineToServer() {
  const tls = makeSelfSigned('127.0.0.1', Date.now(), countingRandom('line'))
  const connections = new Set<object>()
  const server = createServer(tls, (request, response) => {
    connections.add(request.socket)
    request.resume().on('end', () => {
      if (request.url === '/none') request.socket.destroy()
      else if (request.url === '/half') {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('the first words', () => request.socket.destroy())
      } else response.end('whole')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const line = openLine({
    address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trusts: () => true,
    after: () => () => undefined,
  })
  onTestFinished(() => {
    line.close()
    server.closeAllConnections()
    server.close()
  })
  const ask = (path: string, goesOnce = false): Promise<LineAnswer> =>
    line.send({ method: 'POST', path, headers: {}, body: new Uint8Array(3), once: goesOnce })
  return { ask, connections }
}

it('is stale only where a kept connection ended without a word of the answer', async () => {
  const { ask, connections } = await lineToServer()
  await ask('/')
  await expect(ask('/none')).rejects.toBeInstanceOf(ConnectionStale)
  await ask('/')
  expect(connections.size).toBe(2)
  const half = await ask('/half').catch((error: unknown) => error)
  expect(connections.size).toBe(2)
  expect(half).toBeInstanceOf(HeadOfficeUnreachable)
  expect(half).not.toBeInstanceOf(ConnectionStale)
})

it('sends what must not be sent twice on a connection that cannot be stale', async () => {
  const { ask, connections } = await lineToServer()
  await ask('/')
  expect((await ask('/', true)).status).toBe(200)
  expect((await ask('/', true)).status).toBe(200)
  expect(connections.size).toBe(3)
  const none = await ask('/none', true).catch((error: unknown) => error)
  expect(none).toBeInstanceOf(HeadOfficeUnreachable)
  expect(none).not.toBeInstanceOf(ConnectionStale)
})
