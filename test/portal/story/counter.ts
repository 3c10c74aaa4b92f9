/** The counter's part of the story, by the desk's own commands. */
import type { CommandAnswer } from '../../../preload/contract/views.ts'
import { trackingCheckDigit } from '../../../domain/tracking.ts'
import type { ApplicationKind, DeliveryMethod } from '../../../domain/vocabulary.ts'
import { issue, MANAGER, press } from '../../main/desk/counter.ts'
import { there } from '../../main/desk/there.ts'
import { passwordOf, type World } from '../../main/desk/world.ts'

export interface Ordered {
  readonly contractNo: string
  readonly loginId: string
  readonly kind?: ApplicationKind
  readonly delivery?: DeliveryMethod
  readonly relatedSerial?: string
}

/** 申込, approved by a manager over the teller's shoulder; its number and 利用開始日. */
export async function apply(world: World, ordered: Ordered) {
  const { contractNo, loginId, kind = 'new', delivery = 'counter', relatedSerial = null } = ordered
  const defaults = await world.call('applications.defaults', { contractNo, kind })
  const startDate = delivery === 'mail' ? defaults.earliestByMail : defaults.earliestAtCounter
  const submitted: CommandAnswer = await world.call('command.submitApplication', {
    command: {
      kind,
      contractNo,
      loginIds: [loginId],
      startDate,
      delivery,
      evidence: {
        visitor: 'representative',
        powerOfAttorney: false,
        sealVerified: true,
        identityDocument: 'driversLicence',
        receiptNo: 'K-200',
        fee: 'cash',
      },
      relatedSerial,
      memo: '',
    },
    approver: { staffNo: MANAGER, password: passwordOf(MANAGER) },
  })
  return { applicationId: there(submitted.made['applicationId']), startDate }
}

/** 発行 and 窓口交付. */
export async function handOver(world: World, applicationId: string): Promise<string> {
  // Also measures the clock anew, which has leapt.
  await world.call('sync.now', {})
  const serial = await issue(world, applicationId)
  await world.call('sync.now', {})
  await world.call('command.handOver', {
    command: { applicationId, serial, receivedBy: 'representative', identityDocument: 'driversLicence' },
  })
  await world.call('sync.now', {})
  return serial
}

/** 発行, 封緘照合 and 送付. */
export async function mail(world: World, applicationId: string): Promise<string> {
  await world.call('sync.now', {})
  const serial = await issue(world, applicationId)
  await world.call('sync.now', {})
  const application = there(await world.call('applications.get', { applicationId }))
  const { letterNo } = application
  await world.call('command.sealEnvelope', { command: { applicationId, serial, letterNo } })
  const ten = '1234567890'
  const trackingNo = `${ten}${trackingCheckDigit(ten)}`
  await world.call('command.recordDispatch', {
    command: { applicationId, service: 'simplifiedRegistered', trackingNo },
  })
  await world.call('sync.now', {})
  return serial
}

/** The first contract of the training roster with a master, an administrator and a general user without fobs. */
export async function contractOfThree(world: World) {
  for (let number = 1; number <= 20; number++) {
    const contractNo = `2${String(number).padStart(6, '0')}`
    const contract = there(await world.call('customers.get', { contractNo }))
    const users = contract.userList.filter((user) => user.otpStatus === 'unregistered')
    const [master, administrator, general] = (['master', 'administrator', 'general'] as const).map((role) =>
      users.find((user) => user.role === role),
    )
    if (master && administrator && general) return { contractNo, master, administrator, general }
  }
  throw new Error('no contract of three')
}

/** A code that this fob has not shown before: a minute goes by first. */
export async function nextCode(world: World, serial: string): Promise<string> {
  await world.advance(1)
  return press(world, serial)
}

/** Puts the clock on until Tokyo shows the time of day, tomorrow if it is past it today. */
export async function advanceTo(world: World, hour: number, minute: number): Promise<void> {
  const minuteOfDay = Math.floor((world.hub.now() / 60_000 + 9 * 60) % (24 * 60))
  const ahead = (hour * 60 + minute - minuteOfDay + 24 * 60) % (24 * 60)
  if (ahead > 0) await world.advance(ahead)
}
