import { cdeEncodeOptions, decode as oracleDecode, encode as oracleEncode } from 'cbor2'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'

/** Whole characters only; names with astral and compatibility characters among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('データ花子', '𠮷野', '髙橋', '\uFA19', 'か\u3099'),
)
const key = text.filter((value) => value !== '__proto__')
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.maxSafeInteger(),
    fc.nat({ max: 70_000 }),
    fc.boolean(),
    fc.constant(null),
    text,
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(key, tie('value'), { maxKeys: 30, noNullPrototype: true }),
  ),
}))

function decoded(bytes: Uint8Array): unknown {
  const result = decodeCbor(bytes)
  if (!result.ok) throw new Error(`${result.code} ${result.detail}`)
  return result.value
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

describe('against the oracle', () => {
  test('the same bytes as cbor2 with its deterministic options', () => {
    fc.assert(
      fc.property(value, (some) => {
        expect(Buffer.from(encodeCbor(some)).toString('hex')).toBe(
          Buffer.from(oracleEncode(some, cdeEncodeOptions)).toString('hex'),
        )
      }),
    )
  })

  test('cbor2 and this decoder read the same value, and it is the one encoded', () => {
    fc.assert(
      fc.property(value, (some) => {
        const bytes = encodeCbor(some)
        expect(decoded(bytes)).toEqual(some)
        expect(oracleDecode(bytes, { cde: true, createObject: Object.fromEntries })).toEqual(some)
      }),
    )
  })
})

describe('one encoding per value', () => {
  test('whatever is accepted encodes back to the very same bytes', () => {
    let accepted = 0
    const mutation = fc.record({ some: value, at: fc.nat(), byte: fc.nat({ max: 255 }), cut: fc.boolean() })
    fc.assert(
      fc.property(mutation, ({ some, at, byte, cut }) => {
        const bytes = encodeCbor(some).slice()
        if (cut) bytes[at % bytes.length] = byte
        const result = decodeCbor(bytes)
        if (!result.ok) return
        accepted++
        expect(encodeCbor(result.value)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  test('the order of an object’s keys and its undefined members do not matter', () => {
    expect(encodeCbor({ b: 1, a: 2, aa: 3, c: undefined })).toEqual(encodeCbor({ aa: 3, a: 2, b: 1 }))
    expect(Buffer.from(encodeCbor({ b: 1, aa: 3, a: 2 })).toString('hex')).toBe('a361610261620162616103')
  })

  test('a name is kept as it was written, not normalised', () => {
    for (const name of ['\uFA19', '神', 'か\u3099', 'が']) expect(decoded(encodeCbor(name))).toBe(name)
    expect(encodeCbor('\uFA19')).not.toEqual(encodeCbor('神'))
  })
})

test.each([
  ['1801', 'CBOR_NOT_CANONICAL', 'a number longer than needed'],
  ['190001', 'CBOR_NOT_CANONICAL', 'a 16-bit 1'],
  ['1a0000ffff', 'CBOR_NOT_CANONICAL', 'a 32-bit 65535'],
  ['1b00000000ffffffff', 'CBOR_NOT_CANONICAL', 'a 64-bit 2^32-1'],
  ['1b0020000000000000', 'CBOR_UNSUPPORTED', '2^53'],
  ['3b001fffffffffffff', 'CBOR_UNSUPPORTED', '-2^53'],
  ['5f4100ff', 'CBOR_NOT_CANONICAL', 'an indefinite byte string'],
  ['9fff', 'CBOR_NOT_CANONICAL', 'an indefinite array'],
  ['a2616201616101', 'CBOR_NOT_CANONICAL', 'keys out of order'],
  ['a2616101616102', 'CBOR_NOT_CANONICAL', 'a doubled key'],
  ['a20101', 'CBOR_TRUNCATED', 'a map cut short'],
  ['a10101', 'CBOR_UNSUPPORTED', 'a number as key'],
  ['a1695f5f70726f746f5f5f01', 'CBOR_UNSUPPORTED', '__proto__'],
  ['61ff', 'CBOR_NOT_CANONICAL', 'no UTF-8'],
  ['63eda080', 'CBOR_NOT_CANONICAL', 'half a surrogate pair'],
  ['f7', 'CBOR_UNSUPPORTED', 'undefined'],
  ['f93c00', 'CBOR_UNSUPPORTED', 'a float'],
  ['fb3ff8000000000000', 'CBOR_UNSUPPORTED', 'a double'],
  ['c001', 'CBOR_UNSUPPORTED', 'a tag'],
  ['', 'CBOR_TRUNCATED', 'nothing'],
  ['0000', 'CBOR_TRAILING_BYTES', 'two values'],
  ['5b001fffffffffffff', 'CBOR_TRUNCATED', 'a byte string of 2^53-1'],
  ['9b001fffffffffffff', 'CBOR_TRUNCATED', 'an array of 2^53-1'],
  ['bb001fffffffffffff', 'CBOR_TRUNCATED', 'a map of 2^53-1'],
])('%s is refused with %s: %s', (hex, code) => {
  expect(decodeCbor(fromHex(hex))).toMatchObject({ ok: false, code })
})

test('too long and too deep are refused before they cost anything', () => {
  const deep = new Uint8Array(100_000).fill(0x81)
  expect(decodeCbor(deep)).toMatchObject({ ok: false, code: 'CBOR_TOO_DEEP' })
  expect(decodeCbor(encodeCbor([[[1]]]), { maxDepth: 2 })).toMatchObject({ code: 'CBOR_TOO_DEEP' })
  expect(decodeCbor(encodeCbor([[[1]]]), { maxDepth: 3 })).toMatchObject({ ok: true })
  expect(decodeCbor(encodeCbor('12345'), { maxBytes: 5 })).toMatchObject({ code: 'CBOR_TOO_LARGE' })
  expect(decodeCbor(encodeCbor('12345'), { maxBytes: 6 })).toMatchObject({ ok: true })
})

test('random bytes are refused or are canonical, and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const result = decodeCbor(bytes)
      if (result.ok) expect(encodeCbor(result.value)).toEqual(bytes)
    }),
    { numRuns: 2000 },
  )
})

test('what has no encoding is the caller’s bug', () => {
  const circular: unknown[] = []
  circular.push(circular)
  const values = [
    1.5,
    NaN,
    2 ** 53,
    1n,
    undefined,
    new Date(0),
    new Map(),
    '\ud800',
    () => 1,
    circular,
    [undefined],
  ]
  for (const some of values) expect(() => encodeCbor(some)).toThrow(TypeError)
  expect(() => encodeCbor(JSON.parse('{"__proto__":1}'))).toThrow(TypeError)
})
