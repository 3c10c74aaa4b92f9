/** A line to head office that loses, doubles, delays and reorders messages, and can be cut. */
import { headOfficeBy, HeadOfficeUnreachable, type HeadOffice } from '../../protocol/head-office.ts'
import type { Chance } from './chance.ts'

export interface LineQuality {
  /** Probability that a question, and again that its answer, is lost. */
  loss: number
  /** Probability that a question arrives twice, the second time at any later moment. */
  repeats: number
}

/** What is still under way and will arrive some time. */
export class Late {
  readonly #messages: (() => Promise<unknown>)[] = []
  readonly #chance: Chance

  constructor(chance: Chance) {
    this.#chance = chance
  }

  hold(message: () => Promise<unknown>): void {
    this.#messages.push(message)
  }

  /** Some of it arrives now, in any order; nobody waits for the answers. */
  async deliver(all = false): Promise<void> {
    const count = all ? this.#messages.length : this.#chance.below(3)
    for (let n = 0; n < count && this.#messages.length > 0; n += 1) {
      const [message] = this.#messages.splice(this.#chance.below(this.#messages.length), 1)
      await message?.()
    }
  }
}

export class Line {
  up = true
  readonly #quality: LineQuality
  readonly #chance: Chance
  readonly #late: Late
  readonly headOffice: HeadOffice

  constructor(hub: HeadOffice, quality: LineQuality, chance: Chance, late: Late) {
    this.#quality = quality
    this.#chance = chance
    this.#late = late
    this.headOffice = {
      ...headOfficeBy((method, input) => this.#carry(() => hub[method](input))),
      // Enrolment is not what is played: it goes over no line.
      identify: hub.identify,
      enrol: hub.enrol,
      // Pages of any size: head office answers at most what is asked for.
      pull: (input) => {
        const limit = chance.likely(0.5) ? input.limit : 1 + chance.below(8)
        return this.#carry(() => hub.pull({ ...input, limit }))
      },
    }
  }

  async #carry<T>(ask: () => Promise<T>): Promise<T> {
    const { loss, repeats } = this.#quality
    // Other desks' messages may come in between.
    for (let ticks = this.#chance.below(4); ticks > 0; ticks -= 1) await Promise.resolve()
    if (!this.up || this.#chance.likely(loss)) throw new HeadOfficeUnreachable('lost on the way')
    if (this.#chance.likely(repeats)) {
      if (this.#chance.likely(0.5)) await ask()
      else this.#late.hold(ask)
    }
    const answer = await ask()
    if (!this.up || this.#chance.likely(loss)) throw new HeadOfficeUnreachable('the answer was lost')
    return answer
  }
}
