/** P9: no file that is let in takes the process that imports it beyond 256 MiB. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ENCRYPTION_KEY, pskcXml, seedNo } from './pskc-file.ts'

const BAR_MIB = 256
const KEYS = 4000
const FILE_BYTES = 4 * 1024 * 1024

const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)
/** One import as the programmer does it, in a process of its own; says its answer and the most memory it had. */
const CHILD = `
  const { readFileSync } = await import('node:fs')
  const { importPskc } = await import(${at('../../../programmer/pskc/import.ts')})
  const { generateHpkeKeyPair } = await import(${at('../../../protocol/hpke.ts')})
  const { publicKey } = await generateHpkeKeyPair()
  const credential = { kind: 'key', text: process.argv[2] }
  const order = { type: 'import', importId: 'import-1', path: process.argv[1], credential }
  const answer = await importPskc(order, { device: 'device-1', hubKey: { keyId: 'hub-1', publicKey } })
  // Not resourceUsage().maxRSS: that one begins with what the parent had when it forked.
  const [, peak] = /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
  console.log(JSON.stringify({ said: answer.code ?? answer.type, fobs: answer.fobs?.length ?? 0, mib: peak / 1024 }))
`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-pskc-memory-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function importOf(content: string): { said: string; fobs: number; mib: number } {
  const path = join(folder, 'file.xml')
  writeFileSync(path, content)
  const key = Buffer.from(ENCRYPTION_KEY).toString('hex')
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', CHILD, path, key], {
    encoding: 'utf8',
  })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as { said: string; fobs: number; mib: number }
}

const full = (): string =>
  pskcXml({
    keys: Array.from({ length: KEYS }, (_, n) => ({ serial: String(20_000_000 + n), seed: seedNo(n) })),
  })

/** Key packages with this inside, up to the largest file. */
function packagesOf(inside: string): string {
  const one = `<KeyPackage>${inside}</KeyPackage>`
  const count = Math.min(KEYS, Math.floor((FILE_BYTES - 200) / one.length))
  return `<KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc" Version="1.0">${one.repeat(count)}</KeyContainer>`
}

it.each([
  ['a full file', full, 'imported'],
  ['the most tags', () => packagesOf('<a/>'.repeat(190)), 'PSKC_METHOD'],
  [
    'the most attributes',
    () => packagesOf(`<a ${Array.from({ length: 1700 }, (_, n) => `b${n}=""`).join(' ')}/>`),
    'PSKC_METHOD',
  ],
  [
    'tags beside the packages',
    () => `<KeyContainer>${'<a/>'.repeat(1_000_000)}</KeyContainer>`,
    'PSKC_INVALID',
  ],
])(`%s stays below ${BAR_MIB} MiB`, { timeout: 60_000 }, (_, content, said) => {
  const answer = importOf(content())
  expect(answer).toMatchObject({ said, fobs: said === 'imported' ? KEYS : 0 })
  expect(answer.mib).toBeGreaterThan(20)
  expect(answer.mib).toBeLessThan(BAR_MIB)
})
