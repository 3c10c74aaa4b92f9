import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { openEnvelope, roleDigest, type RoleSigner } from '../../protocol/envelope.ts'
import { verifyRoleSignatures } from '../../protocol/role-signature.ts'
import { generateSigningKeyPair, keyId, signBytes, signingKey } from '../../protocol/signature.ts'
import { opened, random, sealed } from './event.ts'
import { flip, must } from './must.ts'

function signer(by: string): RoleSigner & { publicKey: Uint8Array } {
  const { publicKey, privateKey } = generateSigningKeyPair(random)
  return { by, key: keyId(publicKey), publicKey, sign: (digest) => signBytes(signingKey(privateKey), digest) }
}

/** The body with some fields replaced, as somebody else would encode it. */
function altered(bytes: Uint8Array, change: (body: Record<string, unknown>) => void): Uint8Array {
  const decoded = decodeCbor(bytes)
  if (!decoded.ok) throw new Error(decoded.code)
  const body = { ...(decoded.value as Record<string, unknown>) }
  change(body)
  return encodeCbor(body)
}

describe('a sealed event', () => {
  test('opens to what was decided', () => {
    const event = sealed()
    expect(opened(event.bytes, event.parts)).toEqual({
      type: 'FobIssued',
      v: 1,
      id: 'event-1',
      realm: 'training',
      device: 'desk-1',
      seq: 1,
      prev: event.prev,
      at: 1_700_000_000_000,
      by: '10001',
      data: { serial: '12345678', users: ['u1', 'u2'] },
      personal: { name: 'データ花子' },
      box: new Uint8Array([1, 2, 3]),
      hash: event.hash,
      bytes: event.bytes,
      parts: event.parts,
      partHashes: [
        { name: 'personal', hash: expect.any(Uint8Array) },
        { name: 'box', hash: expect.any(Uint8Array) },
      ],
      signatures: [],
    })
  })

  test('holds personal data and box as salted hashes only', () => {
    const event = sealed()
    expect(Buffer.from(event.bytes).includes('データ花子')).toBe(false)
    const again = sealed()
    expect(again.parts[0]?.bytes).toEqual(event.parts[0]?.bytes)
    expect(opened(again.bytes, []).partHashes[0]).not.toEqual(opened(event.bytes, []).partHashes[0])
  })

  test('opens with the same hash whichever parts were dropped', () => {
    const event = sealed()
    const [personal, box] = event.parts
    for (const parts of [[], [must(personal)], [must(box)], [must(box), must(personal)]]) {
      const event2 = opened(event.bytes, parts)
      expect(event2.hash).toEqual(event.hash)
      expect('personal' in event2).toBe(parts.includes(must(personal)))
      expect('box' in event2).toBe(parts.includes(must(box)))
      expect(event2.partHashes).toHaveLength(2)
    }
  })

  test('without parts has none; any data round-trips', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.nat()), (some) => {
        const data = Object.fromEntries(Object.entries(some).filter(([key]) => key !== '__proto__'))
        const event = sealed({ draft: { type: 'PolicyChanged', v: 2, data } })
        expect(event.parts).toEqual([])
        expect(opened(event.bytes, [])).toMatchObject({ data, partHashes: [] })
      }),
    )
  })

  test('cannot be made outside the format', () => {
    const prev = new Uint8Array(32)
    for (const draft of [
      { type: 'fobIssued', v: 1, data: {} },
      { type: 'FobIssued', v: 0, data: {} },
      { type: 'FobIssued', v: 1, data: undefined },
      { type: 'FobIssued', v: 1, data: { ratio: 0.5 } },
    ]) {
      expect(() => sealed({ draft })).toThrow(TypeError)
    }
    expect(() => sealed({ seq: 0 })).toThrow(/wrong seq/)
    expect(() => sealed({ prev: prev.subarray(1) })).toThrow(/wrong prev/)
    expect(() => sealed({ by: '' })).toThrow(/wrong by/)
  })
})

