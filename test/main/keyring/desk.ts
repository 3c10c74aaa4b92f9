import { randomBytes } from 'node:crypto'
import { argon2 } from '../../../main/keyring/argon2.ts'
import { createKeyring } from '../../../main/keyring/keyring.ts'
import type {
  FirstMembers,
  Keyring,
  KeyringOptions,
  KeyringStorage,
  NewKeyring,
  UnlockedKeyring,
} from '../../../main/keyring/types.ts'

/** The lowest cost Argon2 allows: these tests are about the keyring, not about the guessing cost. */
export const CHEAP = { memoryKiB: 8, iterations: 1, parallelism: 1 }

export const SATO = { staffNo: '10001', password: 'sato-no-kagi' }
export const SUZUKI = { staffNo: '10002', password: 'suzuki-no-kagi' }
export const TANAKA = { staffNo: '20001', password: 'tanaka-no-kagi' }
export const MANAGERS: FirstMembers = [SATO, SUZUKI]

export interface MemoryStorage extends KeyringStorage {
  content: Uint8Array | undefined
}

export function memoryStorage(content?: Uint8Array): MemoryStorage {
  return {
    content,
    async read() {
      return this.content?.slice()
    },
    async replace(bytes) {
      this.content = bytes.slice()
    },
  }
}

export interface Desk extends NewKeyring {
  readonly options: KeyringOptions
  readonly storage: MemoryStorage
}

export function random(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length))
}

export async function newDesk(): Promise<Desk> {
  const storage = memoryStorage()
  const options = { storage, machineSecret: random(32), random, stretch: argon2, argon2: CHEAP }
  const created = await createKeyring(options, 'desk-1', MANAGERS)
  if (!created.ok) throw new Error(created.code)
  return { ...created.value, options, storage }
}

/** Signs in, or fails the test with the code. */
export async function signIn(
  keyring: Keyring,
  { staffNo, password }: { staffNo: string; password: string },
): Promise<UnlockedKeyring> {
  const unlocked = await keyring.unlock(staffNo, password)
  if (!unlocked.ok) throw new Error(unlocked.code)
  return unlocked.value
}
