/** A hub with one enrolled desk and the manual's contract: 一郎 (master), 花子 and 二郎, who share her fob. */
import type { EventDraft } from '../../domain/events.ts'
import type { Tie } from '../../domain/model.ts'
import { asSeed, hotp, stepAt, type Seed } from '../../domain/otp.ts'
import { defaultPolicy, type Policy } from '../../domain/policy.ts'
import type { Proposal } from '../../domain/proposals.ts'
import type { ApplicationKind, Realm } from '../../domain/vocabulary.ts'
import { issueEnrolmentCode } from '../../hub/enrolment.ts'
import { createHub, headOfficeOf } from '../../hub/head-office.ts'
import type { Hub } from '../../hub/hub.ts'
import type { HubKeys } from '../../hub/keys/hub-keys.ts'
import { generateHubKeys } from './fixed-keys.ts'
import type { HubStore } from '../../hub/store/hub-store.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import type { Branch } from '../../hub/store/rows.ts'
import type { HeadOffice } from '../../protocol/head-office.ts'
import { sealSeed } from '../../protocol/seed-box.ts'
import { DeskDouble, deviceKeys, type StaffDraft } from './desk-double.ts'
import { countingRandom } from './random.ts'
import { pinsOf } from './pins.ts'

export const BRANCH: Branch = {
  branchNo: '001',
  branchName: '研修店',
  policy: defaultPolicy,
  staff: [
    { staffNo: '2001', name: '研修 窓子', role: 'teller', deputy: false },
    { staffNo: '1001', name: '研修 役一', role: 'manager', deputy: false },
    { staffNo: '3001', name: '研修 検査', role: 'auditor', deputy: false },
  ],
}
/** Tuesday 24 November 2026, 10:00 in Tokyo. */
export const TEN_O_CLOCK = Date.parse('2026-11-24T01:00:00Z')
export const TODAY = '2026-11-24'
const STEP_MS = 60_000
const LAST_DAY = Date.parse('2031-09-29T23:00:00Z')

export interface World {
  readonly hub: Hub
  readonly headOffice: HeadOffice
  readonly desk: DeskDouble
  /** Sets head office's and the desk's time. */
  setNow(ms: number): void
  /** The code that a fob shows `steps` minutes from now. */
  code(serial: string, steps?: number): string
  readonly seeds: Map<string, Seed>
}

export interface WorldOptions {
  readonly store?: HubStore
  readonly keys?: HubKeys
  readonly policy?: Partial<Policy>
  readonly realm?: Realm
  /** Where its clock stands first; TEN_O_CLOCK by default. */
  readonly now?: number
}

const random = countingRandom('world')

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = { now: options.now ?? TEN_O_CLOCK }
  const seeds = new Map<string, Seed>()
  const store = options.store ?? createMemoryStore({ now: () => clock.now })
  const keys = options.keys ?? (await generateHubKeys(random))
  const hub = createHub({ realm: options.realm ?? 'training', now: () => clock.now, random, keys, store })
  const policy = { ...defaultPolicy, ...options.policy }
  await store.transaction((tx) => tx.saveBranch({ ...BRANCH, policy }))
  const headOffice = headOfficeOf(hub)
  const desk = await enrolDesk(hub, headOffice)
  desk.now = clock.now
  desk.record([
    { type: 'BranchOpened', v: 1, data: { branchNo: '001', branchName: '研修店', policy } },
    // As at a real branch's start: nobody of the staff is there yet to add the others.
    ...BRANCH.staff.map((member): StaffDraft => ({ type: 'StaffAdded', v: 1, data: member, by: null })),
  ])
  return {
    hub,
    headOffice,
    desk,
    seeds,
    setNow(ms) {
      clock.now = ms
      desk.now = ms
    },
    code(serial, steps = 0) {
      const seed = seeds.get(serial)
      if (seed === undefined) throw new Error(`no seed of ${serial}`)
      return hotp(seed, stepAt(clock.now) + steps)
    },
  }
}

export async function enrolDesk(hub: Hub, headOffice: HeadOffice, branchNo = '001'): Promise<DeskDouble> {
  const keys = deviceKeys()
  const code = await issueEnrolmentCode(hub, branchNo)
  const enrolled = await headOffice.enrol({ code, devicePublicKey: keys.publicKey, deviceName: '窓口1' })
  if (!enrolled.ok) throw new Error(enrolled.code)
  const identity = await headOffice.identify({})
  const enrolment = { realm: identity.realm, device: enrolled.device, branchNo, hubKeys: pinsOf(identity) }
  return new DeskDouble(enrolment, keys)
}

/** A second PC of the branch that knows all that the first one did until now. */
export async function secondDesk(world: World): Promise<World> {
  const desk = await enrolDesk(world.hub, world.headOffice)
  desk.now = world.desk.now
  await desk.pull(world.headOffice)
  return { ...world, desk }
}

export function contractDrafts(
  contractNo: string,
  loginIds: readonly string[],
  branchNo = '001',
): EventDraft[] {
  const personal = {
    name: 'データ商会',
    kana: 'データショウカイ',
    customerNo: '1',
    accountNo: '2',
    postalCode: '3300000',
    address1: 'さいたま市',
    address2: '',
    phone: '048-000-0000',
  }
  const data = { contractNo, branchNo, kind: 'corporate' as const, status: 'active' as const }
  return [
    { type: 'ContractRecorded', v: 1, data, personal },
    ...loginIds.map((loginId, index): EventDraft => {
      const role = index === 0 ? ('master' as const) : ('general' as const)
      const user = { loginId, contractNo, role, rosterStatus: 'active' as const, tokenKind: 'none' as const }
      return { type: 'UserRecorded', v: 1, data: user, personal: { name: loginId, kana: loginId } }
    }),
  ]
}

