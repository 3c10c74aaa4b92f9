/**
 * Failed sign-ins that outlive the program, in a small file sealed by the machine secret. Two things: what must be
 * recorded as soon as somebody opens the journal, or guessing while the desk is closed would leave no trace; and
 * how many attempts each number has had, or ending the program would end the wait.
 */
import { z } from 'zod'
import type { EventDraft } from '../../domain/events.ts'
import { utf8 } from '../../protocol/bytes.ts'
import type { MachineSeal, StorePlace } from './ports.ts'
import { delayAfter } from './sign-in-delay.ts'

/** More than this many would be a flood; the oldest stand for the rest. */
const MAX_PENDING = 500
/** Numbers that are counted at the same time; see `makeRoom`. */
const MAX_COUNTED = 500

const failedSignIn = z.strictObject({ staffNo: z.string(), code: z.string(), at: z.int() })
const countedNumber = z.strictObject({ staffNo: z.string(), attempts: z.int().min(1), last: z.int() })
const fileSchema = z.strictObject({ pending: z.array(failedSignIn), counted: z.array(countedNumber) })

export type FailedSignIn = z.infer<typeof failedSignIn>

interface Kept {
  pending: FailedSignIn[]
  /** By staff number: attempts since the last right one, and the time of the latest, ms. */
  readonly counted: Map<string, { attempts: number; last: number }>
}

export class FailedSignIns {
  readonly #place: Pick<StorePlace, 'readPending' | 'writePending'>
  readonly #seal: MachineSeal
  #kept: Kept | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(place: Pick<StorePlace, 'readPending' | 'writePending'>, seal: MachineSeal) {
    this.#place = place
    this.#seal = seal
  }

  /** How long this number must still wait, ms; 0: it may be tried. */
  async wait(staffNo: string, now: number): Promise<number> {
    const known = (await this.#read()).counted.get(staffNo)
    if (known === undefined) return 0
    // A clock put back must not shut a person out until it has caught up: the wait begins anew.
    if (known.last > now) known.last = Math.round(now)
    return Math.max(0, known.last + delayAfter(known.attempts) - now)
  }

  /**
   * Counts an attempt before it is made, durable when it resolves: ending the program between the answer and its
   * record would otherwise be a free guess.
   */
  async begin(staffNo: string, now: number): Promise<void> {
    const { counted } = await this.#read()
    const attempts = (counted.get(staffNo)?.attempts ?? 0) + 1
    if (attempts === 1) makeRoom(counted)
    counted.set(staffNo, { attempts, last: Math.round(now) })
    await this.#write()
  }

  /** The attempt was right: nothing is counted against this number any more. */
  async right(staffNo: string): Promise<void> {
    if ((await this.#read()).counted.delete(staffNo)) await this.#write()
  }

  /** One to be recorded; durable when it resolves. */
  async add(failed: FailedSignIn): Promise<void> {
    const { pending } = await this.#read()
    if (pending.length >= MAX_PENDING) return
    pending.push(failed)
    await this.#write()
  }

  /** Those that wait to be recorded, oldest first, as facts with their time. */
  async drafts(): Promise<readonly { readonly draft: EventDraft; readonly at: number }[]> {
    const { pending } = await this.#read()
    return pending.map(({ staffNo, code, at }) => ({
      draft: { type: 'SignInFailed', v: 1, data: { staffNo: staffNo.slice(0, 16), code } },
      at,
    }))
  }

  /** They stand in the journal now. */
  async recorded(): Promise<void> {
    const kept = await this.#read()
    if (kept.pending.length === 0) return
    kept.pending = []
    await this.#write()
  }

  async #read(): Promise<Kept> {
    this.#kept ??= this.#parse(await this.#place.readPending())
    return this.#kept
  }

  /** A damaged or foreign file is itself worth an entry. */
  #parse(sealed: Uint8Array | undefined): Kept {
    if (sealed === undefined) return { pending: [], counted: new Map() }
    const plain = this.#seal.open(sealed)
    if (plain === undefined) {
      return { pending: [{ staffNo: '-', code: 'RECORD_UNREADABLE', at: 0 }], counted: new Map() }
    }
    const { pending, counted } = fileSchema.parse(JSON.parse(Buffer.from(plain).toString('utf8')))
    return {
      pending,
      counted: new Map(counted.map(({ staffNo, attempts, last }) => [staffNo, { attempts, last }])),
    }
  }

  #write(): Promise<void> {
    const written = this.#writing.then(() => this.#place.writePending(this.#sealed()))
    // A full disk fails this entry, not every later one: the caller hears of it, the next writes all of them.
    this.#writing = written.catch(() => undefined)
    return written
  }

  #sealed(): Uint8Array | undefined {
    if (this.#kept === undefined) return undefined
    const { pending, counted } = this.#kept
    if (pending.length === 0 && counted.size === 0) return undefined
    const file: z.infer<typeof fileSchema> = {
      pending,
      counted: [...counted].map(([staffNo, known]) => ({ staffNo, ...known })),
    }
    return this.#seal.seal(utf8(JSON.stringify(file)))
  }
}

/** Threat: made-up numbers could push out the one that is being guessed. The least tried goes first. */
function makeRoom(counted: Kept['counted']): void {
  if (counted.size < MAX_COUNTED) return
  const [least] = [...counted].reduce((a, b) => (b[1].attempts < a[1].attempts ? b : a))
  counted.delete(least)
}
