/** Master keys on Debian's SoftHSM: a token of its own, made for this test and removed with its folder. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const LIBRARY = '/usr/lib/softhsm/libsofthsm2.so'
const missing = [
  ...(existsSync(LIBRARY) ? [] : ['Debian’s softhsm2']),
  ...(isBuilt() ? [] : ['the native module of pkcs11js']),
]
// Loud: without them nothing shows that an HSM works.
if (missing.length > 0) console.error(`NOT TESTED: master keys on a token; missing: ${missing.join(', ')}`)

function isBuilt(): boolean {
  try {
    createRequire(import.meta.url)('pkcs11js')
    return true
  } catch {
    return false
  }
}

describe.skipIf(missing.length > 0)('master keys on a PKCS#11 token', () => {
  it('wrap and unwrap, also after the token was closed, and nothing else opens', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fobdesk-softhsm-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const tokens = join(folder, 'tokens')
    mkdirSync(tokens)
    const configuration = join(folder, 'softhsm2.conf')
    writeFileSync(configuration, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`)
    const env = { ...process.env, SOFTHSM2_CONF: configuration }
    const [label, pin] = ['fobdesk-test', '87654321']
    const making = ['--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin]
    execFileSync('softhsm2-util', making, { env, stdio: 'pipe' })

    const child = join(import.meta.dirname, 'token-child.ts')
    const seen: unknown = JSON.parse(
      execFileSync(process.execPath, [child, LIBRARY, label, pin], { env, encoding: 'utf8' }),
    )
    expect(seen).toEqual({
      codes: ['TOKEN_MISSING', 'TOKEN_PIN_WRONG', 'PKCS11_LIBRARY'],
      length: 12 + 20 + 16,
      differs: true,
      foreign: ['NOT_UNWRAPPED', 'NOT_UNWRAPPED'],
      spoilt: ['NOT_UNWRAPPED'],
      again: 'twenty bytes of seed',
      destroyed: [true, false],
      left: [true],
    })
    const files = readdirSync(tokens, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    expect(files.length).toBeGreaterThan(0)
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name)).includes('twenty bytes of seed')).toBe(false)
    }
  })
})