export function fobDrafts(serial: string, expiresAt = LAST_DAY): EventDraft[] {
  const chipSerial = `8659610${serial}`
  const label = { serial, chipSerial, model: 'C301-i', lotNo: 'L1', boxNo: '1', expiresAt, branchNo: '001' }
  const moved = { serial, from: 'received' as const, to: 'stock' as const, reference: null, flag: null }
  return [
    { type: 'FobReceived', v: 1, data: { ...label, factorySeeded: false } },
    { type: 'FobMoved', v: 1, data: moved },
  ]
}

export interface Ordered {
  readonly contractNo?: string
  readonly loginIds: readonly string[]
  readonly startDate?: string
  readonly kind?: ApplicationKind
  readonly relatedSerial?: string
}

let applications = 0

let requests = 0

/** A proposal of 2001 that manager 1001 has approved. */
export function approvedRequest(requestId: string, proposal: Proposal): StaffDraft[] {
  const given = { requestId, askedBy: '2001', overTheShoulder: false }
  return [
    { type: 'ApprovalRequested', v: 1, data: { requestId, proposal, askedBy: '2001' } },
    { type: 'ApprovalGiven', v: 1, data: given, personal: { memo: '' }, by: '1001' },
  ]
}

/** 申込 and its approval. `ties`: what a 共有 or 再利用 makes stand at once. */
export function approvedDrafts(
  { contractNo = 'C1', loginIds, startDate = TODAY, kind = 'new', relatedSerial }: Ordered,
  ties: readonly { loginId: string; tie: Tie }[] = [],
  applicationId = `a-${++applications}`,
): StaffDraft[] {
  const requestId = `r-${++requests}`
  const form = {
    applicationId,
    kind,
    contractNo,
    branchNo: '001',
    loginIds: [...loginIds],
    startDate,
    delivery: 'counter' as const,
    evidence: {
      visitor: 'self' as const,
      powerOfAttorney: false,
      sealVerified: true,
      identityDocument: 'driversLicence' as const,
      receiptNo: '1',
      fee: 'cash' as const,
    },
    relatedSerial: relatedSerial ?? null,
  }
  const approval = { applicationId, requestId, ties: [...ties] }
  return [
    { type: 'ApplicationSubmitted', v: 1, data: form, personal: { memo: '' } },
    ...approvedRequest(requestId, { kind: 'application', applicationId, flags: [] }),
    { type: 'ApplicationApproved', v: 1, data: approval, by: '1001' },
  ]
}

export interface IssueOptions extends Ordered {
  readonly serial: string
  readonly spoilBox?: boolean
  /** Named in the box instead of what the event says. */
  readonly boxFor?: { serial?: string; issuanceId?: string; device?: string; keyId?: string }
}

/** A fob written, proven at the step before the current one, and issued for an approved application. */
export async function issuedDrafts(world: World, options: IssueOptions): Promise<StaffDraft[]> {
  const { serial, contractNo = 'C1', loginIds, startDate = TODAY } = options
  const { headOffice, desk, seeds } = world
  const applicationId = `a-${++applications}`
  const issuanceId = `i-${applications}`
  const seed = asSeed(random(20))
  seeds.set(serial, seed)
  const { keyId, publicKey } = (await headOffice.identify({})).sealing
  const context = { serial, issuanceId, device: desk.device, keyId, ...options.boxFor }
  const box = await sealSeed(publicKey, context, seed)
  if (options.spoilBox === true) box[40] = (box[40] ?? 0) ^ 1
  const tie = (loginId: string): Tie => ({
    tieId: `t-${issuanceId}-${loginId}`,
    applicationId,
    serial,
    startDate,
  })
  const chipSerial = `8659610${serial}`
  return [
    ...approvedDrafts(options, [], applicationId),
    { type: 'IssuanceStarted', v: 1, data: { issuanceId, applicationId, serial, chipSerial } },
    {
      type: 'FobIssued',
      v: 1,
      data: {
        issuanceId,
        applicationId,
        contractNo,
        serial,
        algorithm: 'sha1',
        driftSteps: 0,
        provenStep: stepAt(desk.now) - 1,
        keyId,
        ties: loginIds.map((loginId) => ({ loginId, tie: tie(loginId) })),
      },
      box,
    },
  ]
}

export const minutes = (count: number): number => count * STEP_MS

/** Records on the desk, pushes, pulls. */
export async function exchange(world: World, drafts: readonly StaffDraft[]): Promise<void> {
  world.desk.record(drafts)
  const answer = await world.desk.push(world.headOffice)
  if (!answer.ok) throw new Error(answer.code)
  await world.desk.pull(world.headOffice)
}

/** 利用開始登録 that must succeed. */
export async function register(world: World, loginId: string, serial: string): Promise<void> {
  const code = world.code(serial)
  const { device } = world.desk
  const answer = await world.headOffice.activate({ device, staffNo: '2001', loginId, serial, code })
  if (!answer.ok) throw new Error(answer.code)
}
