/** Files that nobody means well with. Each is refused with a code, in bounded time and memory. */
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTextFile } from '../../../main/files/read-file.ts'
import { parseRoster, rosterColumns } from '../../../main/files/roster-file.ts'

const noPause = () => Promise.resolve()
const cells: Readonly<Record<(typeof rosterColumns)[number], string>> = {
  店番: '001',
  契約番号: '20000001',
  契約者区分: '法人',
  契約者名: 'データ商事',
  契約者名カナ: 'データショウジ',
  顧客番号: '100001',
  口座番号: '1234567',
  郵便番号: '330-0001',
  住所1: '埼玉県',
  住所2: '',
  電話番号: '048-600-0001',
  契約状態: '契約中',
  ログインID: 'ichirodt',
  利用者名: 'データ一郎',
  利用者名カナ: 'データイチロウ',
  利用者区分: 'マスターユーザ',
  利用者状態: '利用中',
}
const header = rosterColumns.join(',')
const file = (changes: Partial<typeof cells>): string =>
  `${header}\r\n${rosterColumns.map((column) => ({ ...cells, ...changes })[column]).join(',')}\r\n`

describe('a row', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'with %s for a word is a wrong row',
    async (value) => {
      for (const column of ['契約者区分', '契約状態', '利用者区分', '利用者状態'] as const) {
        const parsed = await parseRoster(file({ [column]: value }), noPause)
        expect(parsed).toMatchObject({ ok: true, rows: [], errors: [{ column, code: 'ROW_VALUE' }] })
      }
    },
  )

  test('with a formula for a name keeps it as the text that it is', async () => {
    const parsed = await parseRoster(file({ 契約者名: `=cmd|'/c calc'!A1` }), noPause)
    expect(parsed).toMatchObject({ errors: [], rows: [{ contract: { name: `=cmd|'/c calc'!A1` } }] })
  })

  test('of 65,536 columns, or with a cell of a megabyte, is refused', async () => {
    const wide = await parseRoster(`${header}\r\n${','.repeat(65_535)}\r\n`, noPause)
    expect(wide).toMatchObject({ ok: true, rows: [], errors: [{ code: 'ROW_COLUMNS' }] })
    const huge = await parseRoster(file({ 契約者名: 'あ'.repeat(1_000_000) }), noPause)
    expect(huge).toMatchObject({ ok: false, code: 'FILE_UNREADABLE' })
  })

  test('repeated wrongly a million times is no list of a million errors', async () => {
    const parsed = await parseRoster(`${header}\n${'x\n'.repeat(1_000_000)}`, noPause)
    expect(parsed).toMatchObject({ ok: false, code: 'FILE_UNREADABLE' })
  })
})

describe('a file', () => {
  let folder = ''
  const written = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, bytes)
    return path
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fobdesk-files-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('in UTF-16, with a mark or without, is another encoding', async () => {
    const plain = Buffer.from(file({}), 'utf16le')
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), plain])
    for (const bytes of [plain, marked]) {
      expect(await readTextFile(await written('utf16.csv', bytes))).toMatchObject({ code: 'FILE_ENCODING' })
    }
  })

  test('with a NUL is no text', async () => {
    const bytes = Buffer.from(`${file({})}\0`)
    expect(await readTextFile(await written('nul.csv', bytes))).toMatchObject({ code: 'FILE_ENCODING' })
  })

  test('of 100 MB is refused before it is read', async () => {
    const path = await written('large.csv', new Uint8Array())
    await truncate(path, 100 * 1024 * 1024)
    expect(await readTextFile(path)).toMatchObject({ code: 'FILE_TOO_LARGE' })
  })

  test('that is a folder, a dangling link or an endless device is unreadable', async () => {
    expect(await readTextFile(folder)).toMatchObject({ code: 'FILE_UNREADABLE' })
    const dangling = join(folder, 'dangling.csv')
    await symlink(join(folder, 'nowhere'), dangling)
    expect(await readTextFile(dangling)).toMatchObject({
      code: 'FILE_UNREADABLE',
      detail: { reason: 'ENOENT' },
    })
    if (process.platform === 'win32') return
    const endless = join(folder, 'endless.csv')
    await symlink('/dev/zero', endless)
    expect(await readTextFile(endless)).toMatchObject({ detail: { reason: 'ENOTFILE' } })
  })
})
