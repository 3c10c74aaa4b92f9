/** A bank with one contract of the manual's people, for tests of the pages alone. */
import { refuse } from '../../domain/refuse.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { Done, ListedUser, Next, NextStep, PortalBank } from '../../hub/portal/bank.ts'

/** Tuesday 24 November 2026, 10:00 in Tokyo. */
export const TEN_O_CLOCK = Date.parse('2026-11-24T01:00:00Z')
const LAST_DAY = Date.parse('2031-09-29T23:00:00Z')

export function listed(loginId: string, name: string, part: Partial<ListedUser> = {}): ListedUser {
  return {
    loginId,
    name,
    role: 'general',
    serial: null,
    expiresAt: null,
    otpStatus: 'unregistered',
    authStatus: 'available',
    waitingUntil: null,
    unlockedTogether: [],
    sharers: [],
    unlockObstacle: refuse('NOT_STOPPED', { loginId }),
    revocationObstacle: null,
    ...part,
  }
}

/** The rows of the manual's list, in a variety of states. */
export function people(): ListedUser[] {
  const inService = { otpStatus: 'inService', expiresAt: LAST_DAY } as const
  const stopped = { ...inService, authStatus: 'stopped', unlockObstacle: null } as const
  return [
    listed('ichirodt', 'データ一郎', { ...inService, role: 'master', serial: '23456789' }),
    listed('hanakodt', 'データ花子', {
      ...stopped,
      role: 'administrator',
      serial: '12345678',
      unlockedTogether: ['データ二郎'],
      sharers: ['データ二郎'],
    }),
    listed('jirodt', 'データ二郎', {
      ...stopped,
      serial: '12345678',
      unlockedTogether: ['データ花子'],
      sharers: ['データ花子'],
    }),
    listed('saburodt', 'データ三郎', { role: 'administrator', otpStatus: 'tokenIssued' }),
    listed('shirodt', 'データ四郎', {
      revocationObstacle: refuse('NOT_REVOCABLE', { loginId: 'shirodt', status: 'unregistered' }),
    }),
    listed('tarodt', 'データ太郎', {
      otpStatus: 'revoked',
      waitingUntil: TEN_O_CLOCK + 20 * 60_000,
      revocationObstacle: refuse('NOT_REVOCABLE', { loginId: 'tarodt', status: 'revoked' }),
    }),
    listed('sakikodt', 'データさき子', {
      otpStatus: 'expired',
      serial: '78106410',
      expiresAt: Date.parse('2026-10-29T23:00:00Z'),
    }),
  ]
}

/** Every answer can be set; what was asked is kept. */
export class BankDouble implements PortalBank {
  time = TEN_O_CLOCK
  rows = people()
  steps = new Map<string, NextStep | Refusal>()
  codes: Done = { ok: true }
  waiting: number | null = null
  lastAdministrator = false
  acts: Done = { ok: true }
  /** Whose login is refused from the next revocation on. */
  revokedThemselves: string | null = null
  readonly asked: unknown[] = []
  /** As a bug would. */
  broken = false

  now(): number {
    return this.time
  }

  async loginStep(loginId: string): Promise<Next> {
    const step = this.steps.get(loginId) ?? 'passwordAndOtp'
    return typeof step === 'string' ? { ok: true, next: step } : step
  }

  async verify(loginId: string, code: string): Promise<Next> {
    this.asked.push({ verify: [loginId, code] })
    return this.codes.ok ? { ok: true, next: 'topPage' } : this.codes
  }

  async activate(loginId: string, serial: string, code: string): Promise<Done> {
    this.asked.push({ activate: [loginId, serial, code] })
    return this.codes
  }

  async resynchronise(loginId: string, code: string, nextCode: string): Promise<Done> {
    this.asked.push({ resynchronise: [loginId, code, nextCode] })
    return this.codes
  }

  async waitingUntil(): Promise<number | null> {
    return this.waiting
  }

  async own(loginId: string) {
    if (this.broken) throw new Error('the bank is broken')
    const user = this.rows.find((one) => one.loginId === loginId)
    return user && { ...user, contractName: 'データ商事株式会社' }
  }

  async users() {
    return { ok: true as const, users: this.rows }
  }

  async takesLastAdministrator(): Promise<boolean> {
    return this.lastAdministrator
  }

  async unlock(actor: string, loginIds: readonly string[]) {
    this.asked.push({ unlock: [actor, loginIds] })
    return this.acts.ok
      ? { ...this.#chosen(loginIds, { authStatus: 'available' }), waitingUntil: null }
      : this.acts
  }

  async revoke(actor: string, loginIds: readonly string[]) {
    this.asked.push({ revoke: [actor, loginIds] })
    const waitingUntil = this.time + 30 * 60_000
    const own = this.revokedThemselves
    if (own !== null) this.steps.set(own, refuse('USER_REVOKED', { loginId: own }))
    return this.acts.ok ? { ...this.#chosen(loginIds, { otpStatus: 'revoked' }), waitingUntil } : this.acts
  }

  #chosen(loginIds: readonly string[], change: Partial<ListedUser>) {
    const users = this.rows
      .filter(({ loginId }) => loginIds.includes(loginId))
      .map(({ loginId, name, role, serial, expiresAt, otpStatus, authStatus }) => ({
        loginId,
        name,
        role,
        serial,
        expiresAt,
        otpStatus,
        authStatus,
        ...change,
      }))
    return { ok: true as const, users }
  }
}
