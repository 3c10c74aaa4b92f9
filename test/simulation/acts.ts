/** What people do at a desk, and customers with their fobs. Subjects are taken from what the desk shows. */
import { dateAt } from '../../domain/calendar.ts'
import type { Command } from '../../domain/commands.ts'
import { decide } from '../../domain/decide.ts'
import type { Context } from '../../domain/decide-types.ts'
import type { Application, Fob } from '../../domain/model.ts'
import { hotp, stepAt } from '../../domain/otp.ts'
import { trackingCheckDigit } from '../../domain/tracking.ts'
import {
  applicationKind,
  custodyPlace,
  incidentKind,
  revocationReason,
  type ApplicationStatus,
} from '../../domain/vocabulary.ts'
import { sealSeed } from '../../protocol/seed-box.ts'
import type { SimDesk } from './sim-desk.ts'
import { managersOf, tellerOf, type Branch, type Town } from './town.ts'

const DAY = 86_400_000
const memo = 'memo'

/** One person at one desk with one thing in hand. */
interface Turn {
  readonly town: Town
  readonly branch: Branch
  readonly desk: SimDesk
  readonly now: number
  readonly fob: Fob | undefined
  readonly loginId: string
  readonly serial: string
  application(...statuses: ApplicationStatus[]): Application | undefined
}

type Act = (turn: Turn) => Command | null

function submit({ town, desk, loginId, serial, now }: Turn): Command {
  const { chance } = town
  const kind = chance.likely(0.6) ? 'new' : (chance.of(applicationKind.options) ?? 'new')
  const delivery = chance.likely(0.5) ? 'counter' : 'mail'
  return {
    type: 'submitApplication',
    kind,
    contractNo: desk.state.get('user', loginId)?.contractNo ?? '',
    loginIds: [loginId],
    startDate: dateAt(now + (delivery === 'mail' ? 14 * DAY : 0)),
    delivery,
    evidence: {
      visitor: 'self',
      powerOfAttorney: false,
      sealVerified: true,
      identityDocument: 'driversLicence',
      receiptNo: 'K',
      fee: 'cash',
    },
    relatedSerial: kind === 'new' ? null : serial,
    memo,
  }
}

