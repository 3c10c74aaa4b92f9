/**
 * A certificate for head office's TLS where nobody gave one: ECDSA on P-256, signed by itself. No more is needed:
 * desks believe what head office's signing key vouches for (`protocol/tls-voucher.ts`). Node cannot make
 * certificates, so its DER (RFC 5280) is written here, which is little for so fixed a form.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import type { Random } from '../../protocol/bytes.ts'
import type { Tls } from './app.ts'

/** DER tags. */
const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OBJECT_ID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

const ECDSA_WITH_SHA256 = tlv(OBJECT_ID, Buffer.from('2a8648ce3d040302', 'hex'))
const COMMON_NAME = tlv(OBJECT_ID, Buffer.from('550403', 'hex'))
const SUBJECT_ALT_NAME = tlv(OBJECT_ID, Buffer.from('551d11', 'hex'))
const YEARS = 10

/** @param name by which the server is reached: a host name or an IPv4 address. @param now ms since 1970 */
export function makeSelfSigned(name: string, now: number, random: Random): Tls {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const serial = Buffer.from(random(16))
  // Positive and without a leading nought.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const algorithm = tlv(SEQUENCE, ECDSA_WITH_SHA256)
  const subject = nameOf('Fobdesk head office')
  const certificate = tlv(
    SEQUENCE,
    tlv(0xa0, tlv(INTEGER, Buffer.from([2]))),
    tlv(INTEGER, serial),
    algorithm,
    subject,
    tlv(SEQUENCE, time(now - 86_400_000), time(now + YEARS * 365.25 * 86_400_000)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(SEQUENCE, alternativeName(name))),
  )
  const signature = sign('sha256', certificate, privateKey)
  const der = tlv(SEQUENCE, certificate, algorithm, tlv(BIT_STRING, Buffer.from([0]), signature))
  return {
    cert: pem('CERTIFICATE', der),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = Buffer.from(body.length.toString(16).padStart(4, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

function nameOf(commonName: string): Buffer {
  return tlv(SEQUENCE, tlv(SET, tlv(SEQUENCE, COMMON_NAME, tlv(UTF8_STRING, Buffer.from(commonName)))))
}

function alternativeName(name: string): Buffer {
  const address = /^\d{1,3}(\.\d{1,3}){3}$/.test(name)
  const entry = address
    ? tlv(0x87, Buffer.from(name.split('.').map(Number)))
    : tlv(0x82, Buffer.from(name, 'ascii'))
  return tlv(SEQUENCE, SUBJECT_ALT_NAME, tlv(OCTET_STRING, tlv(SEQUENCE, entry)))
}

/** UTCTime, from 2050 on GeneralizedTime (RFC 5280, 4.1.2.5). */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)
  return digits < '2050'
    ? tlv(UTC_TIME, Buffer.from(`${digits.slice(2)}Z`))
    : tlv(GENERALIZED_TIME, Buffer.from(`${digits}Z`))
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
