/**
 * Sessions live on the server; the browser has a random value that means nothing elsewhere. What is stored is
 * that value's hash, so that nobody who reads the rows (a backup, a query) can act as a customer.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { hex, sha256, utf8, type Random } from '../../protocol/bytes.ts'
import type { ActResult, Session, Stage } from './rows.ts'

/** The rows as the store offers them. */
export interface SessionRows {
  read(id: string): Promise<Session | undefined>
  /** A new one. */
  add(id: string, row: Session, expiresAt: number): Promise<void>
  /** Changes the row while nobody else does, also in another process; undefined: there is none, and none is made. */
  change<T>(id: string, change: (row: Session) => SessionChange<T>): Promise<T | undefined>
  remove(id: string): Promise<void>
}

export interface SessionChange<T> {
  /** null: it ends. */
  readonly row: Session | null
  readonly expiresAt: number
  readonly result: T
}

/** Without a request for so long a session is over (ours). */
export const IDLE_MS = 10 * 60_000
/** And so long after the password in any case (ours). */
export const ABSOLUTE_MS = 2 * 3_600_000
/** Being seen is written at most so often. */
const SEEN_MS = 30_000
const SECRET_BYTES = 32
/** 確認用パスワード in one session, the last of which ends it when it is wrong too (ours). */
const MAX_CONFIRMATIONS = 5

export class Sessions {
  readonly #rows: SessionRows
  readonly #now: () => number
  readonly #random: Random

  constructor(rows: SessionRows, now: () => number, random: Random) {
    this.#rows = rows
    this.#now = now
    this.#random = random
  }

  /** A new session; answers the cookie's value. */
  async begin(at: Stage, loginId: string): Promise<string> {
    const now = this.#now()
    const fresh = { stage: at, loginId, startedAt: now, seenAt: now, wrongConfirmations: 0, result: null }
    return this.#store(fresh)
  }

  /**
   * The session goes on at another stage under a new value; the old one is worth nothing any more. Undefined: it has
   * ended meanwhile.
   */
  async moveTo(at: Stage, cookie: string): Promise<string | undefined> {
    const left = await this.#change(cookie, (session) => ({ session: null, result: session }))
    return left && this.#store({ ...left, stage: at, seenAt: this.#now() })
  }

  /** The session that counts now. `ended`: there was one, and its time is over. */
  async find(cookie: string): Promise<Session | 'ended' | undefined> {
    if (!isSecret(cookie)) return undefined
    const id = idOf(cookie)
    const session = await this.#rows.read(id)
    if (session === undefined) return undefined
    const now = this.#now()
    // A clock set back must not make a session last longer.
    const over = now >= endOf(session) || now < session.seenAt - SEEN_MS
    if (over) {
      await this.#rows.remove(id)
      return 'ended'
    }
    if (now - session.seenAt < SEEN_MS) return session
    return this.#change(cookie, (row) => {
      const seen = { ...row, seenAt: Math.max(row.seenAt, now) }
      return { session: seen, result: seen }
    })
  }

  /**
   * Counts a 確認用パスワード before it is compared, so that no number of requests at once compares more. Answers how
   * many may follow if it is wrong; undefined: the session has ended.
   */
  async takeConfirmation(cookie: string): Promise<number | undefined> {
    const left = await this.#change(cookie, (session) => {
      const wrongConfirmations = session.wrongConfirmations + 1
      const result = MAX_CONFIRMATIONS - wrongConfirmations
      return { session: result < 0 ? null : { ...session, wrongConfirmations }, result }
    })
    return left === undefined || left < 0 ? undefined : left
  }

  /** The 確認用パスワード was right. False: the session has ended meanwhile. */
  async confirmed(cookie: string): Promise<boolean> {
    const there = await this.#change(cookie, (session) => ({
      session: { ...session, wrongConfirmations: 0 },
      result: true,
    }))
    return there === true
  }

  /** For the result page. Of a session that has ended meanwhile nothing is kept. */
  async keepResult(cookie: string, result: ActResult): Promise<void> {
    await this.#change(cookie, (session) => ({ session: { ...session, result }, result: undefined }))
  }

  async end(cookie: string): Promise<void> {
    if (isSecret(cookie)) await this.#rows.remove(idOf(cookie))
  }

  /** A value that nobody guesses, also for the form of the login page. */
  secret(): string {
    return Buffer.from(this.#random(SECRET_BYTES)).toString('base64url')
  }

  /** Never a session that has ended: whoever ends one while another request of it runs has ended it. */
  #change<T>(
    cookie: string,
    change: (session: Session) => { readonly session: Session | null; readonly result: T },
  ): Promise<T | undefined> {
    return this.#rows.change(idOf(cookie), (row) => {
      const { session, result } = change(row)
      return { row: session, expiresAt: endOf(session ?? row), result }
    })
  }

  async #store(session: Session): Promise<string> {
    const cookie = this.secret()
    await this.#rows.add(idOf(cookie), session, endOf(session))
    return cookie
  }
}

function endOf(session: Session): number {
  return Math.min(session.seenAt + IDLE_MS, session.startedAt + ABSOLUTE_MS)
}

function isSecret(cookie: string): boolean {
  return /^[\w-]{43}$/.test(cookie)
}

function idOf(cookie: string): string {
  return hex(sha256(utf8('fobdesk/portal-session/1\0'), utf8(cookie)))
}

/**
 * The token of every form that is sent with this cookie. Another site can make the browser send the cookie
 * (where SameSite does not help), but cannot read it and so cannot know this.
 */
export function formToken(cookie: string): string {
  return createHmac('sha256', cookie).update('fobdesk/portal-form/1').digest('base64url')
}

export function isFormToken(cookie: string, token: string): boolean {
  const expected = Buffer.from(formToken(cookie))
  const given = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
