/** An APDU trace is a seed: whatever goes wrong, no error and nothing printed may hold what was exchanged. */
import { inspect } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { freshSeed } from '../../../programmer/fresh-seed.ts'
import type { Reader } from '../../../programmer/reader.ts'
import { writeFob } from '../../../programmer/token2/procedure.ts'
import { Field, type FieldFault } from '../../emulators/field.ts'
import { StrictFob } from '../../emulators/strict-fob.ts'
import { VirtualCcid, type Mutation } from '../../emulators/virtual-ccid.ts'
import { readyReader, watchDevices } from './stand.ts'

afterEach(() => vi.restoreAllMocks())

/** The bodies in every form in which a careless message could hold them. */
function formsOf(bytes: Buffer): string[] {
  const spaced = bytes.toString('hex').replaceAll(/(..)(?=.)/g, '$1 ')
  return [
    bytes.toString('hex'),
    spaced,
    bytes.toString('base64'),
    [...bytes].join(','),
    [...bytes].join(', '),
  ]
}

function hits(text: string, trace: readonly string[]): string[] {
  const hay = text.toLowerCase()
  // Five bytes of header are no secret; a body is searched for from its first eight bytes.
  const bodies = trace.map((apdu) => Buffer.from(apdu, 'hex').subarray(5)).filter(({ length }) => length >= 8)
  return bodies
    .flatMap((body) => formsOf(body.subarray(0, 8)))
    .filter((form) => hay.includes(form.toLowerCase()))
}

it('would find a body in any of these forms', () => {
  const trace = ['84c5010024a1b2c3d4e5f60718aabbccdd']
  const body = Buffer.from('a1b2c3d4e5f60718', 'hex')
  for (const form of formsOf(body)) expect(hits(`failed: ${form}…`, trace)).not.toEqual([])
})

const garbled: Mutation = (message) => [Buffer.concat([message.subarray(0, 10), Buffer.alloc(40, 0x5a)])]
const steps = ['info', 'challenge', 'answer', 'config', 'seed'] as const
const kinds = ['remove', 'garbage', 'refuse', 'long', 'silence'] as const
const cases = steps.flatMap((step) => kinds.map((kind): FieldFault => ({ step, kind })))

it.each(cases)('$kind at $step', async (fault) => {
  const { said, fob } = await failing((field) => {
    field.fault = fault
  })
  expect(said.length).toBeGreaterThan(50)
  expect(hits(said, fob.trace)).toEqual([])
})

it.each([1, 2, 3, 4, 5])('a message of nonsense instead of answer %i', async (nth) => {
  let seen = 0
  const { said, fob } = await failing((_, device) => {
    const count: Mutation = (message) => {
      seen += 1
      if (seen === nth) return garbled(message)
      device.mutate = count
      return [message]
    }
    device.mutate = count
  })
  expect(said).toContain('READER_FAULT')
  expect(hits(said, fob.trace)).toEqual([])
})

/** Runs a write into a fault; everything that was said about it: errors with stack and fields, outcome, output. */
async function failing(
  arm: (field: Field, device: VirtualCcid) => void,
): Promise<{ said: string; fob: StrictFob }> {
  const said: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      said.push(String(chunk))
      return true
    })
  }
  for (const method of ['log', 'error', 'warn', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void said.push(inspect(args)))
  }
  const field = new Field()
  const device = new VirtualCcid(field)
  const watcher = watchDevices([device], () => 'absent', 60)
  const fob = new StrictFob()
  field.place(fob)
  const reader = await readyReader(watcher)
  arm(field, device)
  const listening: Reader = {
    ...reader,
    transmit: async (apdu) => {
      try {
        return await reader.transmit(apdu)
      } catch (error) {
        said.push(inspect(error, { depth: 9, showHidden: true }))
        throw error
      }
    },
  }
  const seed = freshSeed('sha1')
  const order = { chipSerial: fob.serial, algorithm: 'sha1', displaySeconds: 30, seed } as const
  const outcome = await writeFob(listening, order, {
    now: Date.now,
    reached: (step) => said.push(step),
    cancelled: () => false,
  })
  expect(outcome.ok).toBe(false)
  said.push(inspect(outcome, { depth: 9, showHidden: true }))
  return { said: said.join('\n'), fob }
}
