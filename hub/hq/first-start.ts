/** What a hub needs before anybody can run it: a first person of head office; for trial also a branch. */
import { writeFile } from 'node:fs/promises'
import { defaultPolicy } from '../../domain/policy.ts'
import { hex } from '../../protocol/bytes.ts'
import type { Hub } from '../hub.ts'
import type { Branch } from '../store/rows.ts'
import { recordHqAct } from './act.ts'
import { makePerson } from './people.ts'

const FIRST_PERSON = 'admin'
const BY = 'first start'

/**
 * Makes the person who lets in the others, unless there are people: `admin`, with a passphrase that is written to
 * `file` (mode 0600), to be changed and removed. Answers whether it was made now.
 */
export async function makeFirstPerson(hub: Hub, file: string): Promise<boolean> {
  const there = await hub.store.read((reader) => reader.documents('hqPerson', { limit: 1 }))
  if (there.length > 0) return false
  const passphrase = hex(hub.random(10))
  const made = await makePerson(hub.random, passphrase, hub.now())
  // Before the person: one whose passphrase nobody knows would keep everybody out.
  await writeFile(file, `${passphrase}\n`, { mode: 0o600, flush: true })
  return hub.store.transaction(async (tx) => {
    // Another process may have been first.
    if ((await tx.documents('hqPerson', { limit: 1 })).length > 0) return false
    await tx.saveDocument('hqPerson', FIRST_PERSON, made)
    await recordHqAct({ hub, by: BY }, tx, 'person set', { person: FIRST_PERSON })
    return true
  })
}

const TRIAL_BRANCH: Branch = {
  branchNo: '001',
  branchName: '試行支店',
  policy: defaultPolicy,
  staff: [
    { staffNo: '1001', name: '試行 役一', role: 'manager', deputy: false },
    { staffNo: '1002', name: '試行 役二', role: 'manager', deputy: true },
    { staffNo: '2001', name: '試行 窓子', role: 'teller', deputy: false },
  ],
}

/** A branch to try with, where there is none. Answers the number of the first branch. */
export function makeTrialBranch(hub: Hub): Promise<string> {
  return hub.store.transaction(async (tx) => {
    const [first] = await tx.branches()
    if (first !== undefined) return first.branchNo
    await tx.saveBranch(TRIAL_BRANCH)
    const { branchNo, branchName } = TRIAL_BRANCH
    await recordHqAct({ hub, by: BY }, tx, 'branch add', { branchNo, branchName })
    return branchNo
  })
}
