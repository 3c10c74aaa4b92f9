/** Head office, its branches and their PCs, out of a seed; and the fobs' chips, which hold what was written last. */
import { defaultPolicy } from '../../domain/policy.ts'
import { asSeed, type Seed } from '../../domain/otp.ts'
import { issueEnrolmentCode } from '../../hub/enrolment.ts'
import { createHub, headOfficeOf } from '../../hub/head-office.ts'
import type { Hub } from '../../hub/hub.ts'
import type { HubKeys } from '../../hub/keys/hub-keys.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import { Tables } from '../../hub/store/tables.ts'
import type { EventDraft } from '../../domain/events.ts'
import type { HeadOffice } from '../../protocol/head-office.ts'
import { generateSigningKeyPair, signingKey } from '../../protocol/signature.ts'
import type { Chance } from './chance.ts'
import { Late, Line, type LineQuality } from './line.ts'
import { SimDesk } from './sim-desk.ts'
import { pinsOf } from '../hub/pins.ts'

const MINUTE = 60_000
const TEN_YEARS = 10 * 365 * 24 * 60 * MINUTE
/** Tuesday 24 November 2026, 10:00 in Tokyo. */
const START = Date.parse('2026-11-24T01:00:00Z')
const LAST_DAY = Date.parse('2045-09-29T23:00:00Z')
/** Every second fob may be issued, and is on the replacement list from then on: something to do that all PCs find. */
const NEAR_DAY = Date.parse('2027-10-29T23:00:00Z')
const policy = { ...defaultPolicy, replacementDays: 365, minimumRemainingMonths: 1 }

export interface Branch {
  readonly branchNo: string
  readonly contracts: readonly string[]
  readonly logins: readonly string[]
  readonly serials: readonly string[]
  readonly desks: SimDesk[]
}

export const tellerOf = (branchNo: string): string => `${branchNo}21`
export const managersOf = (branchNo: string): readonly string[] => [`${branchNo}11`, `${branchNo}12`]

export class Town {
  readonly chance: Chance
  readonly tables = new Tables()
  readonly hub: Hub
  readonly headOffice: HeadOffice
  readonly branches: Branch[] = []
  readonly lines = new Map<SimDesk, Line>()
  readonly quality: LineQuality
  readonly late: Late
  /** Every receipt that a device ever had: the hashes from its first event on. */
  readonly acknowledged = new Map<string, readonly Uint8Array[]>()
  /** By serial: what the chip holds. */
  readonly chips = new Map<string, Seed>()
  /** Fobs and customers go from one branch to another. */
  readonly acrossBranches: boolean
  /** True time. */
  now = START

  private constructor(chance: Chance, keys: HubKeys, acrossBranches: boolean) {
    this.chance = chance
    this.acrossBranches = acrossBranches
    this.quality = { loss: chance.next() * 0.3, repeats: chance.next() * 0.5 }
    this.late = new Late(chance)
    const store = createMemoryStore({ tables: this.tables, now: () => this.now })
    const random = (count: number): Uint8Array => chance.bytes(count)
    this.hub = createHub({ realm: 'real', now: () => this.now, random, keys, store })
    this.headOffice = headOfficeOf(this.hub)
  }

  static async found(chance: Chance, keys: HubKeys, acrossBranches: boolean): Promise<Town> {
    const town = new Town(chance, keys, acrossBranches)
    const count = 3 + chance.below(6)
    for (let n = 1; n <= count; n += 1) await town.#addBranch(String(n).padStart(3, '0'))
    return town
  }

  get desks(): SimDesk[] {
    return this.branches.flatMap(({ desks }) => desks).filter(({ retired }) => !retired)
  }

  line(desk: SimDesk): Line {
    const line = this.lines.get(desk)
    if (line === undefined) throw new Error(`${desk.device} has no line`)
    return line
  }

  /** A chip was written; its seed is what the customer's codes come from. */
  write(serial: string): Seed {
    const seed = asSeed(this.chance.bytes(20))
    this.chips.set(serial, seed)
    return seed
  }

  async enrol(branch: Branch): Promise<SimDesk> {
    const { branchNo } = branch
    const pair = generateSigningKeyPair((length) => this.chance.bytes(length))
    const code = await issueEnrolmentCode(this.hub, branchNo)
    const input = { code, devicePublicKey: pair.publicKey, deviceName: '窓口' }
    const enrolled = await this.headOffice.enrol(input)
    if (!enrolled.ok) throw new Error(enrolled.code)
    const identity = await this.headOffice.identify({})
    const enrolment = { realm: identity.realm, device: enrolled.device, branchNo, hubKeys: pinsOf(identity) }
    const desk = new SimDesk(enrolment, signingKey(pair.privateKey), this.chance)
    if (this.chance.likely(0.3)) desk.skewMs = Math.round((this.chance.next() * 2 - 1) * TEN_YEARS)
    branch.desks.push(desk)
    this.lines.set(desk, new Line(this.headOffice, this.quality, this.chance, this.late))
    return desk
  }

  async #addBranch(branchNo: string): Promise<void> {
    const number = Number(branchNo)
    const contracts = [`${number}000001`, `${number}000002`]
    const logins = ['a', 'b', 'c'].map((name) => `${name}${branchNo}`)
    const serials = [1, 2, 3, 4].map((n) => String(10_000_000 + number * 1000 + n))
    const branch: Branch = { branchNo, contracts, logins, serials, desks: [] }
    this.branches.push(branch)
    const info = { branchNo, branchName: branchNo, policy, staff: [] }
    await this.hub.store.transaction((tx) => tx.saveBranch(info))
    const first = await this.enrol(branch)
    first.record(opening(branch), this.now, null)
    for (let more = this.chance.below(3); more > 0; more -= 1) await this.enrol(branch)
  }
}

/** What a branch begins with: people, two contracts with three logins, fobs in the safe. */
function opening({ branchNo, contracts, logins, serials }: Branch): EventDraft[] {
  const people = [
    ...managersOf(branchNo).map((staffNo) => ({ staffNo, role: 'manager' as const })),
    { staffNo: tellerOf(branchNo), role: 'teller' as const },
  ]
  return [
    { type: 'BranchOpened', v: 1, data: { branchNo, branchName: branchNo, policy } },
    ...people.map(({ staffNo, role }): EventDraft => ({
      type: 'StaffAdded',
      v: 1,
      data: { staffNo, name: staffNo, role, deputy: false },
    })),
    ...contracts.map((contractNo): EventDraft => ({
      type: 'ContractRecorded',
      v: 1,
      data: { contractNo, branchNo, kind: 'corporate', status: 'active' },
    })),
    ...logins.map((loginId, index): EventDraft => ({
      type: 'UserRecorded',
      v: 1,
      data: {
        loginId,
        contractNo: contracts[index === 2 ? 1 : 0] ?? '',
        role: index === 1 ? 'general' : 'master',
        rosterStatus: 'active',
        tokenKind: 'none',
      },
    })),
    ...serials.flatMap((serial, index): EventDraft[] => [
      {
        type: 'FobReceived',
        v: 1,
        data: {
          serial,
          chipSerial: `8659610${serial}`,
          model: 'C301-i',
          lotNo: 'L1',
          boxNo: '1',
          expiresAt: index % 2 === 0 ? LAST_DAY : NEAR_DAY,
          branchNo,
          factorySeeded: false,
        },
      },
      {
        type: 'FobMoved',
        v: 1,
        data: { serial, from: 'received', to: 'stock', reference: null, flag: null },
      },
    ]),
  ]
}
