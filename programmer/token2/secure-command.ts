/**
 * Commands of class 84: body and MAC. The MAC is the first 4 bytes of the last block of SM4-CBC (ISO/IEC
 * 9797-1 algorithm 1) over the header and the body.
 */
import { concatBytes } from '../../protocol/bytes.ts'
import type { Command } from './apdu.ts'
import { encryptCbc, FOB_KEY, SM4_BLOCK_BYTES } from './sm4.ts'

const MAC_BYTES = 4
const PLAIN_CLASS = 0x80
const SECURE_CLASS = 0x84

interface SecureHeader {
  readonly ins: number
  readonly p1: number
  readonly p2: number
}

/** Padding method 2 of ISO/IEC 9797-1: `80`, then zeros up to a whole block; always at least one byte. */
export function padMethod2(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / SM4_BLOCK_BYTES) + 1) * SM4_BLOCK_BYTES)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  return padded
}

/**
 * The MAC of a secure command: 4 bytes. The header goes in with the *plain* class and the length of the body
 * without the MAC; an input that already fills its blocks is not padded (FOB-PROTOCOL.md).
 */
export function commandMac(header: SecureHeader, body: Uint8Array): Uint8Array {
  const { ins, p1, p2 } = header
  const input = concatBytes(Uint8Array.of(PLAIN_CLASS, ins, p1, p2, body.length), body)
  const chained = encryptCbc(FOB_KEY, input.length % SM4_BLOCK_BYTES === 0 ? input : padMethod2(input))
  return chained.slice(-SM4_BLOCK_BYTES).slice(0, MAC_BYTES)
}

/** Body and MAC under the secure class. It writes, so it is sent once. */
export function secureCommand(header: SecureHeader, body: Uint8Array): Command {
  return { cla: SECURE_CLASS, ...header, data: concatBytes(body, commandMac(header, body)), reads: false }
}
