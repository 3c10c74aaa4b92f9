/**
 * Two PCs of one branch and one of another, each a whole desk over its own journal, and one head office: the line is cut
 * before every step and comes back after it.
 */
import { expect, it } from 'vitest'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { generateLot, generateRoster } from '../../../domain/training-roster.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { aggregateKinds } from '../../../domain/model.ts'
import type { Projection } from '../../../main/projection/projection.ts'
import { verifyAuditFile } from '../../../tools/verify-audit.mjs'
import type { PreparedImport } from '../../../main/desk/imports.ts'
import { OTHER_MANAGER, submit } from '../desk/counter.ts'
import { there } from '../desk/there.ts'
import { createWorld, type World } from '../desk/world.ts'
import { managers } from './backup-desk.ts'
import { signedFile } from './signed-file.ts'

const OTHER_BRANCH = '002'
const kinds = aggregateKinds.filter((kind) => kind !== 'policy')

function projectionOf({ desk: { session } }: World): Projection {
  if (session.phase.name !== 'signedIn') throw new Error('not signed in')
  return session.phase.work.store.projection
}

const records = (world: World): unknown[] => kinds.map((kind) => [...projectionOf(world).all(kind)])

async function open(world: World, branchNo: string): Promise<void> {
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  const code = await issueEnrolmentCode(world.realHub, branchNo)
  await world.call('start.enrol', { code, fingerprintConfirmed: true, managers: [...managers] })
  await world.call('session.signIn', managers[0])
}

async function importFile(world: World, file: PreparedImport): Promise<void> {
  const prepared = await world.desk.prepareImport(file)
  if (!prepared.ok) throw new Error(prepared.code)
  await world.call('import.commit', { token: prepared.value.token, declared: null })
}

const password = (staffNo: string): string => there(managers.find((one) => one.staffNo === staffNo)).password

/** The step is done with the line cut everywhere; then each PC synchronises in turn, three times round. */
async function offline(worlds: readonly World[], step: () => Promise<void>): Promise<void> {
  for (const world of worlds) world.online = false
  await step()
  for (const world of worlds) expect(await world.refused('sync.now', {})).toBe('HEAD_OFFICE_OFFLINE')
  for (let round = 0; round < 3; round += 1) {
    for (const world of worlds) {
      world.online = true
      await world.call('sync.now', {})
    }
  }
}

