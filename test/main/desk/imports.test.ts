import { expect, it } from 'vitest'
import { generateLot, generateRoster } from '../../../domain/training-roster.ts'
import type { PreparedImport } from '../../../main/desk/imports.ts'
import { MANAGER, openTraining, TELLER } from './counter.ts'
import { createWorld, type World } from './world.ts'
import { there } from './there.ts'

function roster(rows: ReturnType<typeof generateRoster>): PreparedImport {
  const lines = rows.map((_, index) => index + 2)
  return { kind: 'roster', fileName: 'roster.csv', encoding: 'utf-8', rows, lines, errors: [], moreErrors: 0 }
}

async function preview(world: World, file: PreparedImport) {
  const prepared = await world.desk.prepareImport(file)
  if (!prepared.ok) throw new Error(prepared.code)
  return prepared.value
}

const total = async (world: World): Promise<number> =>
  (await world.call('audit.page', { text: '', type: null, staffNo: null, before: null, limit: 1 })).total

it('imports 20,000 rows in one commit, and the same file again changes nothing', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  world.online = false
  const rows = generateRoster(2018, 9_000).slice(0, 20_000)
  const file = roster(rows)
  const first = await preview(world, file)
  expect(first.added + first.changed + first.unchanged).toBe(rows.length)
  expect(first.added).toBeGreaterThan(18_000)
  await world.call('import.commit', { token: first.token, declared: null })
  const events = await total(world)
  const again = await preview(world, file)
  expect(again).toMatchObject({ added: 0, changed: 0, unchanged: rows.length, closed: 0, changes: [] })
  await world.call('import.commit', { token: again.token, declared: null })
  // Only the record that it was read.
  expect(await total(world)).toBe(events + 1)
  const last = there(rows.at(-1))
  expect(await world.call('customers.search', { text: last.user.loginId, limit: 5 })).toMatchObject([
    { contract: { contractNo: last.contract.contractNo }, matched: 'loginId' },
  ])
})

it('shows each changed field with its line, and 解約 as what it is', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const rows = generateRoster(2018, 400)
  const [first] = rows
  const changed = rows.map((row) =>
    row.contract.contractNo === there(first).contract.contractNo
      ? { contract: { ...row.contract, phone: '048-999-9999', status: 'closed' as const }, user: row.user }
      : row,
  )
  const shown = await preview(world, roster(changed))
  expect(shown.closed).toBe(1)
  expect(shown.changes).toEqual([
    { line: 2, key: there(first).contract.contractNo, field: 'status', before: 'active', after: 'closed' },
    {
      line: 2,
      key: there(first).contract.contractNo,
      field: 'phone',
      before: there(first).contract.phone,
      after: '048-999-9999',
    },
  ])
})

it('asks to choose the file again when things changed since the preview', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const rows = generateRoster(2018, 500)
  const stale = await preview(world, roster(rows))
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const row = there(rows[0])
  await phase.work.record(
    {
      type: 'ContractRecorded',
      v: 1,
      data: {
        contractNo: row.contract.contractNo,
        branchNo: '001',
        kind: row.contract.kind,
        status: 'active',
      },
      personal: { ...personalOf(row.contract), phone: '1' },
    },
    MANAGER,
  )
  expect(await world.refused('import.commit', { token: stale.token, declared: null })).toBe('IMPORT_STALE')
  expect(await world.refused('import.commit', { token: 'another', declared: null })).toBe('IMPORT_STALE')
})

function personalOf(contract: ReturnType<typeof generateRoster>[number]['contract']) {
  const { name, kana, customerNo, accountNo, postalCode, address1, address2, phone } = contract
  return { name, kana, customerNo, accountNo, postalCode, address1, address2, phone }
}

it('counts a lot against the delivery note, and leaves files to managers', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const rows = generateLot(9, 50, 'C301-i', '2026-11-20')
  const lines = rows.map((_, index) => index + 2)
  const file: PreparedImport = {
    kind: 'lot',
    fileName: 'lot.csv',
    encoding: 'cp932',
    rows,
    lines,
    errors: [],
    moreErrors: 0,
  }
  const { token, added } = await preview(world, file)
  expect(added).toBe(50)
  await world.call('import.commit', { token, declared: 52 })
  const page = { text: '', type: 'LotReceived', staffNo: null, before: null, limit: 1 }
  const { entries } = await world.call('audit.page', page)
  expect(JSON.parse(there(entries[0]).data)).toMatchObject({
    declared: 52,
    counted: 50,
    short: 2,
    surplus: 0,
  })
  const errors = [{ line: 3, column: 'シリアル番号', code: 'SERIAL_FORM', detail: {} }]
  const broken = await preview(world, { ...file, errors })
  expect(broken.errors).toHaveLength(1)
  expect(await world.refused('import.commit', { token: broken.token, declared: null })).toBe(
    'FILE_HAS_ERRORS',
  )
  await world.call('session.signOut', {})
  await world.signIn(TELLER)
  expect(await world.desk.prepareImport(file)).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })
})
