/** P5, P6 and P7 as runs of any size over two hub processes on real PostgreSQL; each throws when it is broken. */
import { stepAt } from '../../../../domain/otp.ts'
import type { Bank, Customer } from '../bank.ts'

export type Counts = Readonly<Record<string, number>>

/** P5: `copies` of one right code at the same time, from both users of the fob, at both processes. */
export async function oneSuccess(
  bank: Bank,
  { copies, rounds }: { readonly copies: number; readonly rounds: number },
): Promise<Counts> {
  const customer = first(bank)
  const sum: Record<string, number> = {}
  for (let round = 0; round < rounds; round += 1) {
    bank.setMinute(round)
    const code = bank.world.code(customer.serial)
    const counts = await tally(
      bank,
      customer,
      Array.from({ length: copies }, () => code),
    )
    require(counts['ok'] === 1, `round ${round}: ${JSON.stringify(counts)}`)
    require(only(counts, ['ok', 'OTP_USED', 'VERIFICATION_BUSY']), JSON.stringify(counts))
    add(sum, counts)
  }
  return sum
}

/** P6, one fob: `guesses` wrong codes at the same time at both processes; at most five are compared. */
export async function guessing(bank: Bank, { guesses }: { readonly guesses: number }): Promise<Counts> {
  const customer = first(bank)
  const wrong = wrongCodes(bank, customer.serial, guesses)
  const counts = await tally(bank, customer, wrong)
  require((counts['OTP_WRONG'] ?? 0) <= 5, `compared: ${JSON.stringify(counts)}`)
  require(only(counts, ['OTP_WRONG', 'USER_STOPPED', 'VERIFICATION_BUSY']), JSON.stringify(counts))
  const row = await bank.store.read((reader) => reader.fob(customer.serial))
  require(row?.wrongInRow === 5 && row.reserved === null, `the row: ${row?.wrongInRow}`)
  const right = await bank.hubs[0].verify(customer.loginIds[0], bank.world.code(customer.serial))
  require(!right.ok && right.code === 'USER_STOPPED', 'a right code after the stop')
  return counts
}

/** P6: a success does not reset the long-run counter; the twentieth wrong code of the month stops the fob. */
export async function longRun(bank: Bank): Promise<Counts> {
  const customer = first(bank)
  const sum: Record<string, number> = {}
  for (let round = 0; round < 6; round += 1) {
    bank.setMinute(round)
    for (const code of wrongCodes(bank, customer.serial, 4)) add(sum, await tally(bank, customer, [code]))
    add(sum, await tally(bank, customer, [bank.world.code(customer.serial)]))
  }
  require(sum['OTP_WRONG'] === 20, JSON.stringify(sum))
  const row = await bank.store.read((reader) => reader.fob(customer.serial))
  require(row?.longRun.length === 20, `the long run: ${row?.longRun.length}`)
  return sum
}

/** P6, the fleet: four wrong codes at each fob, below every fob's own limit, until the fleet's is passed. */
export async function fleet(bank: Bank, { limit }: { readonly limit: number }): Promise<Counts> {
  const sum: Record<string, number> = {}
  const [spared, ...guessed] = bank.customers
  if (spared === undefined) throw new Error('a bank without customers')
  for (let wrong = 0; wrong < 4; wrong += 1) {
    await Promise.all(
      guessed.map(async (customer) => {
        if ((sum['OTP_WRONG'] ?? 0) >= limit) return
        add(sum, await tally(bank, customer, wrongCodes(bank, customer.serial, 1)))
      }),
    )
  }
  require((sum['OTP_WRONG'] ?? 0) >= limit, `too few: ${JSON.stringify(sum)}`)
  // A second later both processes have counted what the other one saw.
  bank.setMinute(1)
  const known = await Promise.all(bank.hubs.map((hub) => askAgain(hub, spared, bank)))
  require(known.includes('OTP_NEXT_CODE'), `one right code: ${known.join()}`)
  bank.setMinute(2)
  const next = await bank.hubs[1].verify(spared.loginIds[0], bank.world.code(spared.serial))
  require(next.ok, 'the next right code')
  const alarms = await bank.store.read((reader) => reader.documents('fleetAlarm', { limit: 5 }))
  require(alarms.length === 1, `${alarms.length} tasks for head office`)
  return sum
}

async function askAgain(
  hub: Bank['hubs'][number],
  { loginIds, serial }: Customer,
  bank: Bank,
): Promise<string> {
  const answer = await hub.verify(loginIds[0], bank.world.code(serial))
  return answer.ok ? 'ok' : answer.code
}

const SECOND = 1000
const DAY = 86_400_000
export const JUMPS = [1, 30, 90, 3600].flatMap((seconds) => [seconds * SECOND, -seconds * SECOND])
export const LONG_JUMPS = [1, 40, 365, 3650].flatMap((days) => [days * DAY, -days * DAY])

/** P7: the clock jumps and comes back, each code is given twice to both processes; none is accepted twice. */
export async function clockJumps(bank: Bank, jumps: readonly number[]): Promise<Counts> {
  const customer = first(bank)
  const sum: Record<string, number> = {}
  const accepted = new Set<number>()
  const start = bank.world.hub.now()
  for (const [index, jump] of jumps.entries()) {
    for (const now of [start + jump, start + index * 60 * SECOND]) {
      bank.setNow(now)
      const code = bank.world.code(customer.serial)
      const counts = await tally(bank, customer, [code, code, code, code])
      add(sum, counts)
      const ok = counts['ok'] ?? 0
      require(ok <= 1 && !(ok === 1 && accepted.has(stepAt(now))), `twice at ${new Date(now).toISOString()}`)
      if (ok === 1) accepted.add(stepAt(now))
    }
  }
  require(accepted.size > 0, 'nothing was accepted at all')
  return sum
}

/** How the codes were answered: alternately by either process, for either user. */
async function tally(bank: Bank, customer: Customer, codes: readonly string[]): Promise<Counts> {
  const counts: Record<string, number> = {}
  await Promise.all(
    codes.map(async (code, index) => {
      const hub = bank.hubs[index % 2 === 0 ? 0 : 1]
      const answer = await hub.verify(customer.loginIds[index % 4 < 2 ? 0 : 1], code)
      const key = answer.ok ? (answer.next === 'topPage' ? 'ok' : answer.next) : answer.code
      counts[key] = (counts[key] ?? 0) + 1
    }),
  )
  return counts
}

/** Codes that no step near now has. */
function wrongCodes({ world }: Bank, serial: string, count: number): readonly string[] {
  const near = new Set(Array.from({ length: 9 }, (_, index) => world.code(serial, index - 4)))
  const codes = Array.from({ length: count + near.size }, (_, index) => String(index).padStart(6, '0'))
  return codes.filter((code) => !near.has(code)).slice(0, count)
}

function first(bank: Bank): Customer {
  const [customer] = bank.customers
  if (customer === undefined) throw new Error('a bank without customers')
  return customer
}

function only(counts: Counts, allowed: readonly string[]): boolean {
  return Object.keys(counts).every((key) => allowed.includes(key))
}

function add(sum: Record<string, number>, counts: Counts): void {
  for (const [key, count] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + count
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the promise is broken: ${what}`)
}
