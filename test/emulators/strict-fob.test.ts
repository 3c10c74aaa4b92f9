/** The strict fob against Debian's openssl (SM4) and oathtool, so that the judge of our code has a judge. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { macOf, StrictFob } from './strict-fob.ts'

const KEY = '8ad206883ca369482ab27182b6e83224'

function openssl(mode: 'ecb' | 'cbc', plain: Buffer): Buffer {
  const iv = mode === 'cbc' ? ['-iv', '0'.repeat(32)] : []
  const args = ['enc', `-sm4-${mode}`, '-nopad', '-K', KEY, ...iv]
  return execFileSync('openssl', args, { input: plain })
}

function pad(bytes: Buffer): Buffer {
  const filled = Math.floor(bytes.length / 16) * 16 + 16
  return Buffer.concat([bytes, Buffer.from([0x80]), Buffer.alloc(filled - bytes.length - 1)])
}

function mac(header: string, body: Buffer): Buffer {
  const message = Buffer.concat([Buffer.from(header, 'hex'), Buffer.from([body.length]), body])
  return openssl('cbc', message.length % 16 === 0 ? message : pad(message))
    .subarray(-16)
    .subarray(0, 4)
}

const apdu = (header: string, body: Buffer) =>
  Buffer.concat([Buffer.from(header, 'hex'), Buffer.from([body.length]), body])
const status = (fob: StrictFob, command: Buffer) => fob.transmit(command).answer.subarray(-2).toString('hex')

function authenticate(fob: StrictFob): void {
  const { answer } = fob.transmit(Buffer.from('804b08000100', 'hex'))
  const proof = openssl('ecb', Buffer.concat([answer.subarray(0, 8), Buffer.alloc(8)]))
  expect(status(fob, apdu('80ce0000', proof))).toBe('9000')
}

function configure(fob: StrictFob, hash: 1 | 2): void {
  const clock = Buffer.alloc(4)
  clock.writeUInt32BE(Math.floor(Date.now() / 1000))
  const body = Buffer.from(`81111f01010f04${clock.toString('hex')}86060a010${hash}0d013c`, 'hex')
  expect(status(fob, apdu('84d40000', Buffer.concat([body, mac('80d40000', body)])))).toBe('9000')
}

function writeSeed(fob: StrictFob, seed: Buffer): string {
  const body = openssl('ecb', pad(seed))
  return status(fob, apdu('84c50100', Buffer.concat([body, mac('80c50100', body)])))
}

it.each([1, 11, 15, 16, 27, 48, 63])('computes the MAC of openssl over %i bytes', (length) => {
  const body = randomBytes(length)
  expect(macOf(0xc5, 1, 0, body)).toEqual(mac('80c50100', body))
})

describe.each([
  ['sha1', 1, 20],
  ['sha256', 2, 32],
] as const)('a host made of openssl alone, %s', (algorithm, hash, length) => {
  it('writes a seed, and oathtool shows the code of that seed', () => {
    const fob = new StrictFob()
    const seed = randomBytes(length)
    authenticate(fob)
    configure(fob, hash)
    expect(writeSeed(fob, seed)).toBe('9000')
    expect(fob.seed).toEqual(seed)
    expect(fob.algorithm).toBe(algorithm)
    const options = [`--totp=${algorithm}`, '--time-step-size=60s', `--now=@${fob.clock()}`]
    const code = execFileSync('oathtool', [...options, seed.toString('hex')], { encoding: 'utf8' }).trim()
    expect(code).toBe(fob.display(fob.clock()))
  })
})

describe('the strict fob refuses', () => {
  it('a seed without authentication, and before its configuration', () => {
    const fob = new StrictFob()
    expect(writeSeed(fob, randomBytes(20))).toBe('6982')
    authenticate(fob)
    expect(writeSeed(fob, randomBytes(20))).toBe('6985')
    expect(fob.seed).toBeNull()
  })

  it('a wrong MAC and padding that is not the one form', () => {
    const fob = new StrictFob()
    authenticate(fob)
    configure(fob, 1)
    const body = openssl('ecb', pad(randomBytes(20)))
    expect(status(fob, apdu('84c50100', Buffer.concat([body, Buffer.alloc(4)])))).toBe('6988')
    const unpadded = openssl('ecb', Buffer.alloc(32, 0x11))
    expect(status(fob, apdu('84c50100', Buffer.concat([unpadded, mac('80c50100', unpadded)])))).toBe('6a80')
    expect(fob.seed).toBeNull()
  })

  it('its key for good after five wrong answers', () => {
    const fob = new StrictFob()
    const verdicts = Array.from({ length: 6 }, () => {
      fob.transmit(Buffer.from('804b08000100', 'hex'))
      return status(fob, apdu('80ce0000', Buffer.alloc(16)))
    })
    expect(verdicts).toEqual(['6300', '6300', '6300', '6300', '6983', '6983'])
  })
})

it('keeps its seed through a configuration only where its clock may be set freely', () => {
  for (const restricted of [true, false]) {
    const fob = new StrictFob('8659610000123', restricted)
    authenticate(fob)
    configure(fob, 1)
    writeSeed(fob, randomBytes(20))
    configure(fob, 1)
    expect(fob.seed === null).toBe(restricted)
  }
})
