/** Carrying out one command: decide on the current state, record the facts or the refusal, answer. */
import type { Command } from '../../domain/commands.ts'
import type { Actor, Context, Decision, Refusal } from '../../domain/decide-types.ts'
import { decide } from '../../domain/decide.ts'
import type { EventDraft } from '../../domain/events.ts'
import type { State } from '../../domain/model.ts'
import type { RoleSigner } from '../../protocol/envelope.ts'
import type { ClockWatch } from '../sync/clock.ts'
import type { Effects } from './ports.ts'
import type { Author } from './seal-drafts.ts'
import type { Decided, Store } from './store.ts'

/** Who gives a command. */
export interface Who {
  /** null: the program itself. */
  readonly actor: Actor | null
  readonly signers: readonly RoleSigner[]
  /** The session's staff number, when a manager acts on somebody else's PC for one item (rule 12). */
  readonly shoulderOf: string | null
  /** 担当者パスワード was checked for this very command. */
  readonly reauthenticated: boolean
}

export const program: Who = { actor: null, signers: [], shoulderOf: null, reauthenticated: false }

export interface CommandOptions {
  /** Default: a fresh one. An import decides twice and must make the same identifiers both times. */
  readonly id?: string
  /** Between decision and commit; a refusal from here is recorded like any other. */
  readonly check?: (events: readonly EventDraft[]) => Refusal | null
  readonly onProgress?: (done: number, total: number) => void
}

export class Commands {
  readonly #store: Store
  readonly #clock: Pick<ClockWatch, 'stepSeen'>
  readonly #effects: Effects

  constructor(store: Store, clock: Pick<ClockWatch, 'stepSeen'>, effects: Effects) {
    this.#store = store
    this.#clock = clock
    this.#effects = effects
  }

  /**
   * The decision, when its events are durable and projected. Serial: the next command decides on what this one
   * left. Rejects with the journal's error only.
   */
  run(command: Command, who: Who, options: CommandOptions = {}): Promise<Decision | Refusal> {
    return this.#store.transact<Decision | Refusal>((state) => {
      const context = this.context(who, options.id, state)
      const decision = decide(command, state, context)
      if (!decision.ok) return refused(command, decision, who, context.now)
      const obstacle = options.check?.(decision.events) ?? null
      if (obstacle !== null) return refused(command, obstacle, who, context.now)
      const { events } = decision
      return {
        drafts: events.map((draft) => ({ draft, at: context.now })),
        author: authorOf(who),
        answer: decision,
        onProgress: (done) => options.onProgress?.(done, events.length),
      }
    })
  }

  /** What the rules would answer, recording only a refusal. */
  preview(command: Command, who: Who, id: string): Promise<Decision | Refusal> {
    return this.#store.transact<Decision | Refusal>((state) => {
      const context = this.context(who, id, state)
      const decision = decide(command, state, context)
      if (!decision.ok) return refused(command, decision, who, context.now)
      return { drafts: [], author: authorOf(who), answer: decision }
    })
  }

  /** Everything a decision may know beside the state. */
  context(who: Who, id: string = this.#effects.newId(), state: State = this.#store.state): Context {
    const { projection, profile } = this.#store
    return {
      now: this.#store.now(),
      actor: who.actor,
      shoulderOf: who.shoulderOf,
      reauthenticated: who.reauthenticated,
      branchNo: profile.branchNo,
      policy: state.policy(),
      id,
      clock: { ...projection.facts.clock, stepSeen: this.#clock.stepSeen() },
    }
  }
}

export function authorOf({ actor, signers }: Who): Author {
  return { by: actor?.staffNo ?? null, signers }
}

function refused(command: Command, refusal: Refusal, who: Who, at: number): Decided<Refusal> {
  return {
    drafts: [{ draft: refusedDraft(command, refusal, who), at }],
    author: authorOf(who),
    answer: refusal,
  }
}

/** Every refused action is a fact too (DOMAIN.md, Roles): who, what, why. */
function refusedDraft(command: Command, refusal: Refusal, who: Who): EventDraft {
  return {
    type: 'ActionRefused',
    v: 1,
    data: {
      command: command.type,
      code: refusal.code,
      subject: subjectOf(command),
      staffNo: who.actor?.staffNo ?? null,
    },
  }
}

const subjectFields = [
  'applicationId',
  'issuanceId',
  'requestId',
  'requestIds',
  'serial',
  'serials',
  'loginId',
  'loginIds',
  'contractNo',
  'staffNo',
  'transferId',
  'taskId',
  'fileName',
] as const

/** What the command was about: the first identifier that it names. */
function subjectOf(command: Command): string {
  for (const field of subjectFields) {
    const value: unknown = Object.hasOwn(command, field) ? Reflect.get(command, field) : undefined
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string' && first !== '') return first
  }
  return ''
}
