import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activationEvents, planActivation } from '../../domain/activation.ts'
import type { Command } from '../../domain/commands.ts'
import { customerRevocation, customerUnlock } from '../../domain/customer.ts'
import { decide } from '../../domain/decide.ts'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import { aggregateKinds } from '../../domain/model.ts'
import { dateAt } from '../../domain/calendar.ts'
import { isRefusalCode } from '../../domain/refusals.ts'
import { pendingTies } from '../../domain/ties.ts'
import { trackingCheckDigit } from '../../domain/tracking.ts'
import {
  applicationKind,
  custodyPlace,
  incidentKind,
  revocationReason,
  type ApplicationStatus,
} from '../../domain/vocabulary.ts'
import {
  A,
  approve,
  as,
  AUDITOR,
  B,
  branch,
  DAY,
  Desk,
  form,
  inService,
  issuing,
  LONG,
  MANAGER,
  MANAGER_2,
  MINUTE,
  stock,
  submit,
  TELLER,
  type GivenCommand,
} from './given.ts'
import { illegalities } from './legal.ts'

const users = ['ichirodt', 'hanakodt', 'jirodt', 'saburodt', 'sakikodt', 'tarodt', 'shirodt'] as const
const serials = ['80000001', '80000002', '80000003', '80000004', '80000005', '80000006', '80000007'] as const
const actors = [TELLER, MANAGER, MANAGER_2, AUDITOR] as const

/** One step of a random day: what to try, and numbers to choose its subjects by. */
interface Step {
  readonly act: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly minutes: number
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.nat(99),
  a: fc.nat(999),
  b: fc.nat(999),
  c: fc.nat(999),
  minutes: fc.oneof({ weight: 4, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(20_000) }),
})

function pick<T>(values: readonly T[], index: number): T | undefined {
  return values[index % Math.max(1, values.length)]
}

