import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { auditHandlers } from '../../../main/composition/audit-handlers.ts'
import { verifyAuditFile } from '../../../tools/verify-audit.mjs'
import { AUDITOR, MANAGER, openTraining, OTHER_MANAGER } from '../desk/counter.ts'
import { createWorld, type World } from '../desk/world.ts'
import { aFolder, backUp, managers, newManagers, openReal, restores } from './backup-desk.ts'

const everything = { text: '', type: null, staffNo: null }

/**
 * A PC that died after a backup; `next` is a new PC on the same line.
 * @param sentAfter head office got the last of its events only after the backup
 */
async function lostPc(
  sentAfter = false,
): Promise<{ next: World; path: string; recoveryCode: string; events: number }> {
  const first = await createWorld()
  const recoveryCode = await openReal(first)
  await first.call('sync.now', {})
  if (sentAfter) {
    first.online = false
    const { phase } = first.desk.session
    if (phase.name !== 'signedIn') throw new Error('not signed in')
    const subject = { kind: 'branch', id: TRAINING_BRANCH_NO } as const
    const data = { taskId: 'late', code: 'TASK_RESTORED', subject }
    await phase.work.record({ type: 'TaskRaised', v: 1, data }, MANAGER)
  }
  const path = await backUp(first, await aFolder())
  const { total } = await first.call('audit.page', { ...everything, before: null, limit: 1 })
  first.online = true
  if (sentAfter) await first.call('sync.now', {})
  await first.desk.quit()
  const next = await createWorld({ realHub: first.realHub })
  return { next, path, recoveryCode, events: total }
}

const enrolmentCode = (world: World) => issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO)

it('brings the branch back on another PC: a new device, a new recovery code, a task that says what to do', async () => {
  const { next, path, recoveryCode } = await lostPc()
  const restore = restores(next, () => path)
  const chosen = await restore['restore.choose']({})
  expect(chosen).toMatchObject({
    ok: true,
    value: { realm: 'real', branchName: '大宮支店', replaces: false },
  })
  const restored = await restore['restore.run']({
    recoveryCode,
    enrolmentCode: await enrolmentCode(next),
    managers: newManagers,
  })
  if (!restored.ok) throw new Error(JSON.stringify(restored))
  expect(restored.value.recoveryCode).not.toBe(recoveryCode)
  expect(restored.value.unreceived).toBeGreaterThanOrEqual(0)
  expect(await next.call('desk.status', {})).toMatchObject({ phase: 'signIn', realm: 'real' })
  await next.call('session.signIn', newManagers[0] ?? managers[0])
  const tasks = await next.call('tasks.list', {})
  expect(tasks.map(({ code }) => code)).toContain('TASK_RESTORED')
  const [fact] = (
    await next.call('audit.page', { ...everything, type: 'BackupRestored', before: null, limit: 1 })
  ).entries
  expect(JSON.parse(fact?.data ?? '{}')).toMatchObject({ unreceived: restored.value.unreceived })
  // The old PC's chain is history, the new one's begins anew, and both verify.
  expect(fact?.seq).toBe(2)
  expect(await next.call('audit.verify', {})).toMatchObject({ ok: true })
  await next.call('sync.now', {})
  expect(next.errors).toEqual([])
  // And again after a restart of the program.
  await next.restart()
  await next.call('session.signIn', newManagers[1] ?? managers[1])
  expect(await next.call('audit.verify', {})).toMatchObject({ ok: true })
})

it('shows once what head office relays to the new device out of the old one’s time', async () => {
  const { next, path, recoveryCode, events } = await lostPc(true)
  const restore = restores(next, () => path)
  await restore['restore.choose']({})
  await restore['restore.run']({
    recoveryCode,
    enrolmentCode: await enrolmentCode(next),
    managers: newManagers,
  })
  await next.call('session.signIn', newManagers[0] ?? managers[0])
  await next.call('sync.now', {})
  const once = async (): Promise<void> => {
    const { entries } = await next.call('audit.page', { ...everything, before: null, limit: 500 })
    const names = entries.map(({ device, seq }) => `${device} ${seq}`)
    expect(names.length).toBeGreaterThan(events)
    expect(names).toEqual([...new Set(names)])
    expect(entries.filter(({ data }) => data.includes('"late"'))).toMatchObject([{ reflected: true }])
  }
  await once()
  await next.restart()
  await next.call('session.signIn', newManagers[0] ?? managers[0])
  await once()
})

it('exports an audit file over both devices that a stranger can check', async () => {
  const { next, path, recoveryCode } = await lostPc()
  const restore = restores(next, () => path)
  await restore['restore.choose']({})
  await restore['restore.run']({
    recoveryCode,
    enrolmentCode: await enrolmentCode(next),
    managers: newManagers,
  })
  await next.call('session.signIn', newManagers[0] ?? managers[0])
  const target = join(await aFolder(), 'both.fobaudit')
  const handlers = auditHandlers({
    desk: next.desk,
    effects: { breathe: async () => undefined },
    notify: { progress: () => undefined },
    chooseTarget: async () => target,
    verifier: () => readFile('tools/verify-audit.mjs'),
  })
  expect(await handlers['audit.exportSigned']({ personal: false })).toMatchObject({ ok: true })
  const report = verifyAuditFile(target)
  expect(report.whole).toBe(true)
  expect(report.unsigned).toBe(0)
  expect(report.devices.size).toBe(2)
})