const acts: readonly (readonly [weight: number, act: Act])[] = [
  [14, submit],
  [
    24,
    ({ town, desk }) => {
      const asked = town.chance.of(desk.state.waitingApprovals())
      const verdict = town.chance.likely(0.85)
        ? 'approve'
        : (town.chance.of(['sendBack', 'deny'] as const) ?? 'deny')
      return asked === undefined
        ? null
        : { type: 'decideApprovals', requestIds: [asked.requestId], verdict, memo }
    },
  ],
  [
    18,
    ({ town, desk, fob, application }) => {
      const applicationId = application('approved')?.applicationId
      if (fob === undefined || applicationId === undefined) return null
      const { serial, chipSerial, model } = fob
      const issuanceId = `i-${desk.device}-${town.chance.below(1e9)}`
      return { type: 'startIssuance', issuanceId, applicationId, serial, chipSerial, model }
    },
  ],
  [
    2,
    ({ desk, town }) => {
      const started = [...desk.state.all('issuance')].filter(({ status }) => status === 'started')
      const issuanceId = town.chance.of(started)?.issuanceId
      const ambiguous = town.chance.likely(0.5)
      return issuanceId === undefined
        ? null
        : { type: 'voidIssuance', issuanceId, step: 'write', code: 'NO_FOB', ambiguous }
    },
  ],
  [
    26,
    ({ application }) => {
      const issued = application('issued')
      return typeof issued?.serial !== 'string'
        ? null
        : {
            type: 'handOver',
            applicationId: issued.applicationId,
            serial: issued.serial,
            receivedBy: 'self',
            identityDocument: 'passport',
          }
    },
  ],
  [
    4,
    ({ application }) => {
      const issued = application('issued')
      const { applicationId, serial, letterNo } = issued ?? {}
      return applicationId === undefined || typeof serial !== 'string' || letterNo === undefined
        ? null
        : { type: 'sealEnvelope', applicationId, serial, letterNo }
    },
  ],
  [
    4,
    ({ application, town }) => {
      const applicationId = application('issued')?.applicationId
      const ten = `10000000${10 + town.chance.below(90)}`
      const trackingNo = `${ten}${trackingCheckDigit(ten)}`
      return applicationId === undefined
        ? null
        : { type: 'recordDispatch', applicationId, service: 'registered', trackingNo }
    },
  ],
  [1, ({ serial }) => ({ type: 'recordReturnByPost', serial, memo })],
  [1, ({ serial }) => ({ type: 'recordReturn', serial, memo })],
  [
    2,
    ({ application }) => {
      const applicationId = application('issued', 'dispatched')?.applicationId
      return applicationId === undefined ? null : { type: 'cancelIssuance', applicationId, memo }
    },
  ],
  [
    2,
    ({ application }) => {
      const applicationId = application('waiting', 'approved', 'returned')?.applicationId
      return applicationId === undefined ? null : { type: 'withdrawApplication', applicationId, memo }
    },
  ],
  [3, ({ loginId }) => ({ type: 'unlockUsers', loginIds: [loginId], identityChecked: true, memo })],
  [
    5,
    ({ loginId, town }) => {
      const reason = town.chance.of(revocationReason.options) ?? 'other'
      return { type: 'revokeUsers', loginIds: [loginId], reason, memo }
    },
  ],
  [
    4,
    ({ desk, town }) => {
      const used = [...desk.state.all('fob')].filter(({ loginIds }) => loginIds.length > 0)
      const serial = town.chance.of(used)?.serial
      const kind = town.chance.of(incidentKind.options) ?? 'loss'
      return serial === undefined
        ? null
        : { type: 'reportIncident', serial, kind, channel: 'phone', reportedBy: '', memo }
    },
  ],
  [2, ({ serial }) => ({ type: 'liftIncident', serial, memo })],
  [
    4,
    ({ serial, town }) => {
      const to = town.chance.of(custodyPlace.options) ?? 'stock'
      return { type: 'moveFobs', serials: [serial], to, reference: 'ref', memo }
    },
  ],
  [3, ({ serial }) => ({ type: 'proposeReseed', serial, reason: memo })],
  [
    5,
    ({ serial, town, branch }) => {
      const others = town.acrossBranches ? town.branches.filter((other) => other !== branch) : []
      const toBranch = town.chance.of(others)?.branchNo
      if (toBranch === undefined) return null
      return { type: 'proposeTransfer', serials: [serial], toBranch, reason: memo }
    },
  ],
  [
    5,
    ({ desk, town }) => {
      const coming = [...desk.state.all('transfer')].filter(
        ({ toBranch, receivedSerials }) => toBranch === desk.branchNo && receivedSerials === null,
      )
      const transfer = town.chance.of(coming)
      if (transfer === undefined) return null
      const serials = town.chance.likely(0.8) ? [...transfer.serials] : []
      return { type: 'receiveTransfer', transferId: transfer.transferId, serials }
    },
  ],
  [
    1,
    ({ serial, desk }) => ({
      type: 'recordStocktake',
      kind: 'monthly',
      place: 'stock',
      serials: [serial, ...desk.state.serialsIn(desk.branchNo, 'stock')].slice(1),
      memo,
    }),
  ],
  [
    3,
    ({ desk, loginId, town }) => {
      const user = desk.state.get('user', loginId)
      const contract = user && desk.state.get('contract', user.contractNo)
      if (user === undefined || contract === undefined) return null
      const { loginIds: _logins, ...row } = contract
      const { name, kana, role, rosterStatus } = user
      // The second contract of each branch moves to another one, and back or on; of the other only the name changes.
      const moves = town.acrossBranches && loginId.startsWith('c')
      if (moves && town.chance.likely(0.4)) return null
      const home = town.branches.filter(({ logins }) => logins.includes(loginId))
      const back = contract.branchNo !== home[0]?.branchNo && town.chance.likely(0.5)
      const others = back ? home : town.branches.filter(({ branchNo }) => branchNo !== contract.branchNo)
      const branchNo = moves ? (town.chance.of(others)?.branchNo ?? '') : contract.branchNo
      return {
        type: 'importRoster',
        fileName: 'r.csv',
        rows: [
          {
            contract: { ...row, branchNo, name: `名${town.chance.below(99)}` },
            user: { loginId, name, kana, role, rosterStatus },
          },
        ],
      }
    },
  ],
  [1, ({ serial }) => ({ type: 'proposeThresholdReset', serial, reason: memo })],
  [2, () => ({ type: 'raiseTimeTasks' })],
  [
    8,
    ({ desk }) => {
      // The oldest: two PCs that have not heard of one another settle the same.
      const taskId = [...desk.state.all('task')].find(({ settledAt }) => settledAt === null)?.taskId
      return taskId === undefined ? null : { type: 'settleTask', taskId, memo }
    },
  ],
]
const weights = acts.reduce((sum, [weight]) => sum + weight, 0)

const managerActs: ReadonlySet<Command['type']> = new Set(['decideApprovals', 'liftIncident', 'importRoster'])

/** How often somebody tries before giving up: the rules refuse much of what chance comes up with. */
const TRIES = 12

/** One act of a person that the rules allow, if there is one. */
export async function act(town: Town, branch: Branch, desk: SimDesk): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) if (await attempt(town, branch, desk)) return
}

/** The branch of the login's contract, by the desk's books. */
function contractAt({ state }: SimDesk, loginId: string): string | undefined {
  const contractNo = state.get('user', loginId)?.contractNo
  return contractNo === undefined ? undefined : state.get('contract', contractNo)?.branchNo
}

