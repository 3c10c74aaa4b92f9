/** `docs/manual-coverage.md` leaves no line of the manual out, and the tests that it names exist. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { manualLines } from './manual.ts'

const document = readFileSync('docs/manual-coverage.md', 'utf8')
const rows = document
  .split('\n')
  .filter((line) => /^\| \d /.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\', '').trim()))
  .map(([, , quoted = '', where = '', tests = '']) => ({ quoted: plain(quoted), where, tests }))

function plain(cell: string): string {
  return cell.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replace(/\s+/g, ' ')
}

test('every line of the manual has its row, and no row quotes what the manual does not say', () => {
  expect(rows.map(({ quoted }) => quoted).toSorted()).toEqual([...manualLines()].toSorted())
})

test('a row names a test, or why it is out of scope', () => {
  for (const { quoted, where, tests } of rows) {
    if (tests === '—') expect(where, quoted).toMatch(/^out of scope: .{5}/)
    else expect(tests, quoted).toMatch(/^`test\//)
  }
})

test('every test named exists', () => {
  const named = [...document.matchAll(/`(test\/[^`]+)` › ([^<|]+)/g)]
  expect(named.length).toBeGreaterThan(100)
  for (const [, file = '', name = ''] of named) {
    expect(existsSync(file), file).toBe(true)
    expect(readFileSync(file, 'utf8'), file).toContain(name.trim())
  }
})
