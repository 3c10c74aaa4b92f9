import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openSeed } from '../../../protocol/seed-box.ts'
import { Bench, ISSUE } from '../bench.ts'
import { findSeed } from '../find-seed.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo, type FileSpec } from './pskc-file.ts'

let bench: Bench
afterEach(() => bench.stop())

const hexKey = Buffer.from(ENCRYPTION_KEY).toString('hex')
const keys = [1, 2, 3].map((n) => ({ serial: String(20000000 + n), seed: seedNo(n) }))

/** Starts the processes and orders the import of a file made as told. */
async function importFile(spec: FileSpec, text = hexKey): Promise<void> {
  bench = await Bench.start()
  const path = join(bench.folder, 'lot.pskcxml')
  writeFileSync(path, pskcXml(spec))
  bench.order({ type: 'import', importId: 'import-1', path, credential: { kind: 'key', text } })
}

describe('a PSKC import in the programmer process', () => {
  it('answers each fob with a box that the hub opens, and ends when it is acknowledged', async () => {
    await importFile({ keys })
    const imported = await bench.programmer.first('imported')
    expect(imported).toMatchObject({ importId: 'import-1', packages: 3, keyId: 'hub-key-1', errors: [] })
    for (const [n, { serial, seedId, box }] of imported.fobs.entries()) {
      const context = { serial, issuanceId: seedId, device: 'device-1', keyId: 'hub-key-1' }
      expect(await openSeed(bench.hub.privateKey, context, box)).toEqual({ ok: true, value: seedNo(n + 1) })
      // A box is good for its own fob and row only.
      const other = { ...context, issuanceId: 'import-1-99' }
      expect(await openSeed(bench.hub.privateKey, other, box)).toMatchObject({ ok: false })
    }
    expect(imported.fobs.map(({ seedId }) => seedId)).toEqual(['import-1-1', 'import-1-2', 'import-1-3'])
    expect(bench.exited).toBe(false)
    bench.order({ type: 'acknowledge', issuanceId: 'import-1' })
    expect(bench.exited).toBe(true)
  })

  it('no message holds a seed or the supplier’s key in any form', async () => {
    await importFile({ keys: [...keys, { serial: '123', seed: seedNo(4) }] })
    await bench.programmer.first('imported')
    for (const n of [1, 2, 3, 4]) {
      expect(findSeed(Buffer.from(seedNo(n)), bench.programmer.raw)).toEqual([])
    }
    expect(JSON.stringify(bench.programmer.raw)).not.toContain(hexKey)
    // The search does find one where there is one.
    expect(findSeed(Buffer.from(seedNo(1)), [{ seed: seedNo(1) }])).toContain('raw')
  })

  it('says a wrong key, a missing file and a wrong row in so many codes', async () => {
    await importFile({ keys }, '00'.repeat(16))
    expect(await bench.programmer.first('importRefused')).toEqual({
      type: 'importRefused',
      importId: 'import-1',
      code: 'PSKC_KEY_WRONG',
      detail: {},
    })
    bench.stop()
    bench = await Bench.start()
    const credential = { kind: 'key', text: hexKey } as const
    bench.order({ type: 'import', importId: 'import-2', path: join(bench.folder, 'none'), credential })
    expect(await bench.programmer.first('importRefused')).toMatchObject({
      code: 'FILE_UNREADABLE',
      detail: { reason: 'ENOENT' },
    })
    bench.stop()
    await importFile({
      keys: [
        { serial: '20000001', seed: seedNo(1) },
        { serial: '20000002', seed: seedNo(2), interval: '30' },
      ],
    })
    const { fobs, errors } = await bench.programmer.first('imported')
    expect(fobs.map(({ serial }) => serial)).toEqual(['20000001'])
    expect(errors).toMatchObject([{ row: 2, serial: '20000002', code: 'PSKC_ROW_INTERVAL' }])
  })

  it('one import a process: an issuance after it is not taken', async () => {
    await importFile({ keys })
    await bench.programmer.first('imported')
    const broken = new Promise((resolve) => process.once('unhandledRejection', resolve))
    bench.order(ISSUE)
    expect(String(await broken)).toContain('issue was sent before start or twice')
  })
})
