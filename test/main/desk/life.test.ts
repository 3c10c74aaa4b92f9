import { expect, it } from 'vitest'
import { approvedApplication, CONTRACT, issue, MANAGER, openTraining, press, TELLER } from './counter.ts'
import { createWorld, passwordOf } from './world.ts'
import { there } from './there.ts'

it('takes a fob from the application to service, revocation and the next fob', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId, contractNo, loginId } = await approvedApplication(world)
  const userOf = async () =>
    there(
      there(await world.call('customers.get', { contractNo })).userList.find(
        (user) => user.loginId === loginId,
      ),
    )

  // 発行
  expect((await world.call('issuance.queue', {})).map((queued) => queued.applicationId)).toContain(
    applicationId,
  )
  const serial = await issue(world, applicationId)
  expect(await world.call('applications.get', { applicationId })).toMatchObject({ status: 'issued', serial })
  expect(await userOf()).toMatchObject({ otpStatus: 'tokenIssued', serial })
  expect(await world.call('fobs.get', { serial })).toMatchObject({ place: 'issuedHeld', seed: 'proven' })

  // Head office has the sealed seed; only then may the fob leave the branch.
  const handOver = {
    command: { applicationId, serial, receivedBy: 'representative', identityDocument: 'driversLicence' },
  } as const
  await world.call('sync.now', {})
  expect(await world.call('fobs.get', { serial })).toMatchObject({ seedAtHub: true })
  await world.call('command.handOver', handOver)
  expect(await world.call('fobs.get', { serial })).toMatchObject({ place: 'customer' })

  // 利用開始登録: the code that proved the seed is used up, the next one is right.
  await world.advance(2)
  const activation = { loginId, serial, identityChecked: true }
  expect(await world.refused('activation.activate', { ...activation, code: '000000' })).toMatch(/^OTP_/)
  await world.call('activation.activate', { ...activation, code: await press(world, serial) })
  expect(await userOf()).toMatchObject({ otpStatus: 'inService', serial })
  expect(await world.call('activation.login', { loginId, code: null })).toEqual({ next: 'passwordAndOtp' })
  await world.advance(1)
  expect(await world.call('activation.login', { loginId, code: await press(world, serial) })).toEqual({
    next: 'topPage',
  })

  // 失効 asks for the password again, and starts the waiting time.
  const revocation = { command: { loginIds: [loginId], reason: 'fault' as const, memo: '' } }
  expect(await world.refused('command.revokeUsers', revocation)).toBe('PASSWORD_NEEDED')
  await world.call('command.revokeUsers', { ...revocation, password: passwordOf(TELLER) })
  const revoked = await userOf()
  expect(revoked.otpStatus).toBe('revoked')
  expect((await world.call('revocation.waiting', {})).map((row) => row.loginId)).toEqual([loginId])
  expect(await world.refused('activation.login', { loginId, code: null })).toBe('WAITING_TIME')

  // 再発行 with another fob, once the waiting time is over.
  await world.advance(24 * 60)
  expect(await world.call('revocation.waiting', {})).toEqual([])
  const defaults = await world.call('applications.defaults', { contractNo, kind: 'reissue' })
  expect(defaults.users.find((user) => user.loginId === loginId)?.refusal).toBeNull()
  const application = await world.call('applications.get', { applicationId })
  const again = await world.call('command.submitApplication', {
    command: {
      kind: 'reissue',
      contractNo,
      loginIds: [loginId],
      startDate: defaults.earliestAtCounter,
      delivery: 'counter',
      evidence: { ...there(application).evidence, receiptNo: 'K-101' },
      relatedSerial: serial,
      memo: '',
    },
    approver: { staffNo: MANAGER, password: passwordOf(MANAGER) },
  })
  const next = await issue(world, there(again.made['applicationId']))
  expect(next).not.toBe(serial)
  expect(await userOf()).toMatchObject({ otpStatus: 'tokenIssued', serial: next })

  // The fob's history tells it all, newest first, and head office has seen what it was sent.
  const types = (await world.call('fobs.history', { serial })).map(({ type }) => type)
  expect(types).toEqual(
    expect.arrayContaining([
      'FobReceived',
      'IssuanceStarted',
      'FobIssued',
      'FobHandedOver',
      'UserActivated',
      'UsersRevoked',
    ]),
  )
  expect(types.at(-1)).toBe('FobReceived')
  expect(world.errors).toEqual([])
})

it('shows the manual’s people in the manual’s states', async () => {
  const world = await createWorld()
  await openTraining(world)
  const contract = await world.call('customers.get', { contractNo: CONTRACT })
  const states = Object.fromEntries(
    there(contract).userList.map(({ loginId, otpStatus }) => [loginId, otpStatus]),
  )
  expect(states).toEqual({
    saburodt: 'tokenIssued',
    sakikodt: 'expired',
    tarodt: 'revoked',
    shirodt: 'unregistered',
  })
  expect((await world.call('unlock.stoppedContracts', {})).map(({ contractNo }) => contractNo)).toEqual([
    '1000001',
  ])
  const rows = await world.call('unlock.rows', { contractNo: '1000001' })
  expect(rows.find(({ loginId }) => loginId === 'ichirodt')).toMatchObject({
    authStatus: 'stopped',
    refusal: null,
  })
  expect(rows.find(({ loginId }) => loginId === 'hanakodt')?.refusal?.code).toBe('NOT_STOPPED')
  expect(await world.call('customers.search', { text: 'ﾃﾞｰﾀﾊﾅｺ', limit: 10 })).toMatchObject([
    { contract: { contractNo: '1000001' }, matched: 'kana' },
  ])
  expect((await world.call('customers.search', { text: '12345678', limit: 10 }))[0]).toMatchObject({
    matched: 'serial',
    matchedText: '12345678',
  })
})
