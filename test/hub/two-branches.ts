import { BRANCH, createWorld, enrolDesk, exchange, type World } from './world.ts'

/** Branch 001 and its desk; 002, which has another policy and other people, with one of its own. */
export async function twoBranches() {
  const world = await createWorld()
  const { hub, headOffice } = world
  await hub.store.transaction((tx) => tx.saveBranch({ ...BRANCH, branchNo: '002', branchName: '他店' }))
  const other = await enrolDesk(hub, headOffice, '002')
  other.now = world.desk.now
  other.record([
    {
      type: 'BranchOpened',
      v: 1,
      data: { branchNo: '002', branchName: '他店', policy: { ...BRANCH.policy, lockThreshold: 9 } },
    },
    { type: 'StaffAdded', v: 1, data: { staffNo: '2001', name: '他店 一', role: 'manager', deputy: false } },
  ])
  const there: World = { ...world, desk: other }
  await exchange(there, [])
  return { world, there, other }
}