it('changes nothing on the PC when it is refused: wrong code, weak password, damaged file, spent enrolment code', async () => {
  const { next, path, recoveryCode } = await lostPc()
  const damaged = join(await aFolder(), 'damaged.fobbackup')
  const bytes = await readFile(path)
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1
  await writeFile(damaged, bytes)
  let file = path
  const restore = restores(next, () => file)
  const run = (changes: Partial<Parameters<(typeof restore)['restore.run']>[0]> = {}) =>
    restore['restore.run']({ recoveryCode, enrolmentCode: 'WRONG', managers: newManagers, ...changes })
  await restore['restore.choose']({})
  const other = recoveryCode.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  expect(await run({ recoveryCode: other })).toMatchObject({ code: 'RECOVERY_CODE_WRONG' })
  const weak = [
    { staffNo: MANAGER, password: 'short' },
    { staffNo: OTHER_MANAGER, password: 'short' },
  ]
  expect(await run({ managers: weak })).toMatchObject({ code: 'PASSWORD_WEAK' })
  expect(await run()).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })
  file = damaged
  await restore['restore.choose']({})
  const code = await enrolmentCode(next)
  expect(await run({ enrolmentCode: code })).toMatchObject({ code: 'BACKUP_DAMAGED' })
  next.online = false
  file = path
  await restore['restore.choose']({})
  expect(await run({ enrolmentCode: code })).toMatchObject({ code: 'HEAD_OFFICE_OFFLINE' })
  next.online = true
  const stranger = [newManagers[0] ?? managers[0], { staffNo: '7777', password: 'dare-de-mo-nai' }]
  expect(await run({ enrolmentCode: code, managers: stranger })).toMatchObject({ code: 'STAFF_UNKNOWN' })
  await next.realHub.store.transaction(async (tx) => {
    const branch = await tx.branch(TRAINING_BRANCH_NO)
    if (branch !== undefined) await tx.saveBranch({ ...branch, branchNo: '099' })
  })
  const elsewhere = await issueEnrolmentCode(next.realHub, '099')
  expect(await run({ enrolmentCode: elsewhere })).toMatchObject({
    code: 'RESTORE_OTHER_BRANCH',
    detail: { branchNo: '099' },
  })
  expect(await next.realHub.store.read((reader) => reader.devicesOf('099'))).toEqual([])
  expect(await next.ports.places.real.readProfile()).toBeUndefined()
  expect((await next.call('desk.status', {})).phase).toBe('start')
  // The enrolment code was not spent by any of it.
  expect(await run({ enrolmentCode: code })).toMatchObject({ ok: true })
})

it('leaves no half store when it is cut off at any step, and the next try succeeds', async () => {
  const { next, path, recoveryCode } = await lostPc()
  const { real } = next.ports.places
  const steps = ['createAnchor', 'openJournal', 'writeProfile'] as const
  for (const step of steps) {
    const cut = { ...real, [step]: () => Promise.reject(new Error('cut off')) }
    const ports = { ...next.ports, places: { ...next.ports.places, real: cut } }
    const restore = restores({ ...next, ports }, () => path)
    await restore['restore.choose']({})
    const request = { recoveryCode, enrolmentCode: await enrolmentCode(next), managers: newManagers }
    await expect(restore['restore.run'](request), step).rejects.toThrow('cut off')
    expect(await real.readProfile(), step).toBeUndefined()
  }
  const restore = restores(next, () => path)
  await restore['restore.choose']({})
  const request = { recoveryCode, enrolmentCode: await enrolmentCode(next), managers: newManagers }
  expect(await restore['restore.run'](request)).toMatchObject({ ok: true })
  await next.call('session.signIn', newManagers[0] ?? managers[0])
})

it('never mixes realms or head offices, and is offered only where nobody works', async () => {
  const { next, path, recoveryCode } = await lostPc()
  const stranger = await createWorld()
  const other = restores(stranger, () => path)
  await other['restore.choose']({})
  const request = { recoveryCode, enrolmentCode: 'any', managers: newManagers }
  expect(await other['restore.run'](request)).toMatchObject({ code: 'RESTORE_OTHER_HEAD_OFFICE' })
  const untied = restores(next, () => path, false)
  await untied['restore.choose']({})
  expect(await untied['restore.run'](request)).toMatchObject({ code: 'SAFE_STORAGE_MISSING' })
  await openTraining(stranger, AUDITOR)
  expect(await other['restore.choose']({})).toMatchObject({ code: 'BRANCH_OPENED' })
  expect(await other['restore.run'](request)).toMatchObject({ code: 'BRANCH_OPENED' })
})
