import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, it, onTestFinished } from 'vitest'
import { auditHandlers } from '../../../main/composition/audit-handlers.ts'
import { verifyAuditFile } from '../../../tools/verify-audit.mjs'
import { AUDITOR, MANAGER, openTraining, TELLER } from '../desk/counter.ts'
import { createWorld, type World } from '../desk/world.ts'

const everything = { text: '', type: null, staffNo: null }

async function exporter(world: World) {
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-export-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const chosen = { name: undefined as string | undefined }
  const hooks = { onProgress: (): void => undefined }
  const handlers = auditHandlers({
    desk: { forAudit: (act) => world.desk.forAudit(act) },
    effects: { breathe: () => new Promise((resolve) => setImmediate(resolve)) },
    notify: { progress: () => hooks.onProgress() },
    chooseTarget: async () => (chosen.name === undefined ? undefined : join(folder, chosen.name)),
    verifier: () => readFile('tools/verify-audit.mjs'),
  })
  return { folder, chosen, hooks, handlers }
}

const exported = async (world: World) =>
  (
    await world.call('audit.page', { ...everything, type: 'AuditExported', before: null, limit: 10 })
  ).entries.map(({ by, data }) => ({ by, ...(JSON.parse(data) as object) }))

it('writes the signed file of the training branch, its verifier beside it, and records it', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  const { folder, chosen, handlers } = await exporter(world)
  chosen.name = 'audit.fobaudit'
  const answer = await handlers['audit.exportSigned']({ personal: false })
  if (!answer.ok || answer.value === null) throw new Error(JSON.stringify(answer))
  const report = verifyAuditFile(join(folder, 'audit.fobaudit'))
  expect(report).toMatchObject({ whole: true, realm: 'training', events: answer.value.events, parts: 0 })
  expect(answer.value.fingerprint).toMatch(/^(\d{5} ){5}\d{5}$/)
  expect((await readdir(folder)).toSorted()).toEqual(['audit.fobaudit', 'verify-audit.mjs'])
  expect(await exported(world)).toEqual([
    { by: AUDITOR, kind: 'signed', events: report.events, from: 1, to: report.events, personal: false },
  ])
  // A period: only what was recorded from now on.
  chosen.name = 'later.fobaudit'
  const [newest] = (await world.call('audit.page', { ...everything, before: null, limit: 1 })).entries
  const later = await handlers['audit.exportSigned']({ from: newest?.at ?? 0, personal: true })
  if (!later.ok || later.value === null) throw new Error(JSON.stringify(later))
  expect(later.value.events).toBeLessThan(20)
  expect(verifyAuditFile(join(folder, 'later.fobaudit'))).toMatchObject({
    whole: false,
    events: later.value.events,
  })
})

it('writes the rows of the filter as a table', async () => {
  const world = await createWorld()
  await openTraining(world, TELLER)
  expect(await world.refused('audit.page', { ...everything, before: null, limit: 1 })).toBe('NOT_ALLOWED')
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  const { folder, chosen, handlers } = await exporter(world)
  chosen.name = 'audit.csv'
  const all = await handlers['audit.exportCsv'](everything)
  const rows = parse(await readFile(join(folder, 'audit.csv')), { bom: true })
  expect(all).toMatchObject({ ok: true, value: { events: rows.length - 1, fileName: 'audit.csv' } })
  expect(rows.slice(1).map(([number]) => Number(number))).toEqual(rows.slice(1).map((_, index) => index + 1))
  const refused = await handlers['audit.exportCsv']({ ...everything, refusedOnly: true })
  expect(refused).toMatchObject({ ok: true, value: { events: 1 } })
  expect(await readFile(join(folder, 'audit.csv'), 'utf8')).toContain('NOT_ALLOWED')
})

it('is refused to a teller before any dialog, and recorded', async () => {
  const world = await createWorld()
  await openTraining(world, TELLER)
  const { folder, chosen, handlers } = await exporter(world)
  chosen.name = 'audit.csv'
  expect(await handlers['audit.exportCsv'](everything)).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })
  expect(await handlers['audit.exportSigned']({ personal: true })).toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await readdir(folder)).toEqual([])
})

it('leaves nothing when it is cancelled, in the dialog or under way', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const { folder, chosen, hooks, handlers } = await exporter(world)
  expect(await handlers['audit.exportCsv'](everything)).toEqual({ ok: true, value: null })
  chosen.name = 'audit.csv'
  hooks.onProgress = () => void world.call('work.cancel', { work: 'export' })
  expect(await handlers['audit.exportCsv'](everything)).toMatchObject({ code: 'WORK_CANCELLED' })
  expect(await readdir(folder)).toEqual([])
  expect(await exported(world)).toEqual([])
  hooks.onProgress = () => undefined
  expect(await handlers['audit.exportCsv'](everything)).toMatchObject({ ok: true })
})

it('says in words that the destination is gone', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const { chosen, handlers } = await exporter(world)
  chosen.name = 'stick/audit.fobaudit'
  expect(await handlers['audit.exportSigned']({ personal: false })).toMatchObject({ code: 'TARGET_GONE' })
})

it('verifies the record in the background: cancelled on demand, remembered with date and person', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  expect(await world.call('audit.lastVerification', {})).toBeNull()
  const [cancelled] = await Promise.all([
    world.answer('audit.verify', {}),
    world.call('work.cancel', { work: 'verify' }),
  ])
  expect(cancelled).toMatchObject({ code: 'WORK_CANCELLED' })
  expect(await world.call('audit.lastVerification', {})).toBeNull()
  const [first, second] = await Promise.all([
    world.answer('audit.verify', {}),
    world.answer('audit.verify', {}),
  ])
  expect(first).toMatchObject({ ok: true, value: { ok: true } })
  expect(second).toMatchObject({ code: 'WORK_RUNNING' })
  const last = await world.call('audit.lastVerification', {})
  expect(last).toMatchObject({ ok: true, byName: expect.stringMatching(/./) as string })
})
