/** The customer's screens of the manual, as a subject of head office's server. */
import { readFile } from 'node:fs/promises'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { HubPlugin } from '../http/server.ts'
import { languages } from './language.ts'
import { helpPage, noticePage, tooManyPage } from './pages/notices.ts'
import { administrationRoutes } from './routes/administration.ts'
import { entranceRoutes } from './routes/entrance.ts'
import { makePortal, Visit, type Portal, type PortalOptions } from './visit.ts'
import { entrance } from './words/entrance.ts'

/** A form of ours is far below it. */
const BODY_LIMIT = 16 * 1024

/** Nothing inline, nothing from elsewhere, in nobody's frame; forms go home. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  // Not `no-referrer`: browsers would then hide the origin of our own forms from us.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** To be registered under a prefix of its own (`/portal`). */
export function portalRoutes(options: PortalOptions): HubPlugin {
  return async (app) => {
    const portal = makePortal(options, app.prefix)
    await app.register(cookie)
    await app.register(formbody, { bodyLimit: BODY_LIMIT })
    app.addHook('onSend', async (_request, reply) => {
      reply.headers(headers)
      // Also for the way back after logging out on a shared PC.
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    })
    switchLanguages(app, portal)
    answerErrors(app, portal)
    await serveAssets(app)
    entranceRoutes(app, portal)
    administrationRoutes(app, portal)
    app.get('/help', async (request, reply) => {
      const visit = new Visit(portal, request, reply)
      const session = await visit.session()
      const signedIn = typeof session === 'object' && session.stage === 'signedIn' ? session.loginId : null
      const own = signedIn === null ? undefined : await portal.bank.own(signedIn)
      const frame = visit.frame(own ?? null)
      return visit.answer(frame, { show: helpPage(frame) })
    })
  }
}

/** `?lang=en` on any page keeps the choice and shows the page again without it. */
function switchLanguages(app: FastifyInstance, portal: Portal): void {
  app.addHook('preHandler', async (request, reply) => {
    const query = request.query as { readonly lang?: unknown } | undefined
    const language = languages.find((one) => one === query?.lang)
    if (request.method !== 'GET' || language === undefined) return
    const visit = new Visit(portal, request, reply)
    visit.keepLanguage(language)
    return visit.answer(visit.frame(null), { goTo: visit.path })
  })
}

function answerErrors(app: FastifyInstance, portal: Portal): void {
  app.setNotFoundHandler(async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    const frame = visit.frame(null)
    return visit.answer(frame, { show: noticePage(frame, 'notFound'), status: 404 })
  })
  app.setErrorHandler<{ statusCode?: number }>(async (error, request, reply) => {
    const visit = new Visit(portal, request, reply)
    const frame = visit.frame(null)
    const status = error.statusCode ?? 500
    if (status === 429) {
      return visit.answer(frame, {
        show: tooManyPage(frame, visit.t(entrance.tooMany, { minutes: 1 })),
        status,
      })
    }
    // Every other fault of a request is no form of ours.
    if (status >= 400 && status < 500)
      return visit.answer(frame, { show: noticePage(frame, 'stale'), status })
    portal.onBug(error, request.routeOptions.url)
    return visit.answer(frame, { show: noticePage(frame, 'failed'), status: 500 })
  })
}

const assets = {
  'portal.css': 'text/css; charset=utf-8',
  'fob.svg': 'image/svg+xml',
  'mark.svg': 'image/svg+xml',
  'countdown.js': 'text/javascript; charset=utf-8',
} as const

/** The few files there are, read once: no path of a request reaches the disk. */
async function serveAssets(app: FastifyInstance): Promise<void> {
  for (const [name, type] of Object.entries(assets)) {
    const content = await readFile(new URL(`assets/${name}`, import.meta.url))
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=3600').send(content),
    )
  }
}
