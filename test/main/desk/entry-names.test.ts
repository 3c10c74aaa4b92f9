import { expect, it } from 'vitest'
import { AUDITOR, openTraining } from './counter.ts'
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
