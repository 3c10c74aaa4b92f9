/**
 * given (a branch with a past) – when (a command) – then (facts or a refusal). A `Desk` decides, records and
 * folds like the real one, with time and people under the test's hand.
 */
import { expect } from 'vitest'
import type { Command } from '../../domain/commands.ts'
import { decide } from '../../domain/decide.ts'
import type { Actor, Context, Decision, Refusal } from '../../domain/decide-types.ts'
import { evolve } from '../../domain/evolve.ts'
import type { DeskEvent, EventDraft, EventType } from '../../domain/events.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import type { Evidence, Fob, User } from '../../domain/model.ts'
import { defaultPolicy } from '../../domain/policy.ts'
import { type RefusalCode, sentence } from '../../domain/refusals.ts'
import { trainingRoster } from '../../domain/training.ts'
import type { ApplicationKind, DeliveryMethod } from '../../domain/vocabulary.ts'

export const BRANCH = '001'
export const A = '1000001'
export const B = '1000002'
export const TELLER: Actor = { staffNo: '2001', role: 'teller', deputy: false }
export const MANAGER: Actor = { staffNo: '1001', role: 'manager', deputy: false }
export const MANAGER_2: Actor = { staffNo: '1002', role: 'manager', deputy: false }
export const AUDITOR: Actor = { staffNo: '3001', role: 'auditor', deputy: false }
export const DEPUTY: Actor = { staffNo: '2003', role: 'teller', deputy: true }

/** An instant in Tokyo. */
export const tokyo = (text: string) => Date.parse(`${text}+09:00`)

/** A Tuesday after a holiday; the fifth business day after it is 2026-12-01. */
export const T0 = tokyo('2026-11-24T10:00:00')
export const LONG = tokyo('2030-03-31T08:00:00')

export const evidence: Evidence = {
  visitor: 'self',
  powerOfAttorney: false,
  sealVerified: true,
  identityDocument: 'driversLicence',
  receiptNo: 'K-1',
  fee: 'cash',
}

export type Who = Partial<Context>

/** A command written `as const`. */
type Frozen<T> = T extends Uint8Array ? T : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T
export type GivenCommand = Frozen<Command>

/** Rules only read commands; that their arrays are not declared so is zod's doing. */
const thawed = (command: GivenCommand) => command as Command

export const as = (actor: Actor | null, more: Who = {}): Who => ({ actor, ...more })

export class Desk {
  readonly state = new MemoryState()
  readonly events: DeskEvent[] = []
  now = T0
  who: Who = {}
  #ids = 0

  context(who: Who = {}): Context {
    return {
      now: this.now,
      actor: TELLER,
      shoulderOf: null,
      reauthenticated: true,
      branchNo: BRANCH,
      policy: this.state.policy(),
      id: `id${(this.#ids += 1)}`,
      clock: { offsetMs: 0, measuredAt: this.now, stepSeen: false, permitted: false },
      ...this.who,
      ...who,
    }
  }

  record(draft: EventDraft, by: string | null = TELLER.staffNo): void {
    const seq = this.events.length + 1
    const meta = { id: `e${seq}`, realm: 'training', device: 'd1', seq, at: this.now, by } as const
    const event = { ...draft, meta }
    this.events.push(event)
    this.state.apply(evolve(this.state, event))
  }

  ask(command: GivenCommand, who: Who = {}): Decision | Refusal {
    const context = this.context(who)
    const answer = complete(decide(thawed(command), this.state, context))
    if (answer.ok) for (const draft of answer.events) this.record(draft, context.actor?.staffNo ?? null)
    return answer
  }

  /** The command must be allowed; answers the identifiers it made. */
  do(command: GivenCommand, who: Who = {}): Readonly<Record<string, string>> {
    const answer = this.ask(command, who)
    if (!answer.ok)
      throw new Error(`${command.type} refused: ${answer.code} ${JSON.stringify(answer.detail)}`)
    return answer.made
  }

  user(loginId: string): User {
    const user = this.state.get('user', loginId)
    if (user === undefined) throw new Error(`no user ${loginId}`)
    return user
  }

