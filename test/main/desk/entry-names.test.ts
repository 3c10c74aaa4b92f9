import { expect, it } from 'vitest'
import { AUDITOR, freshUser, MANAGER, openTraining, submit, TELLER } from './counter.ts'
import { createWorld } from './world.ts'

it('an audit entry comes with the names behind its identifiers, at any depth, and no others', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  const page = { text: '', staffNo: null, before: null, limit: 1 }
  const [signedIn] = (await world.call('audit.page', { ...page, type: 'SignedIn' })).entries
  expect(signedIn?.names).toEqual({ [`staffNo ${AUDITOR}`]: signedIn?.byName })
  const [user] = (await world.call('audit.page', { ...page, type: 'UserRecorded' })).entries
  const { loginId, contractNo } = JSON.parse(user?.data ?? '{}')
  expect(Object.keys(user?.names ?? {}).toSorted()).toEqual([
    `contractNo ${contractNo}`,
    `loginId ${loginId}`,
  ])
  const [issued] = (await world.call('audit.page', { ...page, type: 'FobIssued' })).entries
  const [tied] = JSON.parse(issued?.data ?? '{}').ties
  expect(issued?.names[`loginId ${tied.loginId}`]).toMatch(/./)
})

it('what the program has numbered is told by what it stands for', async () => {
  const world = await createWorld()
  await openTraining(world, TELLER)
  const customer = await freshUser(world)
  const { earliestAtCounter } = await world.call('applications.defaults', {
    contractNo: customer.contractNo,
    kind: 'new',
  })
  await submit(world, customer, earliestAtCounter, MANAGER)
  await world.call('command.proposeWriteOff', {
    command: { serials: ['40100000', '40100001'], reason: '破損' },
  })
  await world.call('session.signOut', {})
  await world.signIn(AUDITOR)
  const aboutOf = async (type: string) => {
    const page = { text: '', type, staffNo: null, before: null, limit: 1 }
    return (await world.call('audit.page', page)).entries[0]?.about
  }
  const name = (await world.call('customers.get', { contractNo: customer.contractNo }))?.name
  const application = { is: 'application', kind: 'new', name, at: expect.any(Number) }
  const touched = [customer.loginId, customer.contractNo].map((text) => ({ is: 'known', text }))
  expect(await aboutOf('ApplicationSubmitted')).toEqual([application, ...touched])
  // The person who asked is named by the number alone.
  expect(await aboutOf('ApprovalGiven')).toEqual([application, { is: 'known', text: TELLER }])
  const asked = { is: 'request', kind: 'writeOff', subject: '40100000 …（2）' }
  expect((await aboutOf('ApprovalRequested'))?.[0]).toEqual(asked)
  const [issued] = (await aboutOf('FobIssued')) ?? []
  expect(issued).toMatchObject({ is: 'known', text: expect.stringMatching(/^\d{8}$/) })
})
