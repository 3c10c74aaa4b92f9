import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { csvHeading, csvRow } from '../../../main/audit-export/audit-csv.ts'
import type { RecordedEntry } from '../../../preload/contract/views.ts'

const entry: RecordedEntry = {
  position: 12,
  id: 'e-12',
  type: 'ActionRefused',
  at: Date.UTC(2026, 10, 22, 15, 30, 5),
  by: '2001',
  byName: '窓口 花子',
  device: 'd-1',
  seq: 9,
  subject: '12345678',
  data: '{"command":"audit","code":"NOT_ALLOWED","subject":"","staffNo":"2001"}',
  names: { 'staffNo 2001': '窓口 花子' },
  signedBy: ['2001'],
  reflected: false,
  refused: null,
  elsewhere: false,
  pcName: null,
}

const read = (csv: string): string[][] => parse(csv, { bom: true })

it('begins with a BOM and Japanese headings, and says each event as the audit screen does', () => {
  const csv = csvHeading() + csvRow(entry)
  expect(csv.startsWith('\uFEFF通し番号,')).toBe(true)
  const [heading, row] = read(csv)
  expect(heading).toHaveLength(row?.length ?? 0)
  expect(row).toEqual([
    '12',
    '2026-11-23 00:30:05',
    'd-1',
    '9',
    '2001',
    '窓口 花子',
    '操作の拒否',
    '12345678',
    'NOT_ALLOWED',
    'この操作は―にはできません。役席に依頼してください。',
    '2001',
    '未反映',
  ])
})

it.each(['=1+1', '+81', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '－1'])(
  'makes %j inert for a spreadsheet',
  (text) => {
    const [row] = read(csvRow({ ...entry, subject: text }))
    expect(row?.[7]).toBe(`'${text}`)
  },
)

it.each(['a,b', 'a"b', 'a\nb', '二、三'])('keeps %j in one cell', (text) => {
  const [row] = read(csvRow({ ...entry, byName: text }))
  expect(row?.[5]).toBe(text)
})

it('leaves the refusal empty where nothing was refused', () => {
  const [row] = read(csvRow({ ...entry, type: 'FobMoved', data: '{"serial":"12345678"}' }))
  expect(row?.slice(8, 10)).toEqual(['', ''])
})
