/**
 * 他店取扱 with two whole desks of two branches and one head office: the customer of the first loses the fob, stands at
 * the counter of the second, and the first branch's manager decides.
 */
import { beforeEach, expect, it } from 'vitest'
import type { LotRow, RosterRow } from '../../../domain/commands.ts'
import { asSeed, hotp, stepAt, type Seed } from '../../../domain/otp.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { headOfficeOf } from '../../../hub/head-office.ts'
import { verify } from '../../../hub/verification/service.ts'
import type { PreparedImport } from '../../../main/desk/imports.ts'
import type { Workplace } from '../../../main/desk/workplace.ts'
import { sealSeed } from '../../../protocol/seed-box.ts'
import { submit } from '../desk/counter.ts'
import { there } from '../desk/there.ts'
import { createWorld, type World } from '../desk/world.ts'
import { verifyAuditFile } from '../../../tools/verify-audit.mjs'
import { managers } from './backup-desk.ts'
import { signedFile } from './signed-file.ts'

const SERIAL = '71000001'
const CONTRACT = '3000001'
const LOGIN = 'hanako9'
const OTHER_BRANCH = '002'
const others = [
  { staffNo: '5001', password: 'kawagoe-no-yakuseki' },
  { staffNo: '5002', password: 'kawagoe-no-daikou' },
] as const

let home: World
let away: World
let seed: Seed

const workOf = ({ desk: { session } }: World): Workplace => {
  if (session.phase.name !== 'signedIn') throw new Error('not signed in')
  return session.phase.work
}

async function open(world: World, branchNo: string, two: typeof managers | typeof others): Promise<void> {
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  const code = await issueEnrolmentCode(world.realHub, branchNo)
  await world.call('start.enrol', { code, fingerprintConfirmed: true, managers: [...two] })
  await world.call('session.signIn', two[0])
}

async function importFile(world: World, file: PreparedImport): Promise<void> {
  const prepared = await world.desk.prepareImport(file)
  if (!prepared.ok) throw new Error(prepared.code)
  await world.call('import.commit', { token: prepared.value.token, declared: null })
}

const customer: RosterRow = {
  contract: {
    contractNo: CONTRACT,
    branchNo: TRAINING_BRANCH_NO,
    kind: 'individual',
    status: 'active',
    name: '髙橋 花子',
    kana: 'タカハシ ハナコ',
    customerNo: '5000001',
    accountNo: '1928374',
    postalCode: '330-0001',
    address1: '埼玉県さいたま市大宮区1-2-3',
    address2: '',
    phone: '048-111-2222',
  },
  user: {
    loginId: LOGIN,
    name: '髙橋 花子',
    kana: 'タカハシ ハナコ',
    role: 'master',
    rosterStatus: 'active',
  },
}

/** A fob seeded at the factory, so that no reader is needed. */
async function lot(): Promise<LotRow> {
  seed = asSeed(new Uint8Array(20).fill(7))
  const { keyId, publicKey } = (await headOfficeOf(home.realHub).identify({})).sealing
  const { device } = workOf(home).store.profile
  const box = await sealSeed(publicKey, { serial: SERIAL, issuanceId: 'lot-1', device, keyId }, seed)
  return {
    lotNo: 'L1',
    serial: SERIAL,
    chipSerial: '865961071000001',
    model: 'C301-i',
    expiresAt: Date.parse('2031-03-31T08:00:00+09:00'),
    boxNo: '1',
    factorySeeded: true,
    seed: { seedId: 'lot-1', keyId, algorithm: 'sha1', box },
  }
}

/** What the fob shows `steps` minutes from now. */
const code = (steps: number) => hotp(seed, stepAt(Date.now()) + steps)

/** The customer of the first branch uses the fob. */
async function inService(): Promise<void> {
  const read = { encoding: 'utf-8', errors: [], moreErrors: 0, lines: [2] } as const
  await importFile(home, { ...read, kind: 'roster', fileName: 'r.csv', rows: [customer] })
  await importFile(home, { ...read, kind: 'lot', fileName: 'l.csv', rows: [await lot()] })
  await home.call('command.moveFobs', {
    command: { serials: [SERIAL], to: 'stock', reference: null, memo: '' },
  })
  const { earliestAtCounter } = await home.call('applications.defaults', {
    contractNo: CONTRACT,
    kind: 'new',
  })
  const submitted = await submit(home, { contractNo: CONTRACT, loginId: LOGIN }, earliestAtCounter)
  if (!submitted.ok) throw new Error(submitted.code)
  const [asked] = await home.call('approvals.list', { waitingOnly: true })
  await decide(home, there(asked).requestId)
  const applicationId = there(submitted.value.made['applicationId'])
  await home.call('sync.now', {})
  await home.call('issuance.assign', { applicationId, serial: SERIAL })
  await home.call('sync.now', {})
  await home.call('command.handOver', {
    command: { applicationId, serial: SERIAL, receivedBy: 'self', identityDocument: 'driversLicence' },
  })
  await home.call('activation.activate', {
    loginId: LOGIN,
    serial: SERIAL,
    code: code(0),
    identityChecked: true,
  })
}

