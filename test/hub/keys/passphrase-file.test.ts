import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, afterEach, describe, expect, it } from 'vitest'
import {
  addMasterKey,
  changePassphrase,
  createMasterKeyFile,
  dropMasterKey,
  openMasterKeyFile,
  type PassphraseFile,
} from '../../../hub/keys/passphrase-file.ts'
import { utf8, type Random } from '../../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { countingRandom } from '../random.ts'
import { there } from '../../main/desk/there.ts'

const PASSPHRASE = utf8('correct horse battery')
const AAD = utf8('what it is tied to')
let folder: string
let path: string
/** What it gave: the first 32 bytes asked for are the master key. */
let drawn: Uint8Array[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-master-'))
  path = join(folder, 'master-keys')
  drawn = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(passphrase = PASSPHRASE): PassphraseFile {
  const counting = countingRandom('passphrase file')
  const random: Random = (length) => {
    const bytes = counting(length)
    drawn.push(bytes.slice())
    return bytes
  }
  return { path, passphrase, random, cost: { memoryKiB: 64, iterations: 1 } }
}

async function made() {
  const result = await createMasterKeyFile(fileWith())
  if (!result.ok) throw new Error(result.code)
  return result.value
}

async function opened(passphrase = PASSPHRASE) {
  const result = await openMasterKeyFile(fileWith(passphrase))
  if (!result.ok) throw new Error(result.code)
  return result.value
}

describe('the master-key file', () => {
  it('opens with its passphrase to the key that wrapped', async () => {
    const first = await made()
    const wrapped = await first.wrap(utf8('a secret'), AAD)
    const [again] = await opened()
    expect(again?.id).toBe(first.id)
    expect(await again?.unwrap(wrapped, AAD)).toEqual({ ok: true, value: utf8('a secret') })
    expect(await again?.unwrap(wrapped, utf8('another'))).toMatchObject({ code: 'NOT_UNWRAPPED' })
  })

  it('is for its owner only, holds no key in clear and leaves nothing beside it', async () => {
    await made()
    const key = Buffer.from(there(drawn[0]))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['master-keys'])
    expect((await readFile(path)).includes(key)).toBe(false)
    await addMasterKey(fileWith())
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['master-keys'])
  })

  it('refuses another passphrase, a short one and a missing file', async () => {
    expect(await openMasterKeyFile(fileWith())).toMatchObject({ code: 'MASTER_FILE_MISSING' })
    expect(await createMasterKeyFile(fileWith(utf8('too short')))).toMatchObject({ code: 'PASSPHRASE_SHORT' })
    await made()
    expect(await openMasterKeyFile(fileWith(utf8('incorrect horse battery')))).toMatchObject({
      code: 'PASSPHRASE_WRONG',
    })
  })

  it('never takes the place of a file that is there', async () => {
    await made()
    const before = await readFile(path)
    expect(await createMasterKeyFile(fileWith())).toMatchObject({ code: 'MASTER_FILE_EXISTS' })
    expect(await readFile(path)).toEqual(before)
    expect(await readdir(folder)).toEqual(['master-keys'])
  })

  it('makes its temporary file anew after a crash, whatever its mode was', async () => {
    await writeFile(`${path}.tmp`, 'left behind', { mode: 0o666 })
    await made()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('adds keys and drops them, but never the last', async () => {
    const first = await made()
    const wrapped = await first.wrap(utf8('a secret'), AAD)
    const second = await addMasterKey({ ...fileWith(), random: countingRandom('second') })
    if (!second.ok) throw new Error(second.code)
    expect((await opened()).map(({ id }) => id)).toEqual([first.id, second.value.id])
    expect(await there((await opened())[0]).unwrap(wrapped, AAD)).toMatchObject({ ok: true })
    expect(await there((await opened())[1]).unwrap(wrapped, AAD)).toMatchObject({ code: 'NOT_UNWRAPPED' })
    expect(await dropMasterKey(fileWith(), '0123456789abcdef')).toMatchObject({ code: 'MASTER_KEY_UNKNOWN' })
    expect(await dropMasterKey(fileWith(), first.id)).toMatchObject({ ok: true })
    expect((await opened()).map(({ id }) => id)).toEqual([second.value.id])
    expect(await dropMasterKey(fileWith(), second.value.id)).toMatchObject({ code: 'MASTER_KEY_LAST' })
  })

  it('changes its passphrase and keeps its keys', async () => {
    const first = await made()
    const next = utf8('another passphrase')
    let recorded = 0
    const record = async () => (recorded += 1) > 1
    expect(await changePassphrase(fileWith(), next, record)).toEqual({ ok: true, value: 'kept' })
    expect(await opened()).toHaveLength(1)
    expect(await changePassphrase(fileWith(), next, record)).toEqual({ ok: true, value: 'changed' })
    expect(await openMasterKeyFile(fileWith())).toMatchObject({ code: 'PASSPHRASE_WRONG' })
    expect((await opened(next)).map(({ id }) => id)).toEqual([first.id])
    expect(await changePassphrase(fileWith(next), utf8('short'), record)).toMatchObject({
      code: 'PASSPHRASE_SHORT',
    })
    expect(await changePassphrase(fileWith(), next, record)).toMatchObject({ code: 'PASSPHRASE_WRONG' })
    expect(recorded).toBe(2)
    expect(await opened(next)).toHaveLength(1)
  })
})

describe('a master-key file under hostile hands', () => {
  it('opens after no single changed, missing or added byte', { timeout: 60_000 }, async () => {
    await made()
    const good = await readFile(path)
    const spoilt = [
      ...Array.from(good, (byte, at) => good.with(at, byte ^ 1)),
      ...Array.from(good, (_, at) => good.subarray(0, at)),
      Buffer.concat([good, Buffer.of(0)]),
    ]
    expect(spoilt.length).toBeGreaterThan(300)
    for (const bytes of spoilt) {
      await writeFile(path, bytes)
      const result = await openMasterKeyFile(fileWith())
      expect(result.ok).toBe(false)
    }
  })

  it('is not made to compute for ever, or to read without end', async () => {
    await made()
    const decoded = decodeCbor(await readFile(path))
    if (!decoded.ok) throw new Error(decoded.code)
    const stored = decoded.value as object
    for (const change of [{ memoryKiB: 2 ** 31 }, { iterations: 1000 }, { keys: [] }, { more: 1 }]) {
      await writeFile(path, encodeCbor({ ...stored, ...change }))
      expect(await openMasterKeyFile(fileWith())).toMatchObject({ code: 'MASTER_FILE_MALFORMED' })
    }
    await writeFile(path, encodeCbor({ ...stored, format: 2, keys: 'new' }))
    expect(await openMasterKeyFile(fileWith())).toMatchObject({ code: 'MASTER_FILE_NEWER' })
    await writeFile(path, Buffer.alloc(1 << 20))
    await expect(openMasterKeyFile(fileWith())).rejects.toThrow('no key file')
  })
})
