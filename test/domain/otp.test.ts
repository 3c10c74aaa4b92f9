import { spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asSeed, hotp, stepAt, totp } from '../../domain/otp.ts'

const ascii = (text: string) => asSeed(new TextEncoder().encode(text))
const SHA1_SEED = ascii('12345678901234567890')
const SHA256_SEED = ascii('12345678901234567890123456789012')

describe('HOTP, RFC 4226 appendix D', () => {
  const codes = [
    '755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489',
  ] // prettier-ignore
  it.each(codes.map((code, counter) => ({ counter, code })))('counter $counter gives $code', (vector) => {
    expect(hotp(SHA1_SEED, vector.counter)).toBe(vector.code)
  })
})

describe('TOTP, RFC 6238 appendix B (30 s, 8 digits)', () => {
  it.each([
    { seconds: 59, sha1: '94287082', sha256: '46119246' },
    { seconds: 1111111109, sha1: '07081804', sha256: '68084774' },
    { seconds: 1111111111, sha1: '14050471', sha256: '67062674' },
    { seconds: 1234567890, sha1: '89005924', sha256: '91819424' },
    { seconds: 2000000000, sha1: '69279037', sha256: '90698825' },
    { seconds: 20000000000, sha1: '65353130', sha256: '77737706' },
  ])('at $seconds s', ({ seconds, sha1, sha256 }) => {
    const parameters = { digits: 8, period: 30 }
    expect(totp(SHA1_SEED, seconds * 1000, { ...parameters, algorithm: 'sha1' })).toBe(sha1)
    expect(totp(SHA256_SEED, seconds * 1000, { ...parameters, algorithm: 'sha256' })).toBe(sha256)
  })
})

describe('steps', () => {
  it('last 60 seconds and change on the minute', () => {
    const minute = Date.UTC(2026, 10, 22, 9, 30)
    expect(stepAt(minute - 1)).toBe(stepAt(minute) - 1)
    expect(stepAt(minute + 59_999)).toBe(stepAt(minute))
    expect(stepAt(0)).toBe(0)
    expect(stepAt(59_000, 30)).toBe(1)
  })
})

describe('seeds', () => {
  it('have 16 to 64 bytes', () => {
    expect(() => asSeed(new Uint8Array(15))).toThrow(RangeError)
    expect(() => asSeed(new Uint8Array(65))).toThrow(RangeError)
  })

  it('are marked in place, not copied', () => {
    const bytes = new Uint8Array(20)
    expect(asSeed(bytes)).toBe(bytes)
  })
})

const oathtoolInstalled = spawnSync('oathtool', ['--version']).status === 0
if (!oathtoolInstalled)
  console.warn('OATHTOOL IS NOT INSTALLED: the independent check of OTP codes did not run')

describe("Debian's oathtool agrees", () => {
  for (const algorithm of ['sha1', 'sha256'] as const) {
    it.skipIf(!oathtoolInstalled)(`on 40 random ${algorithm} seeds × 10 steps (needs oathtool)`, () => {
      for (let round = 0; round < 40; round += 1) {
        const seed = randomBytes(algorithm === 'sha1' ? 20 : 32)
        const seconds = randomInt(1_000_000_000, 4_000_000_000)
        const now = `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
        const args = [`--totp=${algorithm}`, '-s', '60', '-w', '9', '--now', now, seed.toString('hex')]
        const oracle = spawnSync('oathtool', args, { encoding: 'utf8' })
        const expected = oracle.stdout.trim().split('\n')
        const ours = Array.from({ length: 10 }, (_, index) =>
          totp(asSeed(seed), (seconds + index * 60) * 1000, { algorithm }),
        )
        expect(ours, `oathtool ${args.join(' ')}\n${oracle.stderr}`).toEqual(expected)
      }
    })
  }
})
