/** One schedule: a town out of a seed, two hundred turns of people, lines and machines, then everything heals. */
import { HeadOfficeUnreachable } from '../../protocol/head-office.ts'
import { watchClock } from '../../main/sync/clock.ts'
import { createSync, type SyncOutcome } from '../../main/sync/sync.ts'
import type { HubKeys } from '../../hub/keys/hub-keys.ts'
import { act, customer } from './acts.ts'
import { Chance } from './chance.ts'
import { checked } from './checks.ts'
import { Crash, type SimDesk } from './sim-desk.ts'
import { Town, type Branch } from './town.ts'

const TURNS = 200
/** What one desk learns in a round may make another desk's next round necessary. */
const HEALING_ROUNDS = 3

export interface Played {
  readonly seed: number
  /** What does not hold, in words; empty: all is well. */
  readonly faults: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

/**
 * @param keys head office's, the same for all: making them takes longer than a schedule
 * @param acrossBranches whether fobs and customers go from one branch to another
 */
export async function play(seed: number, keys: HubKeys, acrossBranches = true): Promise<Played> {
  const schedule = new Schedule(await Town.found(new Chance(seed), keys, acrossBranches))
  await schedule.run()
  return { seed, faults: schedule.faults, counts: schedule.counts }
}

class Schedule {
  readonly faults: string[] = []
  readonly counts: Record<string, number> = {}
  readonly #town: Town

  constructor(town: Town) {
    this.#town = town
  }

  async run(): Promise<void> {
    const { chance, branches } = this.#town
    for (let turn = 0; turn < TURNS && this.faults.length === 0; turn += 1) {
      this.#town.now += Math.round(chance.next() * (chance.likely(0.05) ? 5 * 86_400_000 : 600_000))
      const branch = chance.of(branches)
      const desk = branch && chance.of(branch.desks.filter(({ retired }) => !retired))
      if (branch !== undefined && desk !== undefined) await this.#turn(branch, desk)
    }
    await this.#heal()
    this.#count('events', this.#town.tables.entries.length)
    const { faults, kinds } = checked(this.#town)
    for (const kind of kinds) this.#count(kind)
    this.faults.push(...faults)
  }

  async #turn(branch: Branch, desk: SimDesk): Promise<void> {
    const { chance, desks, late } = this.#town
    const what = chance.below(100)
    if (what < 57) await act(this.#town, branch, desk)
    else if (what < 68) await this.#offline(() => customer(this.#town, branch, desk))
    else if (what < 86) {
      await this.#sync(desk)
      if (!desk.retired) desk.raiseRefused(this.#town.now + desk.skewMs)
    } else if (what < 90)
      await Promise.all(desks.filter(() => chance.likely(0.3)).map((one) => this.#sync(one)))
    else if (what < 91) this.#town.line(desk).up = !this.#town.line(desk).up
    else if (what < 93) await late.deliver()
    else if (what < 96) this.#crash(desk)
    else if (what < 97) this.#rollBack(desk)
    else if (what < 98) desk.skewMs = Math.round((chance.next() * 2 - 1) * 3.15e11)
    else if (branch.desks.length < 4) await this.#town.enrol(branch)
  }

  #crash(desk: SimDesk): void {
    this.#count('crashes')
    if (this.#town.chance.likely(0.5)) desk.restart()
    // In the midst of its next contact.
    else desk.crashIn = 1 + this.#town.chance.below(4)
  }

  #rollBack(desk: SimDesk): void {
    this.#count('rollbacks')
    this.#remember(desk)
    desk.rollBack(1 + this.#town.chance.below(8))
  }

  async #sync(desk: SimDesk): Promise<SyncOutcome | null> {
    const { headOffice } = this.#town.line(desk)
    const now = (): number => this.#town.now + desk.skewMs
    const sync = createSync({
      enrolment: desk.enrolment,
      desk,
      headOffice,
      clock: watchClock({ now, monotonic: now }),
      now,
      after: () => () => undefined,
      chance: () => this.#town.chance.next(),
      onError: () => undefined,
    })
    try {
      sync.start()
      const outcome = await sync.syncNow()
      this.#remember(desk)
      if (!outcome.ok) await this.#refused(desk, outcome.code)
      return outcome
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      desk.restart()
      return null
    } finally {
      await sync.stop()
    }
  }

  /** A store that head office does not trust any more is given up; the branch gets a new device. */
  async #refused(desk: SimDesk, code: string): Promise<void> {
    if (code === 'HEAD_OFFICE_OFFLINE' || code === 'CANCELLED') return
    this.#count(code)
    if (code !== 'STORE_ROLLED_BACK' && code !== 'DEVICE_QUARANTINED' && code !== 'HUB_CHAIN_BROKEN') {
      this.faults.push(`${desk.device} is refused with ${code}`)
      return
    }
    if (desk.retired) return
    desk.retired = true
    const branch = this.#town.branches.find(({ branchNo }) => branchNo === desk.branchNo)
    if (branch !== undefined) await this.#town.enrol(branch)
  }

  /** What was receipted once must be at head office for ever, whatever becomes of the desk. */
  #remember(desk: SimDesk): void {
    const { acknowledged } = this.#town
    const now = desk.acknowledged()
    if (now.length > (acknowledged.get(desk.device)?.length ?? 0)) acknowledged.set(desk.device, now)
  }

  async #offline(contact: () => Promise<void>): Promise<void> {
    try {
      await contact()
    } catch (error) {
      if (!(error instanceof HeadOfficeUnreachable)) throw error
    }
  }

  /** Lines come back, what was under way arrives, everybody synchronises until nothing is new. */
  async #heal(): Promise<void> {
    const { lines, quality, late } = this.#town
    quality.loss = 0
    for (const line of lines.values()) line.up = true
    await late.deliver(true)
    quality.repeats = 0
    for (let round = 0; round < HEALING_ROUNDS; round += 1) {
      // A device that is given up now is followed by a new one, which has its turn in the next round.
      for (const desk of this.#town.desks) {
        desk.crashIn = Infinity
        this.#town.line(desk).up = true
        await this.#sync(desk)
      }
    }
  }

  #count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by
  }
}
