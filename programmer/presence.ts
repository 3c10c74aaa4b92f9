import type { Presence } from './reader.ts'

/** A reader's presence with its listeners, as every way to a reader needs it. */
export class PresenceCell {
  #presence: Presence
  readonly #listeners = new Set<(presence: Presence) => void>()

  constructor(presence: Presence) {
    this.#presence = presence
  }

  get(): Presence {
    return this.#presence
  }

  set(presence: Presence): void {
    if (presence !== this.#presence) this.announce(presence)
  }

  /** As `set`, but told even when it reads the same: one fob was exchanged for another between two looks. */
  announce(presence: Presence): void {
    this.#presence = presence
    for (const listener of this.#listeners) listener(presence)
  }

  onChange(listener: (presence: Presence) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