  fob(serial: string): Fob {
    const fob = this.state.get('fob', serial)
    if (fob === undefined) throw new Error(`no fob ${serial}`)
    return fob
  }
}

/** Every refusal that any test provokes must be a whole sentence in both languages. */
function complete(answer: Decision | Refusal): Decision | Refusal {
  if (answer.ok) return answer
  for (const language of ['ja', 'en'] as const) {
    expect(sentence(answer.code, language, answer.detail)).not.toContain('―')
  }
  return answer
}

export interface When {
  /** Exactly these facts, in order. */
  thenRecords(...types: EventType[]): Extract<Decision, { ok: true }>
  thenRefused(code: RefusalCode, detail?: Refusal['detail']): void
}

/** `given(branch, withStock(), …).when(command, who).thenRecords('FobMoved')` or `.thenRefused('FOB_UNKNOWN')`. */
export function given(...steps: ((desk: Desk) => void)[]) {
  const desk = new Desk()
  for (const step of steps) step(desk)
  return {
    desk,
    when(command: GivenCommand, who: Who = {}): When {
      const answer = complete(decide(thawed(command), desk.state, desk.context(who)))
      return {
        thenRecords(...types) {
          if (!answer.ok) throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.detail)}`)
          expect(answer.events.map(({ type }) => type)).toEqual(types)
          return answer
        },
        thenRefused(code, detail) {
          expect(answer).toMatchObject({ ok: false, code, ...(detail && { detail }) })
        },
      }
    },
  }
}

// ── Steps

export function branch(desk: Desk): void {
  desk.do(
    {
      type: 'openBranch',
      branchName: '本店',
      managers: [
        { staffNo: '1001', name: '役一', deputy: false },
        { staffNo: '1002', name: '役子', deputy: false },
      ],
    },
    as(null, { policy: defaultPolicy }),
  )
  for (const { staffNo, role, deputy } of [TELLER, AUDITOR, DEPUTY]) {
    desk.record({ type: 'StaffAdded', v: 1, data: { staffNo, name: staffNo, role, deputy } }, null)
  }
  desk.do({ type: 'importRoster', fileName: 'r.csv', rows: trainingRoster(BRANCH) }, as(MANAGER))
}

export const chipOf = (serial: string) => `8659610${serial}`

/** Fobs received and booked into stock. */
export function stock(serials: readonly string[], expiresAt = LONG) {
  return (desk: Desk): void => {
    const rows = serials.map((serial) => ({
      lotNo: `L${serial}`,
      serial,
      chipSerial: chipOf(serial),
      model: 'C301-i',
      expiresAt,
      boxNo: '1',
    }))
    desk.do({ type: 'importLot', fileName: 'l.csv', rows, declared: null }, as(MANAGER))
    desk.do({ type: 'moveFobs', serials: [...serials], to: 'stock', reference: null, memo: '' }, as(MANAGER))
  }
}

export interface FormOptions {
  readonly kind?: ApplicationKind
  readonly contractNo?: string
  readonly startDate?: string | null
  readonly delivery?: DeliveryMethod
  readonly relatedSerial?: string | null
  readonly evidence?: Partial<Evidence>
  readonly applicationId?: string
}

export function form(loginIds: readonly string[], options: FormOptions = {}) {
  const { kind = 'new', contractNo = A, delivery = 'mail', relatedSerial = null, applicationId } = options
  const startDate = options.startDate === undefined ? '2026-12-01' : options.startDate
  return {
    ...(applicationId !== undefined && { applicationId }),
    kind,
    contractNo,
    loginIds: [...loginIds],
    startDate,
    delivery,
    evidence: { ...evidence, ...options.evidence },
    relatedSerial,
    memo: '',
  }
}

export const submit = (loginIds: readonly string[], options: FormOptions = {}) =>
  ({ type: 'submitApplication', ...form(loginIds, options) }) as const

export const approve = (requestId: string | undefined) =>
  ({ type: 'decideApprovals', requestIds: [requestId ?? ''], verdict: 'approve', memo: '' }) as const

/** An approved application; the identifiers are put on `out`. */
export function approved(
  loginIds: readonly string[],
  options: FormOptions = {},
  out: { applicationId?: string } = {},
) {
  return (desk: Desk): void => {
    const { applicationId, requestId } = desk.do(submit(loginIds, options))
    desk.do(approve(requestId), as(MANAGER))
    if (applicationId !== undefined) out.applicationId = applicationId
  }
}

export const issuing = (applicationId: string, serial: string, issuanceId = `i-${applicationId}`) =>
  ({
    type: 'startIssuance',
    issuanceId,
    applicationId,
    serial,
    chipSerial: chipOf(serial),
    model: 'C301-i',
  }) as const

export const proving = (issuanceId: string) =>
  ({
    type: 'recordIssuance',
    issuanceId,
    driftSteps: 0,
    provenStep: 1,
    keyId: 'k',
    box: new Uint8Array([1]),
  }) as const

/** Applied for, approved, written, proven and known at head office. */
export function issued(
  loginIds: readonly string[],
  serial: string,
  options: FormOptions = {},
  out: { applicationId?: string } = {},
) {
  return (desk: Desk): void => {
    approved(loginIds, options, out)(desk)
    const applicationId = out.applicationId ?? ''
    const issuanceId = `i-${applicationId}`
    desk.do(issuing(applicationId, serial))
    desk.do(proving(issuanceId))
    desk.record({ type: 'SeedBoxReceived', v: 1, data: { issuanceId, serial } }, null)
  }
}

/** Handed over at the counter the same day. */
export function handedOver(loginIds: readonly string[], serial: string, options: FormOptions = {}) {
  return (desk: Desk): void => {
    const out: { applicationId?: string } = {}
    issued(loginIds, serial, { startDate: '2026-11-24', ...options, delivery: 'counter' }, out)(desk)
    desk.do({
      type: 'handOver',
      applicationId: out.applicationId ?? '',
      serial,
      receivedBy: 'self',
      identityDocument: 'passport',
    })
  }
}

/** Head office records the registration of the tie that waits. */
export function activated(loginId: string, serial: string) {
  return (desk: Desk): void => {
    const { otp } = desk.user(loginId)
    const tie = otp.status === 'tokenIssued' ? otp.tie : otp.status === 'revoked' ? otp.next : null
    if (tie === null) throw new Error(`${loginId} has nothing to register`)
    desk.record(
      {
        type: 'UserActivated',
        v: 1,
        data: {
          loginId,
          serial,
          tieId: tie.tieId,
          applicationId: tie.applicationId,
          step: 1,
          atCounter: false,
          crossedWith: tie.serial === serial || tie.serial === null ? null : tie.serial,
        },
      },
      null,
    )
  }
}

/** サービス利用中 with a fob of its own. */
export function inService(loginIds: readonly string[], serial: string, options: FormOptions = {}) {
  return (desk: Desk): void => {
    if (desk.state.get('fob', serial) === undefined) stock([serial])(desk)
    handedOver(loginIds, serial, options)(desk)
    for (const loginId of loginIds) activated(loginId, serial)(desk)
  }
}

export function stopped(
  loginIds: readonly string[],
  serial: string | null,
  cause: 'failures' | 'longRun' | 'bank' = 'failures',
) {
  return (desk: Desk): void =>
    desk.record({ type: 'UsersStopped', v: 1, data: { loginIds: [...loginIds], serial, cause } }, null)
}

export const revoke = (
  loginIds: readonly string[],
  reason: 'fault' | 'loss' | 'other' | 'leaver' | 'byCustomer' | 'death' | 'expired' = 'fault',
  memo = '',
) => ({ type: 'revokeUsers', loginIds: [...loginIds], reason, memo }) as const

export const revoked =
  (loginIds: readonly string[], reason: Parameters<typeof revoke>[1] = 'fault') =>
  (desk: Desk): void =>
    void desk.do(revoke(loginIds, reason))

export const later =
  (ms: number) =>
  (desk: Desk): void => {
    desk.now += ms
  }

export const MINUTE = 60_000
export const DAY = 86_400_000
