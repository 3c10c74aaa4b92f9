import { Writable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sendRefusal } from '../../../hub/http/errors.ts'
import { createServer, type HubServer, type Subject } from '../../../hub/http/server.ts'
import { hubSubjects } from '../../../hub/http/subjects.ts'
import { openHubLog } from '../../../hub/log.ts'
import { refuse } from '../../../domain/refuse.ts'
import { createWorld } from '../world.ts'

const lines: string[] = []
const to = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(chunk.toString())
    done()
  },
})
let server: HubServer | undefined
let storeAnswers = true

afterEach(async () => {
  await server?.stop()
  server = undefined
  storeAnswers = true
  lines.length = 0
})

async function serving(...subjects: Subject[]): Promise<HubServer['app']> {
  server = await createServer({
    subjects,
    log: openHubLog(to),
    ready: async () => {
      if (!storeAnswers) throw new Error('no store')
    },
  })
  return server.app
}

const shop: Subject = {
  prefix: '/shop',
  routes: async (app) => {
    const body = z.strictObject({ name: z.string().max(5) })
    app.post('/order', { schema: { body } }, async (request) => ({ ordered: request.body.name }))
    app.get('/bug/:name', async () => Promise.reject(new Error('山田 花子')))
    app.get('/no', (_request, reply) => sendRefusal(reply, 409, refuse('BRANCH_OPENED')))
    app.get('/dear', { config: { rateLimit: { max: 1, timeWindow: 60_000 } } }, async () => 'yes')
  },
}

describe('the server', () => {
  it('takes all of head office’s subjects beside one another', async () => {
    const { hub } = await createWorld()
    const app = await serving(
      ...hubSubjects(hub, { log: openHubLog(to), certificates: [], demoPortal: true, tls: false }),
    )
    await app.ready()
    expect((await app.inject('/health')).statusCode).toBe(200)
  })

  it('serves its subjects, their bodies parsed by their schemas', async () => {
    const app = await serving(shop)
    const post = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/shop/order',
        payload,
        headers: { 'content-type': 'application/json' },
      })
    expect((await post('{"name":"fob"}')).json()).toEqual({ ordered: 'fob' })
    for (const wrong of ['{"name":7}', '{"name":"too long"}', '{"name":"fob","more":1}', '{', '']) {
      const answer = await post(wrong)
      expect(answer.statusCode, wrong).toBe(400)
      expect(answer.json().code).toBe('INPUT_MALFORMED')
      expect(answer.body).not.toContain('too long')
    }
    const large = await post(JSON.stringify({ name: 'x'.repeat(70_000) }))
    expect([large.statusCode, large.json().code]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  it('answers what is not there, what is refused and what is too much by a code with its sentences', async () => {
    const app = await serving(shop)
    const none = await app.inject('/shop/none?loginId=secret')
    expect([none.statusCode, none.json().code]).toEqual([404, 'ADDRESS_UNKNOWN'])
    const no = await app.inject('/shop/no')
    expect([no.statusCode, no.json()]).toEqual([
      409,
      { code: 'BRANCH_OPENED', ja: expect.stringMatching(/。$/), en: expect.stringMatching(/\.$/) },
    ])
    expect((await app.inject('/shop/dear')).statusCode).toBe(200)
    const second = await app.inject('/shop/dear')
    expect([second.statusCode, second.json().code]).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect(second.headers['retry-after']).toBeDefined()
  })

  it('counts a request before a route asks who sent it', async () => {
    const asked: string[] = []
    const app = await serving({
      prefix: '/locked',
      routes: async (locked) => {
        const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
          asked.push(request.url)
          return sendRefusal(reply, 401, refuse('API_CLIENT_WRONG'))
        }
        const config = { rateLimit: { max: 2, timeWindow: 60_000 } }
        locked.get('/one', { onRequest, config }, async () => 'in')
        locked.get('/two', { onRequest: [onRequest], config }, async () => 'in')
        locked.get('/free', { onRequest, config: { rateLimit: false } }, async () => 'in')
        locked.get('/plain', { onRequest }, async () => 'in')
      },
    })
    const statuses = async (path: string) => {
      const found: number[] = []
      for (let n = 0; n < 4; n += 1) found.push((await app.inject(`/locked/${path}`)).statusCode)
      return found
    }
    expect(await statuses('one')).toEqual([401, 401, 429, 429])
    expect(await statuses('two')).toEqual([401, 401, 429, 429])
    expect(await statuses('free')).toEqual([401, 401, 401, 401])
    expect(asked).toHaveLength(8)
    expect((await app.inject('/locked/plain')).headers['x-ratelimit-remaining']).toBe('1199')
  })

  it('logs a bug by its places under the reference that it answers, and never a message, path or query', async () => {
    const app = await serving(shop)
    const answer = await app.inject('/shop/bug/taro?code=123456')
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'INTERNAL'])
    const log = lines.join('')
    const { reference } = z
      .object({ reference: z.string() })
      .parse(JSON.parse(lines.find((line) => line.includes('request failed')) ?? ''))
    expect(answer.json().en).toContain(reference)
    expect(log).toContain('/shop/bug/:name')
    for (const secret of ['山田', 'taro', '123456']) expect(log + answer.body).not.toContain(secret)
  })

  it('describes the routes that have tags, on a page that loads nothing from elsewhere', async () => {
    server = await createServer({
      subjects: [
        shop,
        {
          prefix: '/api',
          routes: async (app) => {
            const schema = { tags: ['fobs'], body: z.strictObject({ code: z.string() }) }
            app.post('/verify', { schema }, async () => 'yes')
          },
        },
      ],
      log: openHubLog(to),
      ready: async () => undefined,
      describe: true,
    })
    const page = await server.app.inject('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
    const described = (await server.app.inject('/docs/json')).json()
    expect(Object.keys(described.paths)).toEqual(['/api/verify'])
    expect(JSON.stringify(described.paths)).toContain('"code"')
  })

  it('lets no page load anything and be framed by nobody', async () => {
    const app = await serving(shop)
    const { headers } = await app.inject('/shop/no')
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['strict-transport-security']).toBeDefined()
  })

  it('is healthy while it lives and ready while its store answers and it is not being stopped', async () => {
    const reached = Promise.withResolvers<void>()
    const release = Promise.withResolvers<string>()
    const app = await serving({
      prefix: '',
      routes: async (root) => {
        root.get('/slow', async () => {
          reached.resolve()
          return release.promise
        })
      },
    })
    expect((await app.inject('/health')).json()).toEqual({ ok: true })
    expect((await app.inject('/ready')).statusCode).toBe(200)
    storeAnswers = false
    expect((await app.inject('/ready')).statusCode).toBe(503)
    expect((await app.inject('/health')).statusCode).toBe(200)
    storeAnswers = true
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const running = fetch(`${address}/slow`)
    await reached.promise
    const stopped = server?.stop()
    expect((await app.inject('/ready')).statusCode).toBe(503)
    release.resolve('done')
    expect(await (await running).text()).toBe('done')
    await stopped
    await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed')
  })
})
