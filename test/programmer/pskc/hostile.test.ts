import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pskcFileCodes } from '../../../programmer/pskc/codes.ts'
import { readPskc } from '../../../programmer/pskc/read-pskc.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo } from './pskc-file.ts'

const credential = { kind: 'key', text: Buffer.from(ENCRYPTION_KEY).toString('hex') } as const
const good = pskcXml({
  keys: [1, 2, 3].map((n) => ({ serial: String(20000000 + n), seed: seedNo(n) })),
})
const RUNS = 2000

function codeOf(text: string | Uint8Array): string {
  const answer = readPskc(Buffer.from(text), credential)
  return answer.ok ? 'read' : answer.code
}

describe('hostile PSKC files', () => {
  it.each([
    ['a DTD', '<!DOCTYPE KeyContainer>'],
    ['an external entity', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['a billion laughs', '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'],
    ['a parameter entity', '<!doctype r [<!ENTITY % p SYSTEM "http://localhost/">%p;]>'],
    ['a DTD inside a comment', '<!-- <!DOCTYPE r> -->'],
  ])('%s is refused before it is parsed', (_, prologue) => {
    expect(codeOf(pskcXml({ keys: [{ serial: '20000001', seed: seedNo(1) }], prologue }))).toBe('PSKC_DTD')
  })

  it('an undeclared entity is never resolved', () => {
    expect(codeOf(good.replace('<pskc:SerialNo>20000001', '<pskc:SerialNo>&x;20000001'))).toBe('read')
    const answer = readPskc(Buffer.from(good.replace('>20000001<', '>&#50;0000001<')), credential)
    expect(answer).toMatchObject({ errors: [{ row: 1, code: 'SERIAL_FORM' }] })
  })

  it('other encodings, deep nests, too many tags, bytes and keys are refused', () => {
    expect(codeOf(Buffer.from(good, 'utf16le'))).toBe('PSKC_INVALID')
    expect(codeOf(good.replace('UTF-8', 'Shift_JIS'))).toBe('PSKC_INVALID')
    expect(codeOf(`${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`)).toBe('PSKC_INVALID')
    expect(codeOf('<a/>'.repeat(800_001))).toBe('PSKC_INVALID')
    expect(codeOf(new Uint8Array(4 * 1024 * 1024 + 1))).toBe('FILE_TOO_LARGE')
    const packages = '<pskc:KeyPackage/>'.repeat(4_001)
    expect(codeOf(good.replace('</pskc:KeyContainer>', `${packages}</pskc:KeyContainer>`))).toBe(
      'PSKC_TOO_MANY_KEYS',
    )
  })

  it('names that are properties of every object change nothing', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const answer = codeOf(
        good.replace('<pskc:KeyPackage>', `<${name} ${name}="x">x</${name}><pskc:KeyPackage>`),
      )
      expect(['read', 'PSKC_INVALID']).toContain(answer)
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  const mutation = fc.tuple(
    fc.nat(good.length),
    fc.nat(60),
    fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('<', '>', '"', '&', ']]>', '<!--', '<![CDATA[', '<?x ?>', '/>', '\u0001', '<pskc:Key>'),
    ),
  )

  it(`${RUNS} mutated files are read or refused by a code, and no seed is believed that was not there`, () => {
    const seeds = new Set([1, 2, 3].map((n) => Buffer.from(seedNo(n)).toString('hex')))
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce((t, [at, cut, put]) => t.slice(0, at) + put + t.slice(at + cut), good)
        const answer = readPskc(Buffer.from(text), credential)
        if (!answer.ok) return pskcFileCodes.includes(answer.code)
        return answer.fobs.every(({ seed }) => seeds.has(Buffer.from(seed).toString('hex')))
      }),
      { numRuns: RUNS },
    )
  })

  it(`${RUNS} arbitrary files are refused by a code`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'binary' })), (content) =>
        codeOf(content).startsWith('PSKC_'),
      ),
      { numRuns: RUNS },
    )
  })
})
