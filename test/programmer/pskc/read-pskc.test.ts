import { describe, expect, it } from 'vitest'
import { expiryOn } from '../../../domain/calendar.ts'
import { readPskc } from '../../../programmer/pskc/read-pskc.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo, type FileSpec, type KeySpec } from './pskc-file.ts'

const hexKey = { kind: 'key', text: Buffer.from(ENCRYPTION_KEY).toString('hex') } as const
const one: KeySpec = { serial: '20000001', seed: seedNo(1) }

function read(spec: FileSpec, credential: Parameters<typeof readPskc>[1] = hexKey) {
  return readPskc(Buffer.from(pskcXml(spec)), credential)
}

function codeOf(answer: ReturnType<typeof readPskc>): string {
  return answer.ok ? 'read' : answer.code
}

function rowCodes(spec: FileSpec): readonly string[] {
  const answer = read(spec)
  if (!answer.ok) throw new Error(answer.code)
  return answer.errors.map(({ row, code }) => `${row} ${code}`)
}

describe('a supplier’s PSKC file', () => {
  it('gives serial, maker, model, expiry, algorithm and seed of each fob', () => {
    const keys = [
      one,
      {
        serial: '20000002',
        seed: seedNo(2, 32),
        suite: 'HMAC-SHA256',
        expiry: '2030-02-28+09:00',
        model: null,
      },
    ]
    const answer = read({ keys })
    if (!answer.ok) throw new Error(answer.code)
    expect(answer).toMatchObject({ containerId: 'LOT-2026-11', packages: 2, errors: [] })
    expect(answer.fobs).toEqual([
      {
        row: 1,
        serial: '20000001',
        manufacturer: 'oath.TK',
        model: 'OTPC-P2',
        expiresAt: expiryOn('2031-09-30'),
        algorithm: 'sha1',
        seed: seedNo(1),
      },
      {
        row: 2,
        serial: '20000002',
        manufacturer: 'oath.TK',
        model: 'oath.TK',
        expiresAt: expiryOn('2030-02-28'),
        algorithm: 'sha256',
        seed: seedNo(2, 32),
      },
    ])
  })

  it('opens with a key in hex with separators or in base64', () => {
    const hex = hexKey.text.replace(/../g, '$& ').toUpperCase()
    const base64 = Buffer.from(ENCRYPTION_KEY).toString('base64')
    for (const text of [hex, base64])
      expect(codeOf(read({ keys: [one] }, { kind: 'key', text }))).toBe('read')
  })

  it.each([
    ['aes128-cbc', 16, 20],
    ['aes256-cbc', 32, 20],
    ['kw-aes128', 16, 32],
    ['kw-aes256', 32, 32],
  ] as const)('opens %s', (cipher, keyBytes, seedBytes) => {
    const encryptionKey = seedNo(99, keyBytes)
    const seed = seedNo(7, seedBytes)
    const spec: FileSpec = { cipher, encryptionKey, mac: 'sha256', keys: [{ serial: '20000001', seed }] }
    const answer = read(spec, { kind: 'key', text: Buffer.from(encryptionKey).toString('hex') })
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.fobs[0]?.seed).toEqual(seed)
  })

  it('opens with a password, SHA-256 as PRF, and a MAC under the encryption key itself', () => {
    const spec: FileSpec = { keys: [one], password: '合言葉 qwerty', prf: 'sha256', macKey: null }
    expect(codeOf(read(spec, { kind: 'password', text: '合言葉 qwerty' }))).toBe('read')
    expect(codeOf(read(spec, { kind: 'password', text: '合言葉 qwert' }))).toBe('PSKC_KEY_WRONG')
  })

  it('says a wrong key once, whatever the padding happens to be', () => {
    const keys = Array.from({ length: 40 }, (_, n) => ({ serial: String(20000001 + n), seed: seedNo(n) }))
    const xml = Buffer.from(pskcXml({ keys }))
    for (let n = 0; n < 100; n++) {
      const text = Buffer.from(seedNo(n, 16)).toString('hex')
      expect(codeOf(readPskc(xml, { kind: 'key', text }))).toBe('PSKC_KEY_WRONG')
    }
  })

  it('names each wrong row and keeps the others', () => {
    const wrong: readonly Partial<KeySpec>[] = [
      { interval: '30' },
      { interval: null },
      { digits: '8' },
      { algorithm: 'urn:ietf:params:xml:ns:keyprov:pskc:hotp' },
      { suite: 'HMAC-SHA512' },
      { expiry: null },
      { expiry: '2031-02-30T00:00:00Z' },
      { serial: '1234567' },
      { seed: seedNo(3, 16) },
      { damaged: true },
      { time: '100' },
      { model: 'x'.repeat(33) },
      { serial: '20000000' },
    ]
    const keys = wrong.map((part, n) => ({ serial: String(20000001 + n), seed: seedNo(n), ...part }))
    const first = { serial: '20000000', seed: seedNo(100) }
    expect(rowCodes({ keys: [first, ...keys] })).toEqual([
      '2 PSKC_ROW_INTERVAL',
      '3 PSKC_ROW_INTERVAL',
      '4 PSKC_ROW_DIGITS',
      '5 PSKC_ROW_ALGORITHM',
      '6 PSKC_ROW_ALGORITHM',
      '7 ROW_REQUIRED',
      '8 DATE_FORM',
      '9 SERIAL_FORM',
      '10 PSKC_ROW_LENGTH',
      '11 PSKC_ROW_DAMAGED',
      '12 PSKC_ROW_START',
      '13 ROW_LENGTH',
      '14 ROW_DUPLICATE',
    ])
  })

  it('refuses the whole file for a plain secret, a value without MAC, weak iterations, no MAC method', () => {
    const second = { serial: '20000002', seed: seedNo(2) }
    const answers = [
      read({ keys: [one, { ...second, plain: true }] }),
      read({ keys: [one, { ...second, mac: false }] }),
      read({ keys: [one], password: 'qwerty', iterations: 999 }, { kind: 'password', text: 'qwerty' }),
      readPskc(
        Buffer.from(pskcXml({ keys: [one] }).replace(/<pskc:MACMethod.*<\/pskc:MACMethod>/, '')),
        hexKey,
      ),
      readPskc(Buffer.from(pskcXml({ keys: [one] }).replaceAll('#aes128-cbc', '#tripledes-cbc')), hexKey),
      read({ keys: [] }),
    ]
    expect(answers.map(codeOf)).toEqual([
      'PSKC_PLAIN',
      'PSKC_NO_MAC',
      'PSKC_ITERATIONS',
      'PSKC_NO_MAC',
      'PSKC_METHOD',
      'FILE_EMPTY',
    ])
  })

  it('refuses a million and one iterations before it derives anything', () => {
    const xml = pskcXml({ keys: [one], password: 'qwerty' }).replace('>1000<', '>1000001<')
    expect(readPskc(Buffer.from(xml), { kind: 'password', text: 'qwerty' })).toMatchObject({
      code: 'PSKC_ITERATIONS',
      detail: { iterations: 1_000_001, min: 1000, max: 1_000_000 },
    })
  })
})