/** By the second manager, over the shoulder of the first. */
const decide = (world: World, requestId: string) =>
  world.call('command.decideApprovals', {
    command: { requestIds: [requestId], verdict: 'approve', memo: '' },
    approver: managers[1],
  })

/** Somebody of the other branch at this PC for the first time. */
async function signInFirst(world: World, staffNo: string): Promise<void> {
  const [given, chosen] = ['kawagoe-no-hajimete', 'kawagoe-no-jibun']
  const { password } = others[0]
  await world.call('staff.setPassword', { staffNo, newPassword: given, password, second: others[1] })
  await world.call('session.signOut', {})
  await world.call('session.signIn', { staffNo, password: given })
  await world.call('session.changePassword', { password: given, newPassword: chosen })
}

const lookUp = { by: 'kana', text: 'たかはし' } as const
const report = {
  serial: SERIAL,
  kind: 'loss',
  channel: 'counter',
  reportedBy: '本人',
  memo: '駅で紛失',
} as const
const audit = { text: '', staffNo: null, before: null, limit: 20 }
const recordedOf = async (world: World, type: string) =>
  (await world.call('audit.page', { ...audit, type })).entries.map(({ data, ...entry }) => ({
    ...entry,
    data: JSON.parse(data),
  }))

beforeEach(async () => {
  home = await createWorld()
  away = await createWorld({ realHub: home.realHub })
  await home.realHub.store.transaction(async (tx) => {
    const branch = there(await tx.branch(TRAINING_BRANCH_NO))
    const staff = [
      ...others.map(({ staffNo }) => ({
        staffNo,
        name: `川越 ${staffNo}`,
        role: 'manager' as const,
        deputy: false,
      })),
      { staffNo: '5009', name: '川越 検査', role: 'auditor' as const, deputy: false },
    ]
    await tx.saveBranch({ ...branch, branchNo: OTHER_BRANCH, branchName: '川越支店', staff })
  })
  await open(home, TRAINING_BRANCH_NO, managers)
  await open(away, OTHER_BRANCH, others)
})

it('stops the customer’s fob at once, and the home branch’s manager decides', async () => {
  await inService()
  expect(await verify(home.realHub, LOGIN, code(1))).toEqual({ ok: true, next: 'topPage' })
  await away.call('sync.now', {})
  expect(await away.call('customers.search', { text: 'タカハシ', limit: 5 }), 'not of this branch').toEqual(
    [],
  )

  const found = await away.call('elsewhere.lookUp', lookUp)
  const [hit] = found.hits
  expect(hit).toMatchObject({ contractNo: CONTRACT, branchName: '大宮支店', name: '髙橋 花子' })
  expect(JSON.stringify(found)).not.toMatch(/048|1928374|5000001|さいたま/)
  expect(hit?.detail?.fobs).toEqual([{ serial: SERIAL, loginIds: [LOGIN], incident: null }])
  const stopped = await away.call('elsewhere.reportIncident', report)
  expect(stopped).toMatchObject({
    serial: SERIAL,
    branchName: '大宮支店',
    users: [{ loginId: LOGIN }],
    again: false,
  })
  expect(await verify(home.realHub, LOGIN, code(1))).toMatchObject({ ok: false, code: 'USER_STOPPED' })
  expect(await away.call('elsewhere.reportIncident', report)).toEqual({ ...stopped, again: true })

  // The acting branch's own record, by itself.
  await away.call('sync.now', {})
  const served = await recordedOf(away, 'CustomerServedElsewhere')
  expect(served.map(({ by, data }) => [by, data.act])).toEqual([
    ['5001', 'incident'],
    ['5001', 'lookUp'],
  ])
  expect(await away.call('customers.get', { contractNo: CONTRACT })).toBeNull()

  // The home branch sees all of it with the next pull.
  await home.call('sync.now', {})
  const task = (await home.call('tasks.list', {})).find(
    ({ code: said }) => said === 'TASK_INCIDENT_ELSEWHERE',
  )
  expect(task).toMatchObject({
    subject: { kind: 'fob', id: SERIAL },
    detail: { branch: '川越支店', staff: '川越 5001（5001）' },
  })
  expect(await home.call('fobs.get', { serial: SERIAL })).toMatchObject({
    place: 'missing',
    incident: { kind: 'loss' },
    incidentByName: '川越支店 川越 5001',
  })
  const [looked] = await recordedOf(home, 'CustomerServedElsewhere')
  expect(looked?.data).toMatchObject({ act: 'lookUp', query: 'kana', elsewhere: { by: '5001' } })
  const [asked] = await recordedOf(home, 'ApprovalRequested')
  expect(asked?.names['askedBy 5001']).toBe('川越支店 川越 5001')
  const [request] = await home.call('approvals.list', { waitingOnly: true })
  expect(request).toMatchObject({
    askedByName: '川越支店 川越 5001',
    proposal: { kind: 'incidentRevocation' },
  })
  expect(task?.requestId).toBe(there(request).requestId)
  await decide(home, there(request).requestId)
  await home.call('sync.now', {})
  const rows = await home.call('revocation.rows', { contractNo: CONTRACT })
  expect(rows).toMatchObject([{ loginId: LOGIN, otpStatus: 'revoked' }])
  await home.realHub.state.fresh(home.realHub.store)
  expect(home.realHub.state.folded.get('user', LOGIN)?.otp.status).toBe('revoked')
  for (const world of [home, away]) {
    expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
    expect(world.errors).toEqual([])
  }
  expect(verifyAuditFile(await signedFile(home))).toMatchObject({ whole: true, realm: 'real' })
})

