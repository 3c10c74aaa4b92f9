/** Debian's `pskctool` (GNU oath-toolkit) as the judge of the files that the other tests read. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPskc } from '../../../programmer/pskc/read-pskc.ts'
import { figure6, figure7 } from './figures.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo } from './pskc-file.ts'

const PSKCTOOL = '/usr/bin/pskctool'
const credential = { kind: 'key', text: Buffer.from(ENCRYPTION_KEY).toString('hex') } as const
const keys = [1, 2, 3].map((n) => ({ serial: String(20000000 + n), seed: seedNo(n), time: '0' }))
const plainKeys = keys.map((key) => ({ ...key, plain: true }))

describe.skipIf(!existsSync(PSKCTOOL))('pskctool', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pskc-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function file(name: string, content: string): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  function validates(name: string, content: string): boolean {
    return spawnSync(PSKCTOOL, ['--validate', file(name, content)], { encoding: 'utf8' }).stdout.includes(
      'OK',
    )
  }

  it('finds our files, and the figures, valid against the schema', () => {
    expect(validates('key.xml', pskcXml({ keys }))).toBe(true)
    expect(validates('password.xml', pskcXml({ keys, password: 'qwerty' }))).toBe(true)
    expect(validates('figure6.xml', figure6)).toBe(true)
    expect(validates('figure7.xml', figure7)).toBe(true)
    expect(validates('broken.xml', pskcXml({ keys }).replaceAll('pskc:SerialNo', 'pskc:SerialNumber'))).toBe(
      false,
    )
  })

  it('reads the same serials and the same parameters', () => {
    const info = execFileSync(PSKCTOOL, ['--info', file('plain.xml', pskcXml({ keys: plainKeys }))], {
      encoding: 'utf8',
    })
    const serials = [...info.matchAll(/SerialNo: (\d+)/g)].map(([, serial]) => serial)
    const answer = readPskc(Buffer.from(pskcXml({ keys })), credential)
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.fobs.map(({ serial }) => serial)).toEqual(serials)
    expect(info.match(/Key TimeInterval: 60/g) ?? []).toHaveLength(3)
  })
})
