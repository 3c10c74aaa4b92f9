import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerRequest } from '../../hub/serve.ts'
import { headOfficeMethods, MAX_BATCH_EVENTS } from '../../protocol/head-office.ts'
import { response } from '../../protocol/head-office-messages.ts'
import { createWorld, type World } from './world.ts'

let world: World
const bugs: unknown[] = []
beforeAll(async () => {
  world = await createWorld()
})
const answer = (message: unknown) => answerRequest(world.headOffice, message, (error) => bugs.push(error))

describe('messages to the hub’s process', () => {
  it('answers a proper request with its id', async () => {
    const identified = await answer({ id: 7, method: 'identify', input: {} })
    expect(identified).toMatchObject({ id: 7, output: { realm: 'training' } })
  })

  it.each([
    ['no object', 'clock'],
    ['no id', { method: 'clock', input: {} }],
    ['a method of the prototype', { id: 1, method: 'constructor', input: {} }],
    ['an unknown method', { id: 1, method: 'drop', input: {} }],
    ['a further field', { id: 1, method: 'clock', input: {}, more: 1 }],
    ['input of another shape', { id: 1, method: 'clock', input: { now: 1 } }],
    [
      'a short key',
      { id: 1, method: 'enrol', input: { code: 'x', devicePublicKey: new Uint8Array(31), deviceName: '' } },
    ],
    ['too many events', pushOf(Array.from({ length: MAX_BATCH_EVENTS + 1 }, () => event(1)))],
    ['too many bytes', pushOf(Array.from({ length: 9 }, () => event(2 * 1024 * 1024)))],
  ])('refuses %s', async (_name, message) => {
    expect(await answer(message)).toMatchObject({ error: 'INPUT_MALFORMED' })
  })

  it('survives whatever comes, and answers each with a response', async () => {
    const bytes = fc.uint8Array({ maxLength: 64 })
    const wire = fc.record({
      bytes,
      parts: fc.array(
        fc.record({
          name: fc.constantFrom('personal', 'box', 'other'),
          salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
          bytes,
        }),
        { maxLength: 3 },
      ),
    })
    const head = fc.record({
      device: fc.constantFrom(world.desk.device, 'hub', 'd-none'),
      seq: fc.integer({ min: -1, max: 5 }),
      hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
    })
    const message = fc.oneof(
      fc.anything(),
      fc.record({
        id: fc.oneof(fc.integer(), fc.anything()),
        method: fc.oneof(fc.constantFrom(...Object.keys(headOfficeMethods)), fc.string()),
        input: fc.oneof(
          fc.anything(),
          fc.record({ head, events: fc.array(wire, { maxLength: 3 }) }),
          fc.record({ device: fc.string(), after: fc.integer(), limit: fc.integer() }),
          fc.record({ device: fc.constant(world.desk.device), loginId: fc.string(), code: fc.string() }),
        ),
      }),
    )
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        expect(response.safeParse(await answer(given)).success).toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(bugs).toEqual([])
  })

  it('reads signed but mutated events as malformed or foreign, never as a bug', async () => {
    const fresh = await createWorld()
    const input = fresh.desk.pushInput()
    const flips = fc.record({ event: fc.nat(input.events.length - 1), at: fc.nat(2000), bit: fc.nat(7) })
    await fc.assert(
      fc.asyncProperty(flips, async ({ event: index, at, bit }) => {
        const events = input.events.map((wire, position) => {
          if (position !== index) return wire
          const bytes = Uint8Array.from(wire.bytes)
          const offset = at % bytes.length
          bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit)
          return { ...wire, bytes }
        })
        const answered = await fresh.headOffice.push({ ...input, events })
        expect(answered.ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

function event(size: number) {
  return { bytes: new Uint8Array(size), parts: [] }
}

function pushOf(events: ReturnType<typeof event>[]) {
  const head = { device: 'd-1', seq: 1, hash: new Uint8Array(32), signature: new Uint8Array(64) }
  return { id: 1, method: 'push', input: { head, events } }
}