it('says whom to telephone while the line is down, and whether the stop may have counted', async () => {
  await inService()
  const refusal = async (
    answer: ReturnType<typeof away.answer<'elsewhere.lookUp' | 'elsewhere.reportIncident'>>,
  ) => {
    const { ok, ...said } = await answer
    return ok ? 'answered' : said
  }
  const { emergencyPhone: phone } = await away.call('policy.get', {})
  away.online = false
  expect(await refusal(away.answer('elsewhere.lookUp', lookUp))).toEqual({
    code: 'ELSEWHERE_OFFLINE',
    detail: { phone },
  })
  expect(await refusal(away.answer('elsewhere.reportIncident', report))).toEqual({
    code: 'ELSEWHERE_UNANSWERED',
    detail: { phone },
  })
  away.online = true
  expect(await away.refused('elsewhere.reportIncident', { ...report, serial: '99999999' })).toBe(
    'FOB_UNKNOWN',
  )
  expect(await home.refused('elsewhere.reportIncident', report)).toBe('ELSEWHERE_OWN_BRANCH')
  const refused = await recordedOf(away, 'ActionRefused')
  expect(refused.map(({ data }) => [data.command, data.code, data.subject, data.staffNo])).toEqual([
    ['reportIncidentElsewhere', 'FOB_UNKNOWN', '99999999', '5001'],
    ['reportIncidentElsewhere', 'ELSEWHERE_UNANSWERED', SERIAL, '5001'],
    ['lookUpElsewhere', 'ELSEWHERE_OFFLINE', '', '5001'],
  ])
})

it('asks once more when head office has not heard of the member of staff yet', async () => {
  await inService()
  await away.call('sync.now', {})
  away.online = false
  const command = { staffNo: '5003', name: '川越 新人', role: 'teller', deputy: false } as const
  await away.call('command.proposeStaffAdd', { command, approver: others[1] })
  await signInFirst(away, command.staffNo)
  away.online = true
  expect(await away.call('elsewhere.lookUp', lookUp)).toMatchObject({ hits: [{ contractNo: CONTRACT }] })
  await home.call('sync.now', {})
  const [looked] = await recordedOf(home, 'CustomerServedElsewhere')
  expect(looked?.data.elsewhere).toMatchObject({ by: '5003', name: '川越 新人' })
})

it('is no auditor’s act, and nothing is asked of head office for one', async () => {
  await inService()
  await signInFirst(away, '5009')
  expect(await away.refused('elsewhere.lookUp', lookUp)).toBe('NOT_ALLOWED')
  expect(await away.refused('elsewhere.reportIncident', report)).toBe('NOT_ALLOWED')
  const refused = await recordedOf(away, 'ActionRefused')
  expect(refused.map(({ data }) => data.code)).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED'])
  await home.call('sync.now', {})
  expect(await recordedOf(home, 'CustomerServedElsewhere')).toEqual([])
})
