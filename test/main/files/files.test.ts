import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Encoding from 'encoding-japanese'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lotColumns, parseLot } from '../../../main/files/lot-file.ts'
import { readTextFile } from '../../../main/files/read-file.ts'
import { parseRoster, rosterColumns } from '../../../main/files/roster-file.ts'

const noPause = () => Promise.resolve()
const good =
  '001,20000001,法人,データ商事㈱,データショウジ(カ,100001,1234567,330-0001,埼玉県さいたま市大宮区1-1,,048-600-0001,契約中,ichirodt,データ一郎,データイチロウ,マスターユーザ,利用中'
const roster = (...rows: readonly string[]) => [rosterColumns.join(','), ...rows].join('\r\n')
const change = (column: (typeof rosterColumns)[number], value: string, row = good) =>
  row
    .split(',')
    .map((cell, index) => (rosterColumns[index] === column ? value : cell))
    .join(',')

async function rosterErrors(...rows: readonly string[]) {
  const parsed = await parseRoster(roster(...rows), noPause)
  if (!parsed.ok) throw new Error(parsed.code)
  return parsed.errors.map(({ line, column, code }) => [line, column, code])
}

describe('roster', () => {
  test('a row becomes a contract and a user, widths and hyphens folded', async () => {
    const parsed = await parseRoster(roster(change('店番', '００１')), noPause)
    expect(parsed).toMatchObject({ ok: true, errors: [], lines: [2] })
    expect(parsed.ok && parsed.rows[0]).toMatchObject({
      contract: { branchNo: '001', contractNo: '20000001', kind: 'corporate', postalCode: '330-0001' },
      user: { loginId: 'ichirodt', role: 'master', rosterStatus: 'active' },
    })
  })

  test.each([
    [change('契約番号', ''), [2, '契約番号', 'ROW_REQUIRED']],
    [change('契約者区分', '団体'), [2, '契約者区分', 'ROW_VALUE']],
    [change('郵便番号', '330-00'), [2, '郵便番号', 'ROW_VALUE']],
    [change('電話番号', '電話'), [2, '電話番号', 'ROW_VALUE']],
    [change('契約者名', 'あ'.repeat(81)), [2, '契約者名', 'ROW_LENGTH']],
    [change('ログインID', 'a b'), [2, 'ログインID', 'ROW_VALUE']],
    [`${good},余分`, [2, '', 'ROW_COLUMNS']],
  ])('a bad row names line, column and reason', async (row, error) => {
    expect(await rosterErrors(row)).toEqual([error])
  })

  test('what rows say of one contract must agree', async () => {
    const second = change('ログインID', 'hanakodt', change('利用者区分', '管理者ユーザ'))
    expect(await rosterErrors(good, second)).toEqual([])
    expect(await rosterErrors(good, good)).toEqual([[3, 'ログインID', 'ROW_DUPLICATE']])
    expect(await rosterErrors(good, change('電話番号', '048-600-9999', second))).toEqual([
      [3, '契約番号', 'ROW_CONTRACT_DIFFERS'],
    ])
    expect(await rosterErrors(good, change('ログインID', 'hanakodt'))).toEqual([
      [3, '利用者区分', 'ROW_TWO_MASTERS'],
    ])
    const closedMaster = change('利用者状態', '解約')
    expect(await rosterErrors(closedMaster, change('ログインID', 'hanakodt'))).toEqual([])
    const others = Array.from({ length: 20 }, (_, index) => change('ログインID', `user${index + 1}`, second))
    expect(await rosterErrors(good, ...others)).toEqual([[22, '', 'ROW_TOO_MANY_USERS']])
  })

  test.each([
    ['', 'FILE_EMPTY'],
    [rosterColumns.join(','), 'FILE_EMPTY'],
    ['店番,契約番号\n1,2', 'FILE_HEADER'],
    [roster('"never closed'), 'FILE_UNREADABLE'],
  ])('a file that is no roster is refused whole', async (text, code) => {
    expect(await parseRoster(text, noPause)).toMatchObject({ ok: false, code })
  })
})

describe('lot', () => {
  const fob = 'L1,12345678,865961012345678,C301-i,2031-09-30,B1'
  const lot = (...rows: readonly string[]) => [lotColumns.join(','), ...rows].join('\n')

  test('a date means 08:00 of that day in Tokyo', async () => {
    const parsed = await parseLot(lot(fob), noPause)
    expect(parsed.ok && parsed.rows[0]).toEqual({
      lotNo: 'L1',
      serial: '12345678',
      chipSerial: '865961012345678',
      model: 'C301-i',
      expiresAt: Date.parse('2031-09-30T08:00:00+09:00'),
      boxNo: 'B1',
    })
  })

  test.each([
    [fob.replace('12345678,', '1234567,'), ['シリアル番号', 'SERIAL_FORM']],
    [fob.replace('C301-i', 'C302-i'), ['型番', 'ROW_MODEL_DIFFERS']],
    [fob.replace('C301-i', 'X999'), ['型番', 'ROW_MODEL_UNKNOWN']],
    [fob.replace('2031-09-30', '2031-02-30'), ['有効期限', 'DATE_FORM']],
    [fob.replace('865961012345678', 'ABC'), ['チップシリアル', 'ROW_VALUE']],
  ])('%s is refused', async (row, [column, code]) => {
    const parsed = await parseLot(lot(row), noPause)
    expect(parsed.ok && parsed.errors[0]).toMatchObject({ line: 2, column, code })
  })

  test('a serial or a chip twice is refused', async () => {
    const parsed = await parseLot(lot(fob, fob), noPause)
    expect(parsed.ok && parsed.errors.map(({ column, code }) => [column, code])).toEqual([
      ['シリアル番号', 'ROW_DUPLICATE'],
      ['チップシリアル', 'ROW_DUPLICATE'],
    ])
  })
})

describe('encodings', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fobdesk-files-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const text = '店番,契約者名\r\n001,㈱髙﨑～㈲'

  test.each([
    ['utf-8', Buffer.from(text, 'utf8')],
    ['utf-8', Buffer.from(`\uFEFF${text}`, 'utf8')],
    [
      'cp932',
      Buffer.from(Encoding.convert(text, { to: 'SJIS', from: 'UNICODE', type: 'array' }) as number[]),
    ],
  ])('%s is told from its bytes', async (encoding, bytes) => {
    const path = join(folder, 'a.csv')
    await writeFile(path, bytes)
    const read = await readTextFile(path)
    expect(read).toMatchObject({ ok: true, file: { encoding } })
    expect(read.ok && read.file.text.replace(/^\uFEFF/, '')).toBe(text)
  })

  test('what is no text, or not there, is refused with its reason', async () => {
    const path = join(folder, 'b.csv')
    await writeFile(path, Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]))
    expect(await readTextFile(path)).toMatchObject({ ok: false, code: 'FILE_ENCODING' })
    expect(await readTextFile(join(folder, 'none.csv'))).toMatchObject({
      ok: false,
      code: 'FILE_UNREADABLE',
      detail: { reason: 'ENOENT' },
    })
  })
})