/** The command of a step; subjects are taken from what exists, so that many commands succeed. */
function commandOf({ act, a, b, c }: Step, desk: Desk): GivenCommand {
  const { state } = desk
  const user = pick(users, a) ?? ''
  const serial = pick(serials, b) ?? ''
  const of = (...statuses: ApplicationStatus[]) =>
    pick(
      [...state.all('application')].filter(({ status }) => statuses.includes(status)),
      a,
    )?.applicationId ?? 'none'
  const contractNo = c % 9 === 0 ? B : (state.get('user', user)?.contractNo ?? A)
  const kind = c % 2 === 0 ? 'new' : (pick(applicationKind.options, c) ?? 'new')
  const delivery = b % 2 === 0 ? ('mail' as const) : ('counter' as const)
  const options = {
    kind,
    contractNo,
    delivery,
    startDate: dateAt(desk.now + (delivery === 'mail' ? 14 * DAY : 0)),
    relatedSerial: c % 3 === 0 ? serial : null,
  }
  const memo = 'memo'
  const serving = users.filter((loginId) => desk.user(loginId).otp.status === 'inService')
  const ten = `10000000${String(10 + (a % 90))}`
  const application = state.get('application', of('issued'))
  const started = [...state.all('issuance')].filter(({ status }) => status === 'started')
  const issuanceId = pick(started, a)?.issuanceId ?? 'none'
  if (act < 14) return submit(c % 5 === 0 ? [user, pick(users, c) ?? ''] : [user], options)
  if (act < 16) return { type: 'saveDraft', ...form([user], options) }
  if (act < 34) return approve(pick(state.waitingApprovals(), a)?.requestId)
  if (act < 36) {
    const requestIds = [pick(state.waitingApprovals(), a)?.requestId ?? 'none']
    return { type: 'decideApprovals', requestIds, verdict: c % 2 === 0 ? 'sendBack' : 'deny', memo }
  }
  if (act < 46) return issuing(of('approved'), serial, `i${desk.events.length}`)
  if (act < 54) {
    const proof = { driftSteps: 0, provenStep: 1, keyId: 'k', box: new Uint8Array([1]) }
    return { type: 'recordIssuance', issuanceId, ...proof }
  }
  if (act >= 92) return { type: 'checkActivation', loginId: user, serial, identityChecked: true }
  // Delivery is tried as often as the rest together, so that fobs reach their users.
  switch (act < 86 ? act : 56 + (act % 6)) {
    case 54:
      return { type: 'voidIssuance', issuanceId, step: 's', code: 'NO_FOB', ambiguous: c % 2 === 0 }
    case 55:
      return { type: 'cancelIssuance', applicationId: of('issued'), memo }
    case 56:
    case 57:
      return {
        type: 'sealEnvelope',
        applicationId: of('issued'),
        serial: application?.serial ?? serial,
        letterNo: application?.letterNo ?? '',
      }
    case 58:
    case 59:
      return {
        type: 'recordDispatch',
        applicationId: of('issued'),
        service: 'registered',
        trackingNo: `${ten}${trackingCheckDigit(ten)}`,
      }
    case 60:
    case 61: {
      const who = { receivedBy: 'self', identityDocument: 'passport' } as const
      return { type: 'handOver', applicationId: of('issued'), serial: application?.serial ?? serial, ...who }
    }
    case 62:
    case 63:
      return { type: 'recordReturnByPost', serial, memo }
    case 64:
    case 65:
      return { type: 'recordReturn', serial, memo }
    case 66:
      return { type: 'unlockUsers', loginIds: [user], identityChecked: true, memo }
    case 67:
    case 68:
    case 69:
      return {
        type: 'revokeUsers',
        loginIds: [c % 4 === 0 ? user : (pick(serving, a) ?? user)],
        reason: pick(revocationReason.options, c) ?? 'other',
        memo,
      }
    case 70: {
      const incident = pick(incidentKind.options, c) ?? 'loss'
      return { type: 'reportIncident', serial, kind: incident, channel: 'phone', reportedBy: '', memo }
    }
    case 71:
      return { type: 'liftIncident', serial, memo }
    case 72:
    case 73:
      return {
        type: 'moveFobs',
        serials: [serial],
        to: pick(custodyPlace.options, c) ?? 'stock',
        reference: 'ref',
        memo,
      }
    case 74:
      return { type: 'proposeWriteOff', serials: [serial], reason: memo }
    case 75:
      return { type: 'proposeTransfer', serials: [serial], toBranch: '002', reason: memo }
    case 76: {
      const transferId = pick([...state.all('transfer')], a)?.transferId ?? 'none'
      return { type: 'receiveTransfer', transferId, serials: [serial] }
    }
    case 77:
    case 78:
      return { type: 'proposeReseed', serial, reason: memo }
    case 79:
      return { type: 'withdrawApplication', applicationId: of('waiting', 'approved', 'returned'), memo }
    case 80:
      return {
        type: 'changeStartDate',
        applicationId: of('approved', 'issued'),
        startDate: dateAt(desk.now + 20 * DAY),
      }
    case 81:
      return { type: 'recordStocktake', kind: 'monthly', place: 'stock', serials: [serial], memo }
    case 82:
      return { type: 'proposeStaffRemove', staffNo: pick(actors, c)?.staffNo ?? '' }
    case 83:
      return { type: 'proposeThresholdReset', serial, reason: memo }
    case 84:
      return { type: 'raiseTimeTasks' }
    case 85:
      return { type: 'withdrawRequest', requestId: pick(state.waitingApprovals(), a)?.requestId ?? 'none' }
    default:
      throw new Error(`no command for ${act}`)
  }
}

/** What head office and customers do meanwhile. */
function outside({ a, b, c }: Step, desk: Desk): void {
  const waiting = users.filter((loginId) => pendingTies(desk.user(loginId).otp).length > 0)
  const user = pick(a % 4 === 0 ? users : waiting, b) ?? 'ichirodt'
  const tie = pendingTies(desk.user(user).otp)[0]
  const serial = (a % 3 === 0 ? null : tie?.serial) ?? pick(serials, b) ?? ''
  const fob = desk.state.get('fob', serial)
  const chance = c % 100
  if (chance < 35) {
    const issuanceId = fob?.seed.issuanceId
    if (issuanceId) desk.record({ type: 'SeedBoxReceived', v: 1, data: { issuanceId, serial } }, null)
  } else if (chance < 38 && fob !== undefined && fob.loginIds.length > 0) {
    const cause = a % 2 === 0 ? 'failures' : 'longRun'
    desk.record({ type: 'UsersStopped', v: 1, data: { loginIds: [...fob.loginIds], serial, cause } }, null)
  } else if (chance < 42) {
    const decision =
      b % 2 === 0
        ? customerRevocation(desk.state, user, [pick(users, b) ?? ''], desk.now)
        : customerUnlock(desk.state, user, [pick(users, b) ?? ''], { now: desk.now, memo: '' })
    if (decision.ok) for (const draft of decision.events) desk.record(draft, null)
  } else if (chance < 75) {
    const plan = planActivation(desk.state, {
      loginId: user,
      serial,
      now: desk.now,
      newTieId: `n${desk.events.length}`,
    })
    if (!plan.ok) return
    for (const draft of activationEvents(plan, {
      step: 1,
      atCounter: false,
      taskId: `t${desk.events.length}`,
    })) {
      desk.record(draft, null)
    }
  }
}