describe('refusals', () => {
  const event = sealed()
  const [personal, box] = event.parts

  test.each<[string, (body: Record<string, unknown>) => void]>([
    ['no type', (body) => delete body['type']],
    ['no data', (body) => delete body['data']],
    ['a field too many', (body) => (body['extra'] = 1)],
    ['another realm', (body) => (body['realm'] = 'test')],
    ['a short prev', (body) => (body['prev'] = new Uint8Array(31))],
    ['prev as text', (body) => (body['prev'] = 'x'.repeat(32))],
    ['a negative time', (body) => (body['at'] = -1)],
    ['sequence 0', (body) => (body['seq'] = 0)],
    ['an unknown part', (body) => (body['parts'] = [{ name: 'photo', hash: new Uint8Array(32) }])],
    [
      'a part twice',
      (body) => (body['parts'] = [0, 1].map(() => ({ name: 'box', hash: new Uint8Array(32) }))),
    ],
    ['empty signatures', (body) => (body['sigs'] = [])],
    ['format 0', (body) => (body['f'] = 0)],
    ['no format', (body) => delete body['f']],
  ])('%s', (_what, change) => {
    expect(openEnvelope(altered(event.bytes, change), [])).toMatchObject({
      ok: false,
      code: 'ENVELOPE_MALFORMED',
    })
  })

  test('a newer format', () => {
    const newer = altered(event.bytes, (body) => Object.assign(body, { f: 2, more: 'unknown' }))
    expect(openEnvelope(newer, [])).toMatchObject({ ok: false, code: 'ENVELOPE_NEWER' })
  })

  test('a part that was changed, renamed, doubled or is another event’s', () => {
    const flipped = must(personal).bytes.slice()
    flip(flipped, 3, 1)
    const wrong = [
      [{ ...must(personal), bytes: flipped }],
      [{ ...must(personal), salt: random(16) }],
      [{ ...must(personal), salt: new Uint8Array() }],
      [{ ...must(personal), name: 'box' as const }],
      [must(personal), must(personal)],
      sealed().parts.slice(0, 1),
    ]
    for (const parts of wrong) {
      expect(openEnvelope(event.bytes, parts)).toMatchObject({ ok: false, code: 'ENVELOPE_PART_MISMATCH' })
    }
    const without = sealed({ draft: { type: 'FobIssued', v: 1, data: {} } })
    expect(openEnvelope(without.bytes, [must(box)])).toMatchObject({ code: 'ENVELOPE_PART_MISMATCH' })
  })

  test('any bytes: a refusal, never an exception; and no personal data in its detail', () => {
    fc.assert(
      fc.property(fc.nat({ max: event.bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = event.bytes.slice()
        flip(bytes, at, by)
        const result = openEnvelope(bytes, event.parts)
        if (result.ok) expect(result.value.hash).not.toEqual(event.hash)
        else expect(result.detail).not.toMatch(/花子|12345678/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('role signatures', () => {
  const actor = signer('10001')
  const approver = signer('10002')
  const keyOf = (by: string, key: string) =>
    [actor, approver].find((one) => one.by === by && one.key === key)?.publicKey
  const event = sealed({ signers: [actor, approver] })

  test('of actor and approver verify, with parts dropped too', () => {
    const verified = verifyRoleSignatures(opened(event.bytes, []), keyOf)
    expect(verified).toMatchObject({ ok: true, value: [{ by: '10001' }, { by: '10002' }] })
    expect(verifyRoleSignatures(opened(sealed().bytes, []), keyOf)).toEqual({ ok: true, value: [] })
  })

  test('cover everything but the signatures', () => {
    const unsigned = altered(event.bytes, (body) => delete body['sigs'])
    expect(roleDigest(unsigned)).toEqual(roleDigest(event.bytes))
    const changes: ((body: Record<string, unknown>) => void)[] = [
      (body) => (body['data'] = { serial: '12345679' }),
      (body) => (body['seq'] = 2),
      (body) => (body['at'] = 1),
      (body) => (body['by'] = '10002'),
      (body) => (body['prev'] = new Uint8Array(32)),
      (body) => (body['parts'] = []),
      (body) => (body['id'] = 'event-2'),
      (body) => (body['realm'] = 'real'),
    ]
    for (const change of changes) {
      expect(verifyRoleSignatures(opened(altered(event.bytes, change), []), keyOf)).toMatchObject({
        code: 'ROLE_SIGNATURE_INVALID',
      })
    }
  })

  test('of somebody unknown, or under another’s name, are refused', () => {
    const stranger = sealed({ signers: [signer('10001')] })
    expect(verifyRoleSignatures(opened(stranger.bytes, []), keyOf)).toMatchObject({
      code: 'ROLE_KEY_UNKNOWN',
    })
    const borrowed = sealed({ signers: [{ ...actor, sign: approver.sign }] })
    expect(verifyRoleSignatures(opened(borrowed.bytes, []), keyOf)).toMatchObject({
      code: 'ROLE_SIGNATURE_INVALID',
    })
  })
})
