import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeSelfSigned } from '../../../hub/http/self-signed.ts'
import { countingRandom } from '../random.ts'

const NOW = Date.parse('2026-11-23T00:00:00Z')

describe('a certificate of our own', () => {
  it('is one by OpenSSL’s reading, for the name or address given', () => {
    for (const [name, matches] of [
      ['hub.example.jp', (certificate: X509Certificate) => certificate.checkHost('hub.example.jp')],
      ['127.0.0.1', (certificate: X509Certificate) => certificate.checkIP('127.0.0.1')],
    ] as const) {
      const { cert, key } = makeSelfSigned(name, NOW, countingRandom(name))
      const certificate = new X509Certificate(cert)
      expect(certificate.verify(certificate.publicKey)).toBe(true)
      expect(matches(certificate)).toBe(name)
      expect(Date.parse(certificate.validFrom)).toBe(NOW - 86_400_000)
      expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2036)
      expect(certificate.subject).toContain('Fobdesk')
      expect(key).toContain('PRIVATE KEY')
    }
  })

  it('writes the years from 2050 on in full', () => {
    const late = new X509Certificate(
      makeSelfSigned('hub', Date.parse('2045-01-01'), countingRandom('late')).cert,
    )
    expect(new Date(late.validTo).getUTCFullYear()).toBe(2055)
  })
})
