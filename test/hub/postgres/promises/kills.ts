/**
 * kill -9 of hub processes and of PostgreSQL under load: branches push and customers log in the whole time. What a
 * push was acknowledged for is there afterwards, unaltered and in one order; no code was accepted twice, whichever
 * process was asked and however it ended.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { stepAt } from '../../../../domain/otp.ts'
import { verifyHubHead } from '../../../../protocol/hub-head.ts'
import { sameBytes } from '../../../../protocol/bytes.ts'
import { MAX_BATCH_EVENTS } from '../../../../protocol/head-office.ts'
import { chanceOf, type Chance } from '../../../main/journal/faults/chance.ts'
import type { DeskDouble } from '../../desk-double.ts'
import { contractDrafts, enrolDesk } from '../../world.ts'
import type { Bank, Customer } from '../bank.ts'
import { NoAnswer } from '../child-hub.ts'

export interface KillOptions {
  /** Of hub processes; of PostgreSQL one for every `hubsPerServer`. */
  readonly kills: number
  readonly hubsPerServer: number
  readonly seed: string
  /** Devices that push all the time. */
  readonly devices: number
}

export interface Killed {
  hubKills: number
  serverKills: number
  pushesAcknowledged: number
  eventsAcknowledged: number
  codesAccepted: number
  /** Questions whose outcome nobody heard. */
  unanswered: number
}

const EVENTS_PER_PUSH = 20
const LONGEST_LIFE_MS = 400

/** Throws when a promise is broken; the message names the seed. */
export async function killMany(bank: Bank, options: KillOptions): Promise<Killed> {
  const sum: Killed = {
    hubKills: 0,
    serverKills: 0,
    pushesAcknowledged: 0,
    eventsAcknowledged: 0,
    codesAccepted: 0,
    unanswered: 0,
  }
  const chance = chanceOf(options.seed)
  const desks: DeskDouble[] = []
  for (let index = 0; index < options.devices; index += 1) {
    const desk = await enrolDesk(bank.world.hub, bank.world.headOffice)
    desk.now = bank.world.hub.now()
    desks.push(desk)
  }
  const state = { over: false }
  const load = [...desks.map((desk) => pushing(bank, desk, state, sum)), loggingIn(bank, state, sum)]
  // A loop of the load that fails must end the others too.
  const failed = Promise.all(load).catch((error: unknown) => {
    state.over = true
    throw error
  })
  failed.catch(() => undefined)
  while (sum.hubKills < options.kills && !state.over) await killOne(bank, options, chance, sum)
  state.over = true
  await failed.catch((error: unknown) => broken(options.seed, String(error)))
  for (const desk of desks) await finalPush(bank, desk)
  await compare(bank, desks, options.seed)
  return sum
}

async function killOne(bank: Bank, options: KillOptions, chance: Chance, sum: Killed): Promise<void> {
  await sleep(chance.below(LONGEST_LIFE_MS))
  const index = chance.below(2) === 0 ? 0 : 1
  await bank.hubs[index].kill()
  await bank.restart(index)
  sum.hubKills += 1
  if (sum.hubKills % options.hubsPerServer !== 0) return
  await sleep(chance.below(LONGEST_LIFE_MS))
  await bank.server.kill()
  await bank.server.start()
  sum.serverKills += 1
}

interface Running {
  over: boolean
}

/** Records and pushes until it is over; what was not answered is pushed again, through the other process. */
async function pushing(bank: Bank, desk: DeskDouble, state: Running, sum: Killed): Promise<void> {
  let received = 0
  let contracts = 0
  for (let turn = 0; !state.over; turn += 1) {
    if (received === desk.own.length) {
      for (let count = 0; count < EVENTS_PER_PUSH; count += 2) {
        contracts += 1
        desk.record(contractDrafts(`${desk.device}-${contracts}`, [`${desk.device}-${contracts}u`]))
      }
    }
    const answer = await heard(bank.hubs[turn % 2 === 0 ? 0 : 1].push(desk.pushInput(received)), sum)
    if (answer === null) continue
    if (!answer.ok) throw new Error(`a push was refused: ${answer.code}`)
    if (answer.receivedThrough !== desk.own.length) throw new Error('a push was received in part')
    sum.pushesAcknowledged += 1
    sum.eventsAcknowledged += answer.receivedThrough - received
    received = answer.receivedThrough
  }
}

/** Minute by minute every customer's code at both processes, and once more after it was accepted. */
async function loggingIn(bank: Bank, state: Running, sum: Killed): Promise<void> {
  for (let minute = 0; !state.over; minute += 1) {
    bank.setMinute(minute)
    await Promise.all(bank.customers.map((customer) => logIn(bank, customer, sum)))
  }
}

async function logIn(bank: Bank, { serial, loginIds }: Customer, sum: Killed): Promise<void> {
  const code = bank.world.code(serial)
  const ask = async (index: 0 | 1): Promise<boolean> => {
    const answer = await heard(bank.hubs[index].verify(loginIds[index], code), sum)
    return answer?.ok === true && answer.next === 'topPage'
  }
  const accepted = [...(await Promise.all([ask(0), ask(1)])), await ask(0), await ask(1)]
  const times = accepted.filter(Boolean).length
  if (times > 1) throw new Error(`${serial}: the code of step ${stepAt(bank.world.hub.now())} ${times} times`)
  sum.codesAccepted += times
}

/** null: nobody knows whether it counted. */
async function heard<T>(asked: Promise<T>, sum: Killed): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    sum.unanswered += 1
    // A process or server that is down answers at once; do not spin.
    await sleep(20)
    return null
  }
}

/** Everything once more, in batches as large as they may be: what has arrived is known, the rest arrives. */
async function finalPush(bank: Bank, desk: DeskDouble): Promise<void> {
  for (let after = 0; after < desk.own.length; after += MAX_BATCH_EVENTS) {
    const through = Math.min(after + MAX_BATCH_EVENTS, desk.own.length)
    const answer = await bank.hubs[0].push(desk.pushInput(after, through))
    if (!answer.ok || answer.receivedThrough < through) throw new Error('the last push')
  }
}

async function compare(bank: Bank, desks: readonly DeskDouble[], seed: string): Promise<void> {
  await bank.store.read(async (reader) => {
    let place = 0
    for (;;) {
      const entries = await reader.entriesAfter(place, 1000)
      for (const entry of entries) {
        place += 1
        if (entry.place !== place) broken(seed, `place ${place} is missing`)
      }
      if (entries.length < 1000) break
    }
    for (const desk of desks) {
      for (const [index, event] of desk.own.entries()) {
        const entry = await reader.entryAt('001', desk.device, index + 1)
        if (entry === undefined || !sameBytes(entry.event.bytes, event.bytes)) {
          broken(seed, `${desk.device} ${index + 1} is not what was sent`)
        }
      }
    }
  })
  // The branch's chain is whole: a page from the start ends in a head that head office signed.
  const { headOffice, hub, desk } = bank.world
  const { signing } = await headOffice.identify({})
  for (let after = 0, more = true; more;) {
    const page = await headOffice.pull({ device: desk.device, after, limit: 5000 })
    if (!page.ok) return broken(seed, page.code)
    const { signature, ...head } = page.head
    const named = { realm: hub.realm, branchNo: '001', ...head }
    if (!verifyHubHead(signing.publicKey, named, signature)) broken(seed, 'the head of the branch')
    after = page.head.seq
    more = page.more
  }
}

function broken(seed: string, what: string): never {
  throw new Error(`the promise is broken (seed ${seed}): ${what}`)
}
