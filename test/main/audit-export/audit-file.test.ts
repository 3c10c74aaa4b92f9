import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { EventDraft } from '../../../domain/events.ts'
import { hex, sha256, utf8 } from '../../../protocol/bytes.ts'
import { keyFingerprint } from '../../../protocol/fingerprint.ts'
import { fingerprint, verifyAuditFile } from '../../../tools/verify-audit.mjs'
import { deviceKeys, event, smallStore } from './small-file.ts'

it('writes what a stranger’s verifier finds whole: every event, hash and signature', async () => {
  const { journal, write } = await smallStore()
  const listed: number[] = []
  const report = verifyAuditFile(await write(), ({ number }) => void listed.push(number))
  expect(listed).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(report).toMatchObject({
    whole: true,
    events: 7,
    commits: 6,
    headSignatures: 4,
    roleSignatures: 5,
    unsigned: 2,
    parts: 7,
    detached: 0,
    branch: '012',
    firstAt: 1_700_000_000_000,
    lastAt: 1_700_000_004_000,
  })
  expect(hex(report.head)).toBe(hex(journal.head.hash))
})

it('names keys by the digits that the desk shows', async () => {
  const { write } = await smallStore()
  const { devices } = verifyAuditFile(await write())
  const raw = devices.get('desk-1')?.raw ?? new Uint8Array()
  expect(fingerprint(raw)).toBe(keyFingerprint(deviceKeys.publicKey))
})

it('verifies without the personal parts, and holds nothing of them', async () => {
  const { write } = await smallStore()
  const path = await write({ personal: false })
  expect(verifyAuditFile(path)).toMatchObject({ events: 7, parts: 0, detached: 7 })
  expect((await readFile(path)).includes('記録')).toBe(false)
})

it('takes whole commits of a range, and says that the chain before it lies elsewhere', async () => {
  const { write } = await smallStore()
  // Event 4 is the first of a commit of two; event 6 a pulled one.
  expect(verifyAuditFile(await write({ firstEvent: 5, lastEvent: 6 }))).toMatchObject({
    whole: false,
    events: 3,
    commits: 2,
  })
  expect(verifyAuditFile(await write({ firstEvent: 0, lastEvent: 0 }))).toMatchObject({ events: 0 })
})

// One bit of each byte; with FOBDESK_LONG=1 every bit of them.
it('is refused after any single flipped bit', async () => {
  const { write } = await smallStore()
  // An own commit and a pulled one, with the keys, the heads before and the end: every kind of record.
  const path = await write({ firstEvent: 2, lastEvent: 3 })
  const good = await readFile(path)
  const accepted: number[] = []
  const step = process.env['FOBDESK_LONG'] === undefined ? 9 : 1
  for (let bit = 0; bit < good.length * 8; bit += step) {
    const bad = Buffer.from(good)
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await writeFile(path, bad)
    if (isAccepted(path)) accepted.push(bit)
  }
  expect(accepted).toEqual([])
}, 120_000)

it('is refused after every truncation', async () => {
  const { write } = await smallStore()
  const path = await write()
  const good = await readFile(path)
  for (let length = 0; length < good.length; length += 7) {
    await writeFile(path, good.subarray(0, length))
    expect(isAccepted(path), `${length} bytes`).toBe(false)
  }
  await writeFile(path, Buffer.concat([good, Buffer.alloc(1)]))
  expect(isAccepted(path)).toBe(false)
})

it('is refused when a commit is dropped, doubled or swapped, by the chain itself', async () => {
  const { write } = await smallStore()
  const path = await write()
  const good = await readFile(path)
  const records = split(good)
  const commits = records.flatMap((bytes, index) => (bytes.includes('origin') ? [index] : []))
  expect(commits).toHaveLength(6)
  for (const index of commits) {
    const record = records[index] ?? Buffer.alloc(0)
    const dropped = records.toSpliced(index, 1)
    const doubled = records.toSpliced(index, 0, record)
    const swapped = records.toSpliced(index, 2, records[index + 1] ?? Buffer.alloc(0), record)
    for (const [name, changed] of Object.entries({ dropped, doubled, swapped })) {
      const target = join(path, '..', `${name}.fobaudit`)
      await writeFile(target, Buffer.concat([good.subarray(0, 10), ...changed]))
      expect(() => verifyAuditFile(target), `${name} ${index}`).toThrow(
        name === 'swapped' && index === commits.at(-1)
          ? /byte|end|first/
          : /commit \d+ after commit|another head/,
      )
    }
  }
})

it('is run by an auditor: says OK with fingerprints, or NG and where, by its exit status too', async () => {
  const { write } = await smallStore()
  const path = await write()
  const run = (file: string) =>
    promisify(execFile)(process.execPath, ['tools/verify-audit.mjs', file]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
    )
  const good = await run(path)
  expect(good.code).toBe(0)
  expect(good.said).toContain('OK')
  expect(good.said).toContain(keyFingerprint(deviceKeys.publicKey))
  const bytes = await readFile(path)
  const at = bytes.indexOf('10000003')
  bytes[at] = '2'.charCodeAt(0)
  await writeFile(path, bytes)
  const bad = await run(path)
  expect(bad.code).toBe(1)
  expect(bad.said).toMatch(/NG .*commit 4/)
})

it('takes another PC’s events where head office names them, and nothing in their place', async () => {
  const { pull, write } = await smallStore()
  // Of the other PC's chain only its fifth event is here.
  const before = { device: 'desk-2', seq: 4, hash: sha256(utf8('before')) }
  const relayed = event(before, '10000055')
  const names = (...bytes: Uint8Array[]): EventDraft => ({
    type: 'EventsRelayed',
    v: 1,
    data: { device: 'desk-2', events: bytes.map((named) => ({ seq: 5, hash: hex(sha256(named)) })) },
  })
  await pull(names(relayed.bytes), [relayed])
  const whole = { firstEvent: 1, lastEvent: 99 }
  expect(verifyAuditFile(await write(whole))).toMatchObject({ whole: true, events: 9, relayed: 1 })
  await pull(names(utf8('another')), [relayed])
  expect(isAccepted(await write(whole))).toBe(false)
})

it('is refused when an event of another PC stands there unnamed', async () => {
  const { pull, write } = await smallStore()
  const draft = {
    type: 'VerdictGiven',
    v: 1,
    data: { device: 'desk-1', seq: 5, accepted: true, code: null },
  } as const
  await pull(draft, [event({ device: 'desk-2', seq: 4, hash: sha256(utf8('before')) }, '10000055')])
  expect(isAccepted(await write({ firstEvent: 1, lastEvent: 99 }))).toBe(false)
})

it('is a script that shares no code with the product and can be read in a sitting', async () => {
  const source = await readFile('tools/verify-audit.mjs', 'utf8')
  const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name)
  expect(imports.every((name) => name?.startsWith('node:'))).toBe(true)
  expect(source.split('\n').length).toBeLessThanOrEqual(350)
})

function isAccepted(path: string): boolean {
  try {
    verifyAuditFile(path)
    return true
  } catch (error) {
    // Anything but its own refusal would be a crash of the verifier.
    if (error instanceof Error && error.constructor.name === 'Refused') return false
    throw error
  }
}

/** The records with their length prefixes. */
function split(file: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 10; at < file.length;) {
    const end = at + 4 + file.readUInt32BE(at)
    records.push(file.subarray(at, end))
    at = end
  }
  return records
}
