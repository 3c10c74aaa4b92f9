import { describe, expect, it } from 'vitest'
import { readContainer } from '../../../programmer/pskc/container.ts'
import { encryptionKey } from '../../../programmer/pskc/encryption-key.ts'
import { readPskc } from '../../../programmer/pskc/read-pskc.ts'
import { openKeys, openSecret } from '../../../programmer/pskc/secrets.ts'
import { splitPackages } from '../../../programmer/pskc/split.ts'
import { child, readXml } from '../../../programmer/pskc/xml.ts'
import { figure6, figure7 } from './figures.ts'

const key = { kind: 'key', text: '12345678901234567890123456789012' } as const
const password = { kind: 'password', text: 'qwerty' } as const

/** What the layers below the row rules get out of a figure (its fob is an HOTP one, which no row may be). */
function opened(figure: string, credential: Parameters<typeof encryptionKey>[1]) {
  const xml = readXml(Buffer.from(figure))
  if (!xml.ok) throw new Error(xml.code)
  const pieces = splitPackages(xml.text)
  if (!pieces.ok) throw new Error(pieces.code)
  const read = readContainer(pieces)
  if (!read.ok) throw new Error(read.code)
  const content = encryptionKey(read.container.protection, credential)
  if (!content.ok) throw new Error(content.code)
  const contentKey = Buffer.from(content.key).toString('hex')
  const keys = openKeys(read.container, content.key)
  if (!keys.ok) throw new Error(keys.code)
  const secret = openSecret(read.container, keys.keys, child(read.container.packages[0]?.(), 'Key'))
  if (!secret.ok) throw new Error(secret.code)
  return { contentKey, macKey: Buffer.from(keys.keys.mac).toString('hex'), secret: secret.secret }
}

describe('the figures of RFC 6030', () => {
  it('6: pre-shared key, AES-128-CBC, the MAC key and the secret as printed', () => {
    const { macKey, secret } = opened(figure6, key)
    expect(macKey).toBe('1122334455667788990011223344556677889900')
    expect(secret).toEqual({ kind: 'opened', bytes: Uint8Array.from(Buffer.from('12345678901234567890')) })
  })

  it('7: password, PBKDF2, the derived key as printed', () => {
    const { contentKey, secret } = opened(figure7, password)
    expect(contentKey).toBe('651e63cd57008476af1ff6422cd02e41')
    expect(secret).toEqual({ kind: 'opened', bytes: Uint8Array.from(Buffer.from('12345678901234567890')) })
  })

  it('a changed ValueMAC or secret is never decrypted', () => {
    for (const changed of [figure6.replace('Su+N', 'Su+O'), figure6.replace('AAECAw', 'AAECBw')]) {
      expect(opened(changed, key).secret).toEqual({ kind: 'unproven' })
    }
  })

  it('the figures’ fobs are HOTP with 8 digits: refused by row, with serial and element', () => {
    const read = readPskc(Buffer.from(figure6), key)
    if (!read.ok) throw new Error(read.code)
    expect(read.fobs).toEqual([])
    expect(read.errors.map(({ row, serial, column, code }) => [row, serial, column, code])).toEqual([
      [1, '987654321', 'ExpiryDate', 'ROW_REQUIRED'],
      [1, '987654321', 'Algorithm', 'PSKC_ROW_ALGORITHM'],
      [1, '987654321', 'ResponseFormat', 'PSKC_ROW_DIGITS'],
      [1, '987654321', 'TimeInterval', 'PSKC_ROW_INTERVAL'],
    ])
  })

  it('the wrong kind of credential, a wrong key and a wrong password are one refusal each', () => {
    const wrongKey = { kind: 'key', text: '00345678901234567890123456789012' } as const
    const answers = [
      readPskc(Buffer.from(figure6), password),
      readPskc(Buffer.from(figure7), key),
      readPskc(Buffer.from(figure6), wrongKey),
      readPskc(Buffer.from(figure7), { kind: 'password', text: 'Qwerty' }),
      readPskc(Buffer.from(figure6), { kind: 'key', text: '1234' }),
    ].map((answer) => (answer.ok ? 'read' : answer.code))
    expect(answers).toEqual([
      'PSKC_KEY_NEEDED',
      'PSKC_PASSWORD_NEEDED',
      'PSKC_KEY_WRONG',
      'PSKC_KEY_WRONG',
      'PSKC_KEY_FORM',
    ])
  })
})
