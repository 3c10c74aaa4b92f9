import { expect, it } from 'vitest'
import { approvedApplication, awaitingCode, issue, openTraining, placeSpareFob } from './counter.ts'
import { readerDiagnosis } from '../../../main/desk/queries/reader-diagnosis.ts'
import type { ViewContext } from '../../../main/desk/queries/view-context.ts'
import { createWorld, until, type World } from './world.ts'
import { there } from './there.ts'

const diagnosis = (world: World) => world.call('readers.diagnosis', {})

async function fobOnReader(world: World) {
  return there((await diagnosis(world)).readers[0]?.fob)
}

it('identifies a fob: from the stock, then, issued, as waiting to be sent', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId, contractNo, loginId } = await approvedApplication(world)
  const { serial, chipSerial } = await placeSpareFob(world)
  expect(await fobOnReader(world)).toMatchObject({
    chipSerial,
    known: { serial, place: 'stock', contractNo: null },
    advice: 'issue',
  })
  expect(Math.abs((await fobOnReader(world)).clockDriftSeconds)).toBeLessThan(600)
  expect(await issue(world, applicationId)).toBe(serial)
  const issued = await until('the successor to see it', async () => {
    const { readers } = await diagnosis(world)
    return readers[0]?.fob ?? false
  })
  expect(issued).toMatchObject({
    known: { place: 'issuedHeld', contractNo, loginIds: [loginId] },
    advice: 'handedOut',
  })
})

it('shows the training way alone, no fob, and a reader unplugged', async () => {
  const world = await createWorld()
  await openTraining(world)
  await until('the reader', async () => (await diagnosis(world)).readers.some(({ connected }) => connected))
  const { looking, ways, readers } = await diagnosis(world)
  expect({ looking, ways }).toEqual({ looking: false, ways: [{ transport: 'training', fault: null }] })
  expect(readers).toMatchObject([{ connected: true, problem: null, fob: null, fobRefusal: null }])
  await world.call('training.plug', { plugged: false })
  await until('no reader', async () => (await diagnosis(world)).readers.every(({ connected }) => !connected))
})

it('names a fob of no known model as one that is never programmed', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { chipSerial } = await placeSpareFob(world)
  await world.call('training.remove', {})
  await world.call('training.fault', { fault: 'unknownModel' })
  await world.call('training.place', { chipSerial })
  const refusal = await until(
    'the refusal',
    async () => (await diagnosis(world)).readers[0]?.fobRefusal ?? undefined,
  )
  expect(refusal).toMatchObject({ code: 'FOB_UNKNOWN_MODEL' })
})

it('looks again with a fresh process, never in the middle of an issuance', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  await placeSpareFob(world)
  await world.call('readers.lookAgain', {})
  await until('the fob again', async () => {
    const { looking, readers } = await diagnosis(world)
    return !looking && (readers[0]?.fob ?? null) !== null
  })
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  expect(await world.refused('readers.lookAgain', {})).toBe('ISSUANCE_RUNNING')
})

it('tells what is wrong with each way and each reader of a real branch', () => {
  // Nothing of the branch is read where no fob was identified.
  const context = {} as ViewContext
  const reader = { transport: 'usb', connected: true, problem: null, fob: null } as const
  const view = readerDiagnosis(
    context,
    'real',
    {
      watching: true,
      faults: ['PCSC_SERVICE_STOPPED'],
      readers: [
        { ...reader, name: 'held', problem: 'READER_IN_USE' },
        { ...reader, name: 'locked', fob: { refused: 'FOB_LOCKED' } },
      ],
    },
    'windows',
  )
  expect(view.system).toBe('windows')
  expect(view.ways).toMatchObject([
    { transport: 'usb', fault: null },
    { transport: 'pcsc', fault: { code: 'PCSC_SERVICE_STOPPED' } },
  ])
  expect(view.readers).toMatchObject([
    { name: 'held', problem: { code: 'READER_IN_USE' }, fobRefusal: null },
    { name: 'locked', problem: null, fobRefusal: { code: 'FOB_LOCKED' }, fob: null },
  ])
  expect(
    readerDiagnosis(context, 'real', { watching: false, faults: [], readers: [] }, 'linux').looking,
  ).toBe(true)
})
