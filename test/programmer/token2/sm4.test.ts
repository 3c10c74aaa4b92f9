import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { commandMac, padMethod2, secureCommand } from '../../../programmer/token2/secure-command.ts'
import { encryptCbc, encryptEcb, FOB_KEY } from '../../../programmer/token2/sm4.ts'
import { unhex } from '../scripted-reader.ts'

const EXAMPLE = unhex('0123456789ABCDEFFEDCBA9876543210')

describe('SM4', () => {
  it('gives example 1 of GB/T 32907-2016', () => {
    expect(encryptEcb(EXAMPLE, EXAMPLE)).toEqual(unhex('681EDF34D206965E86B3E94F536E4246'))
  })

  it('gives example 2 of GB/T 32907-2016: a million encryptions', { timeout: 120_000 }, () => {
    // One call of 2,000 chained CBC blocks of zeros is 2,000 encryptions of the running block.
    let block = EXAMPLE
    const zeros = new Uint8Array(16 * 2000)
    for (let round = 0; round < 500; round += 1) {
      const input = zeros.slice()
      input.set(block)
      block = encryptCbc(EXAMPLE, input).slice(-16)
    }
    expect(block).toEqual(unhex('595298C7C6FD271F0402F804C33D3F66'))
  })

  it.each([0, 15, 17])('refuses %i bytes instead of dropping some', (length) => {
    expect(() => encryptEcb(EXAMPLE, new Uint8Array(length))).toThrow(RangeError)
    expect(() => encryptCbc(EXAMPLE, new Uint8Array(length))).toThrow(RangeError)
  })

  it('leaves its input as it was', () => {
    const input = new Uint8Array(EXAMPLE)
    encryptCbc(EXAMPLE, input)
    encryptEcb(EXAMPLE, input)
    expect(input).toEqual(EXAMPLE)
  })
})

const openssl = (mode: 'sm4-ecb' | 'sm4-cbc', key: Uint8Array, input: Uint8Array) => {
  const iv = mode === 'sm4-cbc' ? ['-iv', '0'.repeat(32)] : []
  const args = ['enc', `-${mode}`, '-K', Buffer.from(key).toString('hex'), ...iv, '-nopad']
  return spawnSync('openssl', args, { input })
}
const opensslHasSm4 = openssl('sm4-ecb', EXAMPLE, EXAMPLE).status === 0
if (!opensslHasSm4) console.warn('NO OPENSSL WITH SM4: the independent check of SM4 did not run')

describe('OpenSSL agrees (needs openssl with SM4)', () => {
  it.skipIf(!opensslHasSm4)('on random keys and 1 to 8 blocks, ECB and CBC', () => {
    for (let blocks = 1; blocks <= 8; blocks += 1) {
      const key = randomBytes(16)
      const input = randomBytes(16 * blocks)
      expect(Buffer.from(encryptEcb(key, input))).toEqual(openssl('sm4-ecb', key, input).stdout)
      expect(Buffer.from(encryptCbc(key, input))).toEqual(openssl('sm4-cbc', key, input).stdout)
    }
  })

  it.skipIf(!opensslHasSm4)('on the MAC of a configuration and of a seed command', () => {
    for (const { header, length } of [
      { header: { ins: 0xd4, p1: 0, p2: 0 }, length: 19 },
      { header: { ins: 0xc5, p1: 1, p2: 0 }, length: 32 },
      { header: { ins: 0xc5, p1: 1, p2: 0 }, length: 48 },
      // 5 + 11 bytes fill their block: not padded.
      { header: { ins: 0xd4, p1: 0, p2: 0 }, length: 11 },
    ]) {
      const body = randomBytes(length)
      const message = Buffer.concat([Buffer.of(0x80, header.ins, header.p1, header.p2, length), body])
      const short = message.length % 16
      const padded =
        short === 0 ? message : Buffer.concat([message, Buffer.of(0x80), Buffer.alloc(15 - short)])
      const chained = openssl('sm4-cbc', FOB_KEY, padded).stdout
      expect(Buffer.from(commandMac(header, body))).toEqual(chained.subarray(-16).subarray(0, 4))
    }
  })
})

describe('secure commands', () => {
  it('carry class 84, body and MAC, and write', () => {
    const header = { ins: 0xd4, p1: 0, p2: 0 }
    const body = unhex('0102')
    const command = secureCommand(header, body)
    expect(command).toMatchObject({ cla: 0x84, ...header, reads: false })
    expect(command.data).toEqual(new Uint8Array([...body, ...commandMac(header, body)]))
  })

  it.each([
    [0, 16],
    [15, 16],
    [16, 32],
    [20, 32],
    [32, 48],
  ])('pad %i bytes to %i', (length, padded) => {
    const bytes = padMethod2(new Uint8Array(length).fill(7))
    expect(bytes).toHaveLength(padded)
    expect(bytes[length]).toBe(0x80)
    expect(bytes.subarray(length + 1).every((byte) => byte === 0)).toBe(true)
  })
})
