/**
 * Failed sign-ins while nobody has the store's key: they cannot be written to the journal, and must not be
 * lost, or guessing while the desk is closed would leave no trace. Kept in memory and in a small file sealed by
 * the machine secret; recorded at the next sign-in.
 */
import { z } from 'zod'
import type { EventDraft } from '../../domain/events.ts'
import { utf8 } from '../../protocol/bytes.ts'
import type { MachineSeal, StorePlace } from './ports.ts'

/** More than this many would be a flood; the oldest stand for the rest. */
const MAX_PENDING = 500

const pendingSchema = z.array(z.strictObject({ staffNo: z.string(), code: z.string(), at: z.int() }))
export type FailedSignIn = z.infer<typeof pendingSchema>[number]

export class FailedSignIns {
  readonly #place: StorePlace
  readonly #seal: MachineSeal
  #pending: FailedSignIn[] | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(place: StorePlace, seal: MachineSeal) {
    this.#place = place
    this.#seal = seal
  }

  /** Durable when it resolves. */
  async add(failed: FailedSignIn): Promise<void> {
    const pending = await this.#read()
    if (pending.length >= MAX_PENDING) return
    pending.push(failed)
    await this.#write(pending)
  }

  /** Those that wait, oldest first, as facts with their time. */
  async drafts(): Promise<readonly { readonly draft: EventDraft; readonly at: number }[]> {
    const pending = await this.#read()
    return pending.map(({ staffNo, code, at }) => ({
      draft: { type: 'SignInFailed', v: 1, data: { staffNo: staffNo.slice(0, 16), code } },
      at,
    }))
  }

  /** They stand in the journal now. */
  async clear(): Promise<void> {
    if ((await this.#read()).length === 0) return
    this.#pending = []
    await this.#write([])
  }

  async #read(): Promise<FailedSignIn[]> {
    this.#pending ??= this.#parse(await this.#place.readPending())
    return this.#pending
  }

  /** A damaged or foreign file is itself worth an entry. */
  #parse(sealed: Uint8Array | undefined): FailedSignIn[] {
    if (sealed === undefined) return []
    const plain = this.#seal.open(sealed)
    if (plain === undefined) return [{ staffNo: '-', code: 'RECORD_UNREADABLE', at: 0 }]
    return pendingSchema.parse(JSON.parse(Buffer.from(plain).toString('utf8')))
  }

  #write(pending: readonly FailedSignIn[]): Promise<void> {
    const bytes = pending.length === 0 ? undefined : this.#seal.seal(utf8(JSON.stringify(pending)))
    const written = this.#writing.then(() => this.#place.writePending(bytes))
    // A full disk fails this entry, not every later one: the caller hears of it, the next writes all of them.
    this.#writing = written.catch(() => undefined)
    return written
  }
}
