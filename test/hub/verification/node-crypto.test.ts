import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asSeed, hotp } from '../../../domain/otp.ts'
import { nodeCrypto } from '../../../hub/verification/node-crypto.ts'

const algorithm = fc.constantFrom('sha1' as const, 'sha256' as const)

it('computes what Node computes as HMAC', () => {
  fc.assert(
    fc.property(
      algorithm,
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array({ maxLength: 200 }),
      (name, key, data) => {
        const expected = createHmac(name, key).update(data).digest('hex')
        expect(Buffer.from(nodeCrypto.hmac(name, key, data) as Uint8Array).toString('hex')).toBe(expected)
      },
    ),
  )
  expect(() => nodeCrypto.hmac('sha1', new Uint8Array(65), new Uint8Array(8))).toThrow('one block')
})

it('leaves the key as it is, and gives the codes that otplib gives by itself', () => {
  const key = fc.uint8Array({ minLength: 16, maxLength: 64 })
  fc.assert(
    fc.property(algorithm, key, fc.nat(), (name, bytes, counter) => {
      const before = bytes.slice()
      const code = hotp(asSeed(bytes), counter, { algorithm: name, crypto: nodeCrypto })
      expect(code).toBe(hotp(asSeed(bytes), counter, { algorithm: name }))
      expect(bytes).toEqual(before)
    }),
  )
})

it('compares texts and bytes', () => {
  expect(nodeCrypto.constantTimeEqual('123456', new Uint8Array(Buffer.from('123456')))).toBe(true)
  expect(nodeCrypto.constantTimeEqual('123456', '123457')).toBe(false)
  expect(nodeCrypto.constantTimeEqual('123456', '1234567')).toBe(false)
  expect(nodeCrypto.randomBytes(20)).toHaveLength(20)
})
