/** What people do at the counter, as one call each. */
import type { Answer } from '../../../preload/contract/channels.ts'
import type { CommandAnswer } from '../../../preload/contract/views.ts'
import { passwordOf, until, type World } from './world.ts'
import { noFilter } from '../../../renderer/inventory/filter.ts'

export const TELLER = '2001'
export const MANAGER = '1001'
export const OTHER_MANAGER = '1002'
export const AUDITOR = '3001'

const evidence = {
  visitor: 'representative',
  powerOfAttorney: false,
  sealVerified: true,
  identityDocument: 'driversLicence',
  receiptNo: 'K-100',
  fee: 'cash',
} as const

/** 一覧 of the manual's second contract. */
export const CONTRACT = '1000002'
/** 未登録 in the training branch, but with an application waiting. */
export const SHIRO = 'shirodt'

export async function openTraining(world: World, staffNo = TELLER): Promise<void> {
  await world.call('start.training', {})
  await world.signIn(staffNo)
}

/** A user of the generated roster without any fob. */
export async function freshUser(world: World): Promise<{ contractNo: string; loginId: string }> {
  const contractNo = '2000001'
  const contract = await world.call('customers.get', { contractNo })
  const user = contract?.userList.find(
    ({ otpStatus, tokenKind }) => otpStatus === 'unregistered' && tokenKind !== 'software',
  )
  if (user === undefined) throw new Error('the generated contract has no unregistered user')
  return { contractNo, loginId: user.loginId }
}

export function submit(
  world: World,
  { contractNo, loginId }: { contractNo: string; loginId: string },
  startDate: string,
  approver?: string,
): Promise<Answer<CommandAnswer>> {
  return world.answer('command.submitApplication', {
    command: {
      kind: 'new',
      contractNo,
      loginIds: [loginId],
      startDate,
      delivery: 'counter',
      evidence,
      relatedSerial: null,
      memo: '',
    },
    ...(approver === undefined ? {} : { approver: { staffNo: approver, password: passwordOf(approver) } }),
  })
}

/** An approved application that may start today. */
export async function approvedApplication(world: World) {
  const user = await freshUser(world)
  const defaults = await world.call('applications.defaults', { contractNo: user.contractNo, kind: 'new' })
  const submitted = await submit(world, user, defaults.earliestAtCounter, MANAGER)
  if (!submitted.ok) throw new Error(submitted.code)
  const applicationId = submitted.value.made['applicationId']
  if (applicationId === undefined) throw new Error('no application was made')
  return { ...user, applicationId }
}

/** A blank fob of the spare lot lies on the reader. */
export async function placeSpareFob(world: World): Promise<{ serial: string; chipSerial: string }> {
  const { fobs } = await until('the drawer', async () => {
    const reader = await world.call('training.reader', {})
    return reader.fobs.length > 0 && reader.plugged ? reader : false
  })
  const stock = await world.call('inventory.page', {
    filter: { ...noFilter, place: 'stock', seed: 'blank' },
    offset: 0,
    limit: 500,
  })
  const spare = stock.rows.find(({ chipSerial }) => fobs.some((fob) => fob.chipSerial === chipSerial))
  if (spare === undefined) throw new Error('no spare fob in stock')
  const { serial, chipSerial } = spare
  await world.call('training.place', { chipSerial })
  await until('the fob on the reader', async () => {
    const { readers } = await world.call('issuance.state', {})
    return readers.some(({ fob }) => fob?.chipSerial === chipSerial)
  })
  return { serial, chipSerial }
}

/** What the fob shows now. */
export async function press(world: World, serial: string): Promise<string> {
  const { code } = await world.call('training.press', { serial })
  if (code === null) throw new Error('the fob holds no seed')
  return code
}

export function awaitingCode(world: World): Promise<boolean> {
  return until('the fob to be written', async () => {
    const { running, last } = await world.call('issuance.state', {})
    if (last !== null && !last.ok) throw new Error(`issuance ended: ${last.refusal?.code}`)
    return running?.step === 'awaitingCode'
  })
}

/** Writes a fob for an approved application and proves it. */
export async function issue(world: World, applicationId: string): Promise<string> {
  const { serial } = await placeSpareFob(world)
  const { issuanceId } = await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  await world.call('issuance.code', { issuanceId, code: await press(world, serial) })
  await until('the proof', async () => (await world.call('issuance.state', {})).last?.ok)
  return serial
}
