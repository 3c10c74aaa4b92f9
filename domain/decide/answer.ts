/** The two answers of a decision, and the sheet on which several facts in a row are tried out. */
import type { Context, Decision, Refusal } from '../decide-types.ts'
import { evolve } from '../evolve.ts'
import type { EventDraft } from '../events.ts'
import { MemoryState } from '../memory-state.ts'
import type { State } from '../model.ts'

export function done(events: readonly EventDraft[], made: Decision['made'] = {}): Decision {
  return { ok: true, events, made }
}

/** Turns the obstacles found on the way into the answer: the first refusal, else what was recorded. */
export function answer(
  sheet: Sheet,
  obstacle: Refusal | null,
  made: Decision['made'] = {},
): Decision | Refusal {
  return obstacle ?? done(sheet.events, made)
}

/**
 * Facts recorded so far and the state after them: a second approval in one batch must see what the first
 * one did. Nothing leaves the sheet if a later step refuses.
 */
export class Sheet {
  readonly state: MemoryState
  readonly #events: EventDraft[] = []
  readonly #context: Context

  constructor(base: State, context: Context) {
    this.state = new MemoryState(base)
    this.#context = context
  }

  get events(): readonly EventDraft[] {
    return this.#events
  }

  record(...drafts: readonly EventDraft[]): void {
    for (const draft of drafts) {
      this.#events.push(draft)
      // A provisional envelope: only its time and person are read before the event is really recorded.
      const meta = {
        id: this.#context.id,
        realm: 'training',
        device: '',
        seq: 0,
        at: this.#context.now,
        by: this.#context.actor?.staffNo ?? null,
      } as const
      this.state.apply(evolve(this.state, { ...draft, meta }))
    }
  }
}