async function attempt(town: Town, branch: Branch, desk: SimDesk): Promise<boolean> {
  const { chance } = town
  const now = town.now + desk.skewMs
  // Now and then something of another branch: a fob or customer that came over.
  const at = town.acrossBranches && chance.likely(0.15) ? (chance.of(town.branches) ?? branch) : branch
  const serial = chance.of(at.serials) ?? ''
  // Customers who move about have work in hand wherever they are.
  const moving = town.acrossBranches && chance.likely(0.4)
  const logins = moving ? town.branches.flatMap((one) => one.logins.slice(2)) : at.logins
  const known = logins.filter((name) => contractAt(desk, name) === branch.branchNo)
  const turn: Turn = {
    town,
    branch,
    desk,
    now,
    serial,
    fob: desk.state.get('fob', serial),
    loginId: chance.of(known.length > 0 ? known : at.logins) ?? '',
    application: (...statuses) =>
      chance.of([...desk.state.all('application')].filter(({ status }) => statuses.includes(status))),
  }
  let left = chance.below(weights)
  const chosen = acts.find(([weight]) => (left -= weight) < 0)?.[1]
  const command = chosen?.(turn) ?? null
  if (command === null || !give(turn, command)) return false
  if (command.type === 'startIssuance' && chance.likely(0.85)) {
    await program(turn, command.issuanceId, command.serial)
  }
  return true
}

function give({ town, branch, desk, now }: Turn, command: Command): boolean {
  const { branchNo } = branch
  const managers = managersOf(branchNo)
  const byManager = managerActs.has(command.type) || town.chance.likely(0.1)
  const staffNo = byManager ? (town.chance.of(managers) ?? '') : tellerOf(branchNo)
  const context: Context = {
    now,
    actor: { staffNo, role: byManager ? 'manager' : 'teller', deputy: false },
    shoulderOf: null,
    reauthenticated: true,
    branchNo,
    policy: desk.state.policy(),
    id: `${desk.device}-${town.chance.below(1e9)}`,
    clock: { offsetMs: 0, measuredAt: now, stepSeen: false, permitted: false },
  }
  const decision = decide(command, desk.state, context)
  if (!decision.ok || decision.events.length === 0) return false
  desk.record(decision.events, now, staffNo)
  return true
}

/** The chip is written, and the code it shows proves the seed. */
async function program(turn: Turn, issuanceId: string, serial: string): Promise<void> {
  const { town, desk, now } = turn
  const seed = town.write(serial)
  const { hub } = town
  const { keyId, publicKey } = (await hub.store.read((reader) => hub.keys.at(reader))).sealing
  const box = await sealSeed(publicKey, { serial, issuanceId, device: desk.device, keyId }, seed)
  const provenStep = stepAt(now)
  give(turn, { type: 'recordIssuance', issuanceId, driftSteps: 0, provenStep, keyId, box })
}

/** 利用開始登録 at the counter, or a customer who types codes: right ones or wrong ones. */
export async function customer(town: Town, branch: Branch, desk: SimDesk): Promise<void> {
  const { chance } = town
  if (town.acrossBranches && chance.likely(0.1)) return elsewhere(town, branch, desk)
  const users = branch.logins.flatMap((name) => desk.state.get('user', name) ?? [])
  const tied = users.filter(({ otp }) => otp.status !== 'unregistered')
  // Whoever has just got a fob registers it.
  const waiting = tied.filter(({ otp }) => otp.status === 'tokenIssued')
  const user = chance.of(waiting.length > 0 && chance.likely(0.7) ? waiting : tied)
  if (user === undefined || user.otp.status === 'unregistered') return
  const { loginId } = user
  const serial = (user.otp.status === 'revoked' ? user.otp.next?.serial : user.otp.tie.serial) ?? ''
  const seed = town.chips.get(serial)
  if (seed === undefined) return
  const right = hotp(seed, stepAt(town.now))
  const { headOffice } = town.line(desk)
  const { device } = desk
  if (user.otp.status !== 'inService') {
    await headOffice.activate({ device, staffNo: tellerOf(branch.branchNo), loginId, serial, code: right })
  } else if (chance.likely(0.5)) {
    await headOffice.login({ device, loginId, code: right })
  } else {
    for (let wrong = 0; wrong < 6; wrong += 1) await headOffice.login({ device, loginId, code: '000000' })
  }
}

/** 他店取扱: somebody of another branch stands at this counter, and often the fob is lost. */
async function elsewhere(town: Town, branch: Branch, desk: SimDesk): Promise<void> {
  const { chance } = town
  const home = chance.of(town.branches.filter((other) => other !== branch))
  const issued = home?.serials.filter(
    (one) => typeof town.hub.state.folded.get('fob', one)?.contractNo === 'string',
  )
  const serial = chance.of(issued ?? [])
  if (serial === undefined) return
  const { headOffice } = town.line(desk)
  const who = { device: desk.device, staffNo: tellerOf(branch.branchNo) }
  await headOffice.lookUpCustomer({ ...who, by: 'serial', text: serial })
  if (chance.likely(0.5)) return
  const kind = chance.of(incidentKind.options) ?? 'loss'
  await headOffice.reportIncident({ ...who, serial, kind, channel: 'phone', reportedBy: '', memo })
}
