/** What the counter is told of refused codes, and the two codes that bring a fob's clock back. */
import { expect, it } from 'vitest'
import { approvedApplication, AUDITOR, issue, openTraining, press, TELLER } from './counter.ts'
import { recorded } from './recorded.ts'
import { createWorld, type World } from './world.ts'

async function refusals(world: World): Promise<unknown[]> {
  const filter = { text: '', type: 'ActionRefused', staffNo: null, before: null, limit: 50 }
  return (await recorded(world, filter)).entries.map(({ data }) => JSON.parse(data))
}

/** A customer with a fob that head office knows the seed of. */
async function inService(world: World): Promise<{ readonly loginId: string; readonly serial: string }> {
  await openTraining(world)
  const { applicationId, loginId } = await approvedApplication(world)
  const serial = await issue(world, applicationId)
  await world.call('sync.now', {})
  await world.call('command.handOver', {
    command: { applicationId, serial, receivedBy: 'representative', identityDocument: 'driversLicence' },
  })
  await world.advance(2)
  const code = await press(world, serial)
  await world.call('activation.activate', { loginId, serial, code, identityChecked: true })
  return { loginId, serial }
}

it('the counter learns why codes were refused, and that head office is away', async () => {
  const world = await createWorld()
  const { loginId, serial } = await inService(world)
  expect(await world.refused('activation.login', { loginId, code: '000000' })).toBe('OTP_WRONG')
  const { findings, ...said } = await world.call('activation.why', { loginId })
  expect(said).toMatchObject({ loginId, serial, wrongInRow: 1, attempts: [{ outcome: 'wrong' }, {}] })
  expect(findings.map(({ code }) => code)).toEqual(['WHY_WRONG'])
  expect(await world.refused('activation.why', { loginId: 'nobody' })).toBe('USER_UNKNOWN')
  world.online = false
  expect(await world.refused('activation.why', { loginId })).toBe('HEAD_OFFICE_OFFLINE')
})

it('two codes in a row bring the fob back, with the customer identified; refusals are on record', async () => {
  const world = await createWorld()
  const { loginId, serial } = await inService(world)
  await world.advanceToFullMinute()
  const first = await press(world, serial)
  await world.advance(1)
  const codes = { loginId, first, second: await press(world, serial) }
  expect(await world.refused('activation.resynchronise', { ...codes, identityChecked: false })).toBe(
    'IDENTITY_NOT_CHECKED',
  )
  const swapped = { ...codes, first: codes.second, second: first, identityChecked: true }
  expect(await world.refused('activation.resynchronise', swapped)).toBe('OTP_WRONG')
  await world.call('activation.resynchronise', { ...codes, identityChecked: true })
  const [entry, ...more] = (
    await recorded(world, { text: serial, type: 'FobResynchronised', staffNo: null, before: null, limit: 5 })
  ).entries
  expect(more).toEqual([])
  expect(entry).toMatchObject({ type: 'FobResynchronised', by: TELLER })
  expect(await world.refused('activation.login', { loginId, code: codes.second })).toBe('OTP_USED')
  expect((await refusals(world)).slice(0, 2)).toEqual([
    { command: 'resynchronise', code: 'OTP_WRONG', subject: loginId, staffNo: TELLER },
    { command: 'resynchronise', code: 'IDENTITY_NOT_CHECKED', subject: loginId, staffNo: TELLER },
  ])
})

it('an auditor reads why, and uses up no codes', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  const loginId = 'hanakodt'
  expect(await world.call('activation.why', { loginId })).toMatchObject({ loginId })
  const codes = { loginId, first: '000000', second: '000001', identityChecked: true }
  expect(await world.refused('activation.resynchronise', codes)).toBe('NOT_ALLOWED')
  expect((await world.call('activation.why', { loginId })).wrongInRow).toBe(0)
})
