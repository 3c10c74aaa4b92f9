/**
 * P8: a seed is nowhere but in the fob, the programmer process and the hub. The fobs and the programmer are
 * processes of their own here; this one is main, and learns the seeds only after its memory was written down.
 */
import { randomBytes } from 'node:crypto'
import { copyFileSync, createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { withSeed } from '../../hub/keys/wrapped-seed.ts'
import { openLogStore } from '../../hub/store/log-store.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import { TRAINING_STORE_NAME } from '../../programmer/training/store.ts'
import { everythingIn } from '../hub/everything.ts'
import { awaitingCode, MANAGER, openTraining, press, submit } from '../main/desk/counter.ts'
import { there } from '../main/desk/there.ts'
import { createWorld, until } from '../main/desk/world.ts'
import { freshUsers, spareFobs } from './counter-place.ts'
import { forkedProcesses } from './forked-processes.ts'
import { dumpOwnMemory } from './process-memory.ts'
import { formNames, formsOf, SeedSearch } from './seed-forms.ts'

/** `npm run seed:search` asks for more. */
const issuances = Number(process.env['SEED_SEARCH_ISSUANCES'] ?? 100)
/** A counter has so many blank fobs; each is issued once. */
const PER_COUNTER = 30

const fobFile = z.object({ chips: z.array(z.object({ seed: z.string().nullable() })) })

/** Fobs that came seeded from the factory are among them: their seeds must be nowhere either. */
function seedsIn(file: string): Buffer[] {
  const { chips } = fobFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  return chips.flatMap(({ seed }) => (seed === null ? [] : [Buffer.from(seed, 'hex')]))
}

async function searchFile(search: SeedSearch, path: string): Promise<string[]> {
  const found: string[] = []
  let rest = Buffer.alloc(0)
  for await (const part of createReadStream(path, { highWaterMark: 1 << 22 }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, part])
    found.push(...search.in(bytes))
    // A needle may lie across two parts; the longest has 128 bytes.
    rest = bytes.subarray(Math.max(0, bytes.length - 160))
  }
  return found
}

it.each([20, 32])('finds a planted seed of %i bytes in every form', (length) => {
  const seeds = Array.from({ length: 20 }, () => randomBytes(length))
  const search = new SeedSearch(seeds)
  for (const seed of seeds) {
    const forms = formsOf(seed)
    expect([...forms.keys()].sort()).toEqual([...formNames].sort())
    for (const [form, needle] of forms) {
      const hay = Buffer.concat([randomBytes(37), needle, randomBytes(41)])
      expect(search.in(hay)).toContain(form)
    }
  }
  expect(search.in(randomBytes(1 << 16))).toEqual([])
})

it(`leaves the seeds of ${issuances} issuances nowhere`, { timeout: 60_000 + issuances * 3000 }, async () => {
  const safe = mkdtempSync(join(tmpdir(), 'fobdesk-seeds-'))
  onTestFinished(() => rmSync(safe, { recursive: true, force: true }))
  let searched = 0
  for (let done = 0; done < issuances;) {
    const count = Math.min(PER_COUNTER, issuances - done)
    searched += await oneCounter(count, safe)
    done += count
  }
  expect(searched).toBeGreaterThanOrEqual(issuances)
})

/** @returns the seeds searched for */
async function oneCounter(count: number, safe: string): Promise<number> {
  const processes = forkedProcesses()
  onTestFinished(() => processes.end())
  const line: Buffer[] = []
  const hubLog = join(mkdtempSync(join(safe, 'hub-')), 'log')
  const world = await createWorld({
    processes,
    onLine: (passed) => line.push(serialize(passed)),
    hubStore: async (realm) =>
      realm === 'training' ? (await openLogStore(hubLog)).store : createMemoryStore(),
  })
  await openTraining(world)
  // Until the memory is dumped the line is down: the hub, which may know seeds, lives in this process.
  world.online = false
  const users = freshUsers(world)
  const fobs = await spareFobs(world)
  const answers: Buffer[] = []
  for (const { serial, chipSerial } of fobs.slice(0, count)) {
    const user = there((await users.next()).value)
    const { contractNo } = user
    const { earliestAtCounter } = await world.call('applications.defaults', { contractNo, kind: 'new' })
    const submitted = await submit(world, user, earliestAtCounter, MANAGER)
    if (!submitted.ok) throw new Error(submitted.code)
    const applicationId = there(submitted.value.made['applicationId'])
    await world.call('training.place', { chipSerial })
    await until('the fob on the reader', async () =>
      (await world.call('issuance.state', {})).readers.some(({ fob }) => fob?.chipSerial === chipSerial),
    )
    const { issuanceId } = await world.call('issuance.begin', { applicationId, serial: '' })
    await awaitingCode(world)
    answers.push(serialize(await world.call('issuance.state', {})))
    await world.call('issuance.code', { issuanceId, code: await press(world, serial) })
    await until('the proof', async () => (await world.call('issuance.state', {})).last?.ok)
    answers.push(serialize(await world.call('issuance.state', {})))
  }
  expect(answers).toHaveLength(2 * count)
  const memory = join(safe, 'memory')
  const dumped = dumpOwnMemory(memory)
  world.online = true
  await world.call('sync.now', {})
  await until(
    'head office to have the fobs',
    async () => (await world.call('fobs.get', { serial: there(fobs[count - 1]).serial }))?.seedAtHub,
  )
  copyFileSync(join(world.root, TRAINING_STORE_NAME), join(safe, 'fobs'))
  const seeds = seedsIn(join(safe, 'fobs'))
  expect(seeds.length).toBeGreaterThanOrEqual(count)
  const search = new SeedSearch(seeds)

  expect(processes.messages.length).toBeGreaterThan(4 * count)
  expect(line.length).toBeGreaterThan(0)
  for (const bytes of [...processes.messages, ...processes.output, ...answers, ...line]) {
    expect(search.in(bytes)).toEqual([])
  }
  const files = readdirSync(world.root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.map(({ name }) => name)).toContain('keyring')
  expect(files.some(({ parentPath }) => parentPath.includes('journal'))).toBe(true)
  for (const { parentPath, name } of files) {
    if (name === TRAINING_STORE_NAME) continue
    expect(await searchFile(search, join(parentPath, name)), name).toEqual([])
  }
  // Head office has the seeds, to verify by, and yet they are in none of its rows and not in its log file.
  const fobsAtHub = await world.hub.store.read((reader) => reader.fobsAfter('', 1000))
  expect(fobsAtHub.length).toBeGreaterThanOrEqual(count)
  for (const fob of fobsAtHub) {
    const known = await withSeed(world.hub.keys.master, fob, async (seed) =>
      seeds.some((other) => other.equals(seed)),
    )
    expect(known).toBe(true)
  }
  for (const row of await everythingIn(world.hub.store)) expect(search.in(row)).toEqual([])
  expect(await searchFile(search, hubLog), 'log of the hub').toEqual([])
  if (dumped !== null) {
    expect(dumped).toBeGreaterThan(1 << 24)
    expect(await searchFile(search, memory), 'memory of main').toEqual([])
  }
  processes.end()
  return seeds.length
}
