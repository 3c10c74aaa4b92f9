/** One request of a customer: who it is, in which language, and how it is answered. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Random } from '../../protocol/bytes.ts'
import { keyedQueue, type KeyedQueue } from '../keyed-queue.ts'
import type { OwnPage, PortalBank } from './bank.ts'
import { languages, sayIn, type Language, type Say } from './language.ts'
import type { CustomerLogins } from './logins.ts'
import { layout, type Frame, type Page } from './pages/layout.ts'
import type { Session, Stage } from './rows.ts'
import { formToken, isFormToken, Sessions, type SessionRows } from './session.ts'
import { Throttle } from './throttle.ts'

export interface PortalOptions {
  readonly bank: PortalBank
  readonly logins: CustomerLogins
  readonly sessions: SessionRows
  readonly random: Random
  /** Whether browsers reach these pages over TLS, here or at a proxy in front. Without it cookies go in clear. */
  readonly tls: boolean
  /** Told of a bug; answers the reference that the log has it under. */
  readonly onBug: (error: unknown, url: string | undefined) => string
}

/** What all requests share. */
export interface Portal extends PortalOptions {
  readonly base: string
  readonly held: Sessions
  /** The forms of one session, by its cookie: one after the other, so that one sent twice at once acts once too. */
  readonly inTurn: KeyedQueue
  /** Passwords tried from one address (ours: 30 at once, then one every 4 s; offices share an address). */
  readonly perAddress: Throttle
  /** Passwords tried for one login ID, whether it exists or not (ours: 8 at once, then one a minute). */
  readonly perLogin: Throttle
}

export function makePortal(options: PortalOptions, base: string): Portal {
  return {
    ...options,
    base,
    held: new Sessions(options.sessions, () => options.bank.now(), options.random),
    inTurn: keyedQueue(),
    perAddress: new Throttle(30, 4_000),
    perLogin: new Throttle(8, 60_000),
  }
}

export type Answer =
  | { readonly show: Page; readonly status?: number }
  /** A path of the portal's: after a form the browser fetches a page, so that reloading repeats nothing. */
  | { readonly goTo: string }

/** Where a customer of this stage belongs. */
export const homes: Readonly<Record<Stage, string>> = {
  refused: '/refused',
  registration: '/registration',
  otp: '/otp',
  signedIn: '/top',
}

const LANGUAGE_COOKIE = 'portal-language'
const YEAR_S = 365 * 86_400

export class Visit {
  readonly portal: Portal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly language: Language
  readonly t: Say
  /** Below the portal's base; the pattern of the route, never what somebody typed. */
  readonly path: string

  constructor(portal: Portal, request: FastifyRequest, reply: FastifyReply) {
    this.portal = portal
    this.request = request
    this.reply = reply
    const stored = request.cookies[LANGUAGE_COOKIE]
    this.language = languages.find((language) => language === stored) ?? 'ja'
    this.t = sayIn(this.language)
    this.path = (request.routeOptions.url ?? '').slice(portal.base.length) || '/'
  }

  /** The session cookie's value; '' when there is none. */
  get cookie(): string {
    return this.request.cookies[this.#name('portal')] ?? ''
  }

  async session(): Promise<Session | 'ended' | undefined> {
    return this.portal.held.find(this.cookie)
  }

  async begin(stage: Stage, loginId: string): Promise<void> {
    await this.portal.held.end(this.cookie)
    this.#setCookie('portal', await this.portal.held.begin(stage, loginId))
  }

  /** A session that has ended meanwhile goes nowhere: the next page says so. */
  async moveTo(stage: Stage): Promise<void> {
    const value = await this.portal.held.moveTo(stage, this.cookie)
    if (value !== undefined) this.#setCookie('portal', value)
  }

  async end(): Promise<void> {
    await this.portal.held.end(this.cookie)
    this.reply.clearCookie(this.#name('portal'), { path: '/' })
  }

  /** The value that the login form's token belongs to: there is no session yet. */
  entrance(): string {
    const name = this.#name('portal-entrance')
    const known = this.request.cookies[name]
    if (known !== undefined && /^[\w-]{43}$/.test(known)) return known
    const fresh = this.portal.held.secret()
    this.#setCookie('portal-entrance', fresh)
    return fresh
  }

  /** Whether the form was ours, on a page of this very session (or of this browser's login page). */
  isOwnForm(token: string, cookie: string): boolean {
    const { origin, host } = this.request.headers
    if (this.request.headers['sec-fetch-site'] === 'cross-site') return false
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return false
    return cookie !== '' && isFormToken(cookie, token)
  }

  frame(own: OwnPage | null, cookie = this.cookie): Frame {
    const { portal, language, t, path } = this
    const user = own === null ? null : { name: own.name, administrator: own.role !== 'general' }
    return { base: portal.base, path, language, t, token: cookie === '' ? '' : formToken(cookie), user }
  }

  async answer(frame: Frame, answer: Answer): Promise<FastifyReply> {
    const { reply, portal } = this
    if ('goTo' in answer) return reply.redirect(`${portal.base}${answer.goTo}`, 303)
    return reply
      .code(answer.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(layout(frame, answer.show).toString())
  }

  keepLanguage(language: Language): void {
    const { tls } = this.portal
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: tls, maxAge: YEAR_S } as const
    this.reply.setCookie(LANGUAGE_COOKIE, language, options)
  }

  #setCookie(name: string, value: string): void {
    const { tls } = this.portal
    this.reply.setCookie(this.#name(name), value, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: tls,
    })
  }

  /** `__Host-`: no subdomain and no page without TLS can set it for us (RFC 6265bis). */
  #name(name: string): string {
    return this.portal.tls ? `__Host-${name}` : name
  }
}
