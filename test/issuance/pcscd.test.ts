/**
 * 発行 end to end at a real branch, on the system's own smart card service: the composed desk, the real programmer
 * process, Debian's pcscd with vsmartcard's reader, and a strict fob on it. Only the screen is left out.
 */
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { Field } from '../emulators/field.ts'
import { bridgeToVpcd, startPcscd, type Pcscd } from '../emulators/pcscd.ts'
import { StrictFob } from '../emulators/strict-fob.ts'
import { awaitingCode } from '../main/desk/counter.ts'
import { there } from '../main/desk/there.ts'
import { until, type World } from '../main/desk/world.ts'
import { forkedProcesses } from './forked-processes.ts'
import { onReader, realBranch, type RealBranch } from './real-branch.ts'

let pcscd: Pcscd

beforeAll(async () => {
  pcscd = await startPcscd()
})
afterAll(() => pcscd.stop())

/** A branch whose programmer finds this pcscd, and the place on its reader. */
async function branchAtPcscd(): Promise<RealBranch & { readonly field: Field }> {
  const processes = forkedProcesses({ env: { PCSCLITE_CSOCK_NAME: pcscd.socket } })
  onTestFinished(() => processes.end())
  const field = new Field()
  const bridge = bridgeToVpcd(field, pcscd.port)
  onTestFinished(() => bridge.close())
  return { ...(await realBranch(3, { processes })), field }
}

const stateOf = (world: World) => world.call('issuance.state', {})

const right = (fob: StrictFob): string => there(fob.display(fob.clock()))
const wrong = (fob: StrictFob): string => String((Number(right(fob)) + 1) % 1_000_000).padStart(6, '0')

it('issues a fob: application, write, typed code, proof, issued, received by head office', async () => {
  const { world, fobs, field, apply } = await branchAtPcscd()
  const { serial, chipSerial } = there(fobs[0])
  const applicationId = await apply()
  const fob = new StrictFob(chipSerial)
  field.place(fob)
  expect(await onReader(world, chipSerial)).toMatchObject({
    transport: 'pcsc',
    name: expect.stringContaining('Fobdesk virtual reader'),
    fob: { model: 'C301-i', known: { serial, place: 'stock', seed: 'blank' } },
    refusal: null,
  })
  const { issuanceId } = await world.call('issuance.begin', { applicationId, serial })
  await awaitingCode(world)
  // The teller lifts the fob to press its button.
  field.place(null)
  await world.call('issuance.code', { issuanceId, code: wrong(fob) })
  await until('the wrong code to be counted', async () => (await stateOf(world)).running?.attemptsLeft === 4)
  await world.call('issuance.code', { issuanceId, code: right(fob) })
  await until('the proof', async () => (await stateOf(world)).last?.ok)
  expect(await world.call('applications.get', { applicationId })).toMatchObject({ status: 'issued', serial })
  expect(await world.call('fobs.get', { serial })).toMatchObject({ seed: 'proven', place: 'issuedHeld' })
  await world.call('sync.now', {})
  await until(
    'head office to have the seed',
    async () => (await world.call('fobs.get', { serial }))?.seedAtHub,
  )
  expect(fob.answersSeen).toBe(1)
  expect(world.errors).toEqual([])
})

it('a fob lifted off while it is written: void, in words, and issued with a new seed', async () => {
  const { world, fobs, field, apply } = await branchAtPcscd()
  const { serial, chipSerial } = there(fobs[1])
  const applicationId = await apply()
  const fob = new StrictFob(chipSerial)
  field.place(fob)
  await onReader(world, chipSerial)
  field.fault = { step: 'seed', kind: 'remove' }
  await world.call('issuance.begin', { applicationId, serial: '' })
  const { last } = await until('the end', async () => {
    const state = await stateOf(world)
    return state.last !== null && state
  })
  expect(last).toMatchObject({ ok: false, rewriteNeeded: true, refusal: { code: 'FOB_REMOVED' } })
  const lost = there(fob.seed)
  expect(await world.call('fobs.get', { serial })).toMatchObject({ seed: 'void', place: 'stock' })
  expect((await world.call('tasks.list', {})).map(({ code }) => code)).toContain('TASK_ISSUANCE_VOID')

  field.place(fob)
  await onReader(world, chipSerial)
  const { issuanceId } = await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  await world.call('issuance.code', { issuanceId, code: right(fob) })
  await until('the proof', async () => (await stateOf(world)).last?.ok)
  expect(fob.seed).not.toEqual(lost)
  expect(await world.call('fobs.get', { serial })).toMatchObject({ seed: 'proven', place: 'issuedHeld' })
  expect(world.errors).toEqual([])
})

it('two fobs one after the other, the second laid down while the first is proven', async () => {
  const { world, fobs, field, apply } = await branchAtPcscd()
  const [first, second] = [there(fobs[0]), there(fobs[1])].map(({ serial, chipSerial }) => ({
    serial,
    fob: new StrictFob(chipSerial),
  }))
  const applications = [await apply(), await apply()]
  for (const [at, { serial, fob }] of [there(first), there(second)].entries()) {
    if (at === 0) field.place(fob)
    await onReader(world, fob.serial)
    const { issuanceId } = await world.call('issuance.begin', {
      applicationId: there(applications[at]),
      serial,
    })
    await awaitingCode(world)
    field.place(null)
    // The service looks every 400 ms whether something lies there; hands are no faster.
    await new Promise((resolve) => setTimeout(resolve, 800))
    if (at === 0) field.place(there(second).fob)
    await world.call('issuance.code', { issuanceId, code: right(fob) })
    await until('the proof', async () => {
      const { last } = await stateOf(world)
      return last?.ok === true && last.issuanceId === issuanceId
    })
  }
  for (const { serial, fob } of [there(first), there(second)]) {
    expect(await world.call('fobs.get', { serial })).toMatchObject({ seed: 'proven' })
    expect(fob.answersSeen).toBe(1)
  }
  expect(world.errors).toEqual([])
})