it('come to the same, whoever did what without the others', async () => {
  const first = await createWorld()
  const hub = first.realHub
  const second = await createWorld({ realHub: hub })
  const third = await createWorld({ realHub: hub })
  const worlds = [first, second, third]
  await hub.store.transaction(async (tx) => {
    const branch = there(await tx.branch(TRAINING_BRANCH_NO))
    await tx.saveBranch({ ...branch, branchNo: OTHER_BRANCH, branchName: '川越支店' })
  })
  for (const world of [first, second]) await open(world, TRAINING_BRANCH_NO)
  await open(third, OTHER_BRANCH)

  // A roster and a delivery, on one PC only.
  const rows = generateRoster(7, 3)
  const lot = generateLot(7, 4)
  const serials = lot.map(({ serial }) => serial)
  await offline(worlds, async () => {
    const lines = rows.map((_, index) => index + 2)
    const read = { encoding: 'utf-8', errors: [], moreErrors: 0 } as const
    await importFile(first, { ...read, kind: 'roster', fileName: 'r.csv', rows, lines })
    await importFile(first, {
      ...read,
      kind: 'lot',
      fileName: 'l.csv',
      rows: lot,
      lines: lot.map((_, n) => n + 2),
    })
    const command = { serials, to: 'stock', reference: null, memo: '' } as const
    await first.call('command.moveFobs', { command })
  })
  expect(records(second)).toEqual(records(first))
  const { contract, user } = there(rows[0])
  expect(await second.call('customers.search', { text: contract.contractNo, limit: 5 })).toHaveLength(1)
  expect([...projectionOf(third).all('contract')]).toEqual([])

  // An application on one PC; both managers decide it, each on a PC of their own, and differently.
  const { earliestAtCounter } = await first.call('applications.defaults', {
    contractNo: contract.contractNo,
    kind: 'new',
  })
  await offline(worlds, async () => {
    const { contractNo } = contract
    const submitted = await submit(first, { contractNo, loginId: user.loginId }, earliestAtCounter)
    expect(submitted.ok).toBe(true)
  })
  const waiting = there((await second.call('approvals.list', { waitingOnly: true }))[0])
  for (const world of worlds) {
    await world.call('session.signOut', {})
    await world.call('session.signIn', there(managers[1]))
  }
  const decide = (world: World, verdict: 'approve' | 'deny') =>
    world.call('command.decideApprovals', {
      command: { requestIds: [waiting.requestId], verdict, memo: '来店時に確認' },
      password: password(OTHER_MANAGER),
    })
  await offline(worlds, async () => {
    await decide(first, 'approve')
    await decide(second, 'deny')
    expect(projectionOf(second).state.get('approval', waiting.requestId)?.status).toBe('denied')
  })
  expect(projectionOf(second).state.get('approval', waiting.requestId)?.status).toBe('approved')
  expect(records(second)).toEqual(records(first))
  const audit = { text: waiting.requestId, staffNo: null, before: null, limit: 50 }
  const denials = await second.call('audit.page', { ...audit, text: '', type: 'ApprovalDenied' })
  expect(denials.entries[0]).toMatchObject({
    refused: 'DECIDED_ELSEWHERE',
    reflected: true,
    elsewhere: false,
  })
  const approvals = await second.call('audit.page', { ...audit, text: '', type: 'ApprovalGiven' })
  expect(approvals.entries[0]).toMatchObject({ refused: null, reflected: true, elsewhere: true })
  expect(approvals.entries[0]?.pcName).toBe(first.ports.deviceName)
  expect(denials.entries[0]?.pcName).toBeNull()
  const tasks = await second.call('tasks.list', {})
  expect(tasks.filter(({ code }) => code === 'DECIDED_ELSEWHERE')).not.toEqual([])

  // A fob goes to the other branch, which books it in while nobody hears of it.
  const sent = there(serials[0])
  await offline(worlds, async () => {
    const command = { serials: [sent], toBranch: OTHER_BRANCH, reason: '不足のため' }
    const approver = there(managers[0])
    await first.call('command.proposeTransfer', { command, approver })
  })
  const coming = there([...projectionOf(third).all('transfer')][0])
  expect(projectionOf(third).state.get('fob', sent)?.custody.place).toBe('inTransfer')
  await offline(worlds, async () => {
    const command = { transferId: coming.transferId, serials: [sent] }
    await third.call('command.receiveTransfer', { command })
  })
  for (const world of worlds) {
    const arrived = { branchNo: OTHER_BRANCH, custody: { place: 'stock' } }
    expect(projectionOf(world).state.get('fob', sent)).toMatchObject(arrived)
  }
  expect(records(second)).toEqual(records(first))
  const arrivals = await second.call('audit.page', { ...audit, text: '', type: 'TransferReceived' })
  expect(arrivals.entries[0]?.pcName).toBe(`${OTHER_BRANCH} ${third.ports.deviceName}`)

  // A customer with a request that waits moves to the other branch, which has it to decide from now on.
  const moving = there(rows[1])
  await offline(worlds, async () => {
    const { contractNo } = moving.contract
    await submit(first, { contractNo, loginId: moving.user.loginId }, earliestAtCounter)
  })
  // Requests listed, requests counted, applications to be issued.
  const counted = async (world: World): Promise<readonly number[]> => {
    const status = await world.call('desk.status', {})
    if (status.phase !== 'signedIn') throw new Error('not signed in')
    const { length } = await world.call('approvals.list', { waitingOnly: true })
    return [length, status.counts.approvals, status.counts.issuanceQueue]
  }
  expect(await counted(second)).toEqual([1, 1, 1])
  await offline(worlds, async () => {
    const row = { ...moving, contract: { ...moving.contract, branchNo: OTHER_BRANCH } }
    const read = { encoding: 'utf-8', errors: [], moreErrors: 0 } as const
    await importFile(first, { ...read, kind: 'roster', fileName: 'm.csv', rows: [row], lines: [2] })
  })
  for (const world of [first, second]) expect(await counted(world)).toEqual([0, 0, 0])
  expect(await counted(third)).toEqual([1, 1, 1])
  await third.call('session.signOut', {})
  await third.call('session.signIn', there(managers[0]))
  const request = there((await third.call('approvals.list', { waitingOnly: true }))[0])
  expect(request.application).toMatchObject({
    branchNo: OTHER_BRANCH,
    contractNo: moving.contract.contractNo,
  })

  // The record of each PC is whole with what the others wrote, and folds to the same after a restart.
  for (const world of [first, second]) {
    expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
    const before = records(world)
    await world.restart()
    await world.call('session.signIn', there(managers[1]))
    expect(records(world)).toEqual(before)
  }

  // A stranger finds the record whole, other PCs' events included, and each of them as head office named it.
  const report = verifyAuditFile(await signedFile(second))
  expect(report).toMatchObject({ whole: true, realm: 'real', unsigned: expect.any(Number) })
  expect(report.relayed).toBeGreaterThan(10)
  for (const { errors } of worlds) expect(errors).toEqual([])
}, 120_000)
