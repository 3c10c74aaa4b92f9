/**
 * Logins for trials: passwords as Argon2id. A bank puts its own login in front instead and implements
 * `CustomerLogins` over it.
 */
import { argon2id, argon2Verify } from 'hash-wasm'
import type { Random } from '../../protocol/bytes.ts'
import type { CustomerLogins } from './logins.ts'
import type { PortalLogin } from './rows.ts'

/** The rows as the store offers them, by login ID. */
export interface LoginRows {
  read(loginId: string): Promise<PortalLogin | undefined>
  save(loginId: string, row: PortalLogin): Promise<void>
}

export interface Argon2Cost {
  readonly memoryKiB: number
  readonly iterations: number
}

/** OWASP's recommendation for a server that many log in to at once (19 MiB, t=2, one lane). */
export const DEMO_ARGON2: Argon2Cost = { memoryKiB: 19_456, iterations: 2 }

const SALT_BYTES = 16

export class DemoLogins implements CustomerLogins {
  readonly #rows: LoginRows
  readonly #random: Random
  readonly #cost: Argon2Cost
  #last: Promise<unknown> = Promise.resolve()
  #nobody: Promise<string> | undefined

  constructor(rows: LoginRows, random: Random, cost: Argon2Cost = DEMO_ARGON2) {
    this.#rows = rows
    this.#random = random
    this.#cost = cost
  }

  async add(loginId: string, password: string, confirmation: string): Promise<void> {
    const row = { password: await this.#hash(password), confirmation: await this.#hash(confirmation) }
    await this.#rows.save(loginId, row)
  }

  isPassword(loginId: string, password: string): Promise<boolean> {
    return this.#check(loginId, 'password', password)
  }

  isConfirmation(loginId: string, password: string): Promise<boolean> {
    return this.#check(loginId, 'confirmation', password)
  }

  async #check(loginId: string, which: keyof PortalLogin, password: string): Promise<boolean> {
    const row = await this.#rows.read(loginId)
    // A login ID that does not exist takes as long: its time must not tell.
    this.#nobody ??= this.#hash('nobody')
    const hash = row === undefined ? await this.#nobody : row[which]
    const right = await this.#oneAtATime(() => argon2Verify({ password: normalised(password), hash }))
    return row !== undefined && right
  }

  #hash(password: string): Promise<string> {
    const { memoryKiB, iterations } = this.#cost
    return this.#oneAtATime(() =>
      argon2id({
        password: normalised(password),
        salt: this.#random(SALT_BYTES),
        memorySize: memoryKiB,
        iterations,
        parallelism: 1,
        hashLength: 32,
        outputType: 'encoded',
      }),
    )
  }

  /** Each takes its memory and this thread's whole attention: many at once would only be slower together. */
  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const running = this.#last.then(work)
    this.#last = running.catch(() => undefined)
    return running
  }
}

/** Full-width letters typed with the IME left on are the same password; empty ones have no hash. */
function normalised(password: string): string {
  return password.normalize('NFKC') || '\0'
}
