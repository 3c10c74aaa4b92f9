/** Makes PSKC files as a supplier would: written from RFC 6030, not with the code under test. */
import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { aeskw } from '@noble/ciphers/aes.js'

export interface KeySpec {
  readonly serial: string
  readonly seed: Uint8Array
  readonly expiry?: string | null
  readonly algorithm?: string
  readonly suite?: string
  readonly interval?: string | null
  readonly digits?: string
  readonly time?: string
  readonly model?: string | null
  readonly manufacturer?: string
  /** Changes the value after its MAC was made. */
  readonly damaged?: boolean
  readonly mac?: boolean
  readonly plain?: boolean
}

export interface FileSpec {
  readonly keys: readonly KeySpec[]
  readonly encryptionKey?: Uint8Array
  readonly password?: string
  readonly iterations?: number
  readonly prf?: 'sha1' | 'sha256'
  readonly cipher?: 'aes128-cbc' | 'aes256-cbc' | 'kw-aes128' | 'kw-aes256'
  readonly mac?: 'sha1' | 'sha256'
  readonly macKey?: Uint8Array | null
  /** Put before the root element. */
  readonly prologue?: string
}

export const ENCRYPTION_KEY = Uint8Array.from(Buffer.from('12345678901234567890123456789012', 'hex'))
const MAC_KEY = Uint8Array.from(Buffer.from('1122334455667788990011223344556677889900', 'hex'))
const SALT = Uint8Array.from(Buffer.from('Ej7/PEpyEpw=', 'base64'))
const XENC = 'http://www.w3.org/2001/04/xmlenc#'
const MACS = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
}

/** Bytes that differ from key to key and repeat from run to run. */
export function seedNo(n: number, length = 20): Uint8Array {
  return Uint8Array.from(createHmac('sha512', 'seed').update(String(n)).digest().subarray(0, length))
}

export function pskcXml(spec: FileSpec): string {
  const { cipher = 'aes128-cbc', mac = 'sha1', prf = 'sha1', iterations = 1000, prologue = '' } = spec
  const keyBytes = cipher.includes('256') ? 32 : 16
  const key =
    spec.password === undefined
      ? (spec.encryptionKey ?? ENCRYPTION_KEY)
      : pbkdf2Sync(spec.password, SALT, iterations, keyBytes, prf)
  const macKey = spec.macKey === undefined ? MAC_KEY : spec.macKey
  const macCipher = cipher.startsWith('kw') ? `aes${keyBytes * 8}-cbc` : cipher
  const macElement =
    macKey === null
      ? ''
      : `<pskc:MACKey>${encrypted(macCipher, encrypt(macCipher, key, macKey, 200))}</pskc:MACKey>`
  const protection =
    spec.password === undefined
      ? '<ds:KeyName>Pre-shared-key</ds:KeyName>'
      : `<xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"><pkcs5:PBKDF2-params><Salt><Specified>${base64(SALT)}</Specified></Salt><IterationCount>${iterations}</IterationCount><KeyLength>${keyBytes}</KeyLength><PRF${prf === 'sha1' ? '' : ` Algorithm="${MACS[prf]}"`}/></pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod><xenc11:MasterKeyName>Password</xenc11:MasterKeyName></xenc11:DerivedKey>`
  const packages = spec.keys.map((one, index) => {
    const value = encrypt(cipher, key, one.seed, index)
    const macBytes = createHmac(mac, macKey ?? key)
      .update(value)
      .digest()
    if (one.damaged === true) value.set([(value.at(-1) ?? 0) ^ 1], value.length - 1)
    return keyPackage(one, encrypted(cipher, value), macBytes)
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
${prologue}<pskc:KeyContainer Version="1.0" Id="LOT-2026-11" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="${XENC}" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
<pskc:EncryptionKey>${protection}</pskc:EncryptionKey>
<pskc:MACMethod Algorithm="${MACS[mac]}">${macElement}</pskc:MACMethod>
${packages.join('\n')}
</pskc:KeyContainer>
`
}

function keyPackage(one: KeySpec, value: string, mac: Uint8Array): string {
  const { algorithm = 'urn:ietf:params:xml:ns:keyprov:pskc:totp', interval = '60', digits = '6' } = one
  const { expiry = '2031-09-30T00:00:00Z', model = 'OTPC-P2', manufacturer = 'oath.TK' } = one
  const secret =
    one.plain === true
      ? `<pskc:PlainValue>${base64(one.seed)}</pskc:PlainValue>`
      : `<pskc:EncryptedValue>${value}</pskc:EncryptedValue>${one.mac === false ? '' : `<pskc:ValueMAC>${base64(mac)}</pskc:ValueMAC>`}`
  return `<pskc:KeyPackage><pskc:DeviceInfo><pskc:Manufacturer>${manufacturer}</pskc:Manufacturer><pskc:SerialNo>${one.serial}</pskc:SerialNo>${element('Model', model)}${element('ExpiryDate', expiry)}</pskc:DeviceInfo><pskc:Key Id="${one.serial}" Algorithm="${algorithm}"><pskc:Issuer>Issuer</pskc:Issuer><pskc:AlgorithmParameters>${element('Suite', one.suite ?? null)}<pskc:ResponseFormat Length="${digits}" Encoding="DECIMAL"/></pskc:AlgorithmParameters><pskc:Data><pskc:Secret>${secret}</pskc:Secret>${plain('Time', one.time ?? null)}${plain('TimeInterval', interval)}</pskc:Data></pskc:Key></pskc:KeyPackage>`
}

function element(name: string, text: string | null): string {
  return text === null ? '' : `<pskc:${name}>${text}</pskc:${name}>`
}

function plain(name: string, text: string | null): string {
  return text === null ? '' : element(name, `<pskc:PlainValue>${text}</pskc:PlainValue>`)
}

function encrypted(cipher: string, value: Uint8Array): string {
  return `<xenc:EncryptionMethod Algorithm="${XENC}${cipher}"/><xenc:CipherData><xenc:CipherValue>${base64(value)}</xenc:CipherValue></xenc:CipherData>`
}

function encrypt(cipher: string, key: Uint8Array, plainText: Uint8Array, n: number): Uint8Array {
  if (cipher.startsWith('kw')) return aeskw(key).encrypt(plainText)
  const iv = seedNo(1_000_000 + n, 16)
  const aes = createCipheriv(cipher.replace(/aes(\d+)-/, 'aes-$1-'), key, iv)
  return Uint8Array.from(Buffer.concat([iv, aes.update(plainText), aes.final()]))
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
