/** The little that is written while nobody holds the store key: AES-256-GCM under the machine secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { MachineSeal } from '../desk/ports.ts'

const nonceBytes = 12
const tagBytes = 16

export function machineSeal(machineSecret: Uint8Array): MachineSeal {
  const key = new Uint8Array(hkdfSync('sha256', machineSecret, new Uint8Array(), 'fobdesk machine seal', 32))
  return {
    seal(plain) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
    },
    open(sealed) {
      if (sealed.length < nonceBytes + tagBytes) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
      const plain = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes))
      try {
        return new Uint8Array(Buffer.concat([plain, decipher.final()]))
      } catch {
        return undefined // the tag does not match: not sealed on this machine, or damaged
      }
    },
  }
}