function setUp(): Desk {
  const desk = new Desk()
  branch(desk)
  stock(serials, LONG)(desk)
  // Some already have what others will ask for.
  inService(['hanakodt'], '80000001')(desk)
  inService(['sakikodt'], '80000002', { contractNo: B })(desk)
  return desk
}

function live(desk: Desk, steps: readonly Step[], check: () => void): void {
  for (const one of steps) {
    desk.now += one.minutes * MINUTE
    const actor = one.c % 10 < 4 ? TELLER : (pick(actors, one.c) ?? TELLER)
    const branchNo = one.act === 76 ? '002' : '001'
    desk.ask(
      commandOf(one, desk),
      as(one.act >= 16 && one.act < 36 ? (one.c % 2 ? MANAGER : MANAGER_2) : actor, { branchNo }),
    )
    outside(one, desk)
    check()
  }
}

const contents = (state: MemoryState) =>
  aggregateKinds.map((kind) => new Map([...state.all(kind)].map((value) => [JSON.stringify(value), value])))

describe('random days at the desk', () => {
  it('reach only legal states, and the record folds to the same state again', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 60 }), (steps) => {
        const desk = setUp()
        live(desk, steps, () => expect(illegalities(desk)).toEqual([]))
        for (const { type } of desk.events) seen.set(type, (seen.get(type) ?? 0) + 1)
        const again = new MemoryState()
        for (const event of desk.events) again.apply(evolve(again, event))
        expect(contents(again)).toEqual(contents(desk.state))
      }),
      { numRuns: 250 },
    )
    // The generator must get somewhere, or the property would prove nothing.
    for (const type of [
      'FobIssued',
      'UserActivated',
      'UsersRevoked',
      'FobHandedOver',
      'IncidentReported',
    ] as const) {
      expect(seen.get(type) ?? 0, type).toBeGreaterThan(10)
    }
  })

  it('stay legal when events arrive doubled, dropped and out of order', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 40, maxLength: 60 }),
        fc.infiniteStream(fc.nat(9)),
        (steps, noise) => {
          const desk = setUp()
          const prefix = desk.events.length
          live(desk, steps, () => undefined)
          const messy = new Desk()
          for (const event of desk.events.slice(0, prefix)) messy.state.apply(evolve(messy.state, event))
          const rest = desk.events.slice(prefix)
          while (rest.length > 0) {
            const { value } = noise.next()
            const [event] = rest.splice(value >= 8 ? Math.min(2, rest.length - 1) : 0, 1)
            if (event === undefined || value === 0) continue
            messy.state.apply(evolve(messy.state, event))
            if (value === 1) messy.state.apply(evolve(messy.state, event))
          }
          expect(
            illegalities(messy).filter((wrong) => !/ is in \w+ and in use$|is blank and tied$/.test(wrong)),
          ).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })

  it('never make the rules throw, whatever is typed', () => {
    const desk = setUp()
    const typed = fc.oneof(fc.string(), fc.constantFrom('', '８００００００１', '2026-13-99', '\u0000', '-1'))
    fc.assert(
      fc.property(step, typed, fc.nat(9), (one, text, at) => {
        const command = garbled(commandOf(one, desk), text, at)
        for (const actor of [...actors, null]) {
          const answer = decide(command, desk.state, desk.context(as(actor)))
          expect(answer.ok || isRefusalCode(answer.code)).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

/** The command with one of its texts replaced. */
function garbled(command: GivenCommand, text: string, at: number): Command {
  let seen = 0
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') return seen++ === at + 1 ? text : value
    if (Array.isArray(value)) return value.map(replace)
    if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'type' ? inner : replace(inner)]),
    )
  }
  // Words of closed sets may be garbled too: the bridge's schema refuses them, the rules must still stand.
  return replace(command) as Command
}
