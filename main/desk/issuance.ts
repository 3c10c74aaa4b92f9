/**
 * 発行, as a journaled procedure: that a write begins is durable before the chip is touched, that it was proven
 * is durable before the programmer process may go. A crash in between leaves a begun issuance, which the next
 * opening voids.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { modelOfChip } from '../../domain/fob-models.ts'
import { refuse } from '../../domain/refuse.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import type { IssuanceState } from '../../preload/contract/views.ts'
import { program, type Commands, type Who } from './commands.ts'
import type { Effects } from './ports.ts'
import type { IssuanceMessage, ProgrammerHost } from './programmer-host.ts'
import type { Store } from './store.ts'

type Running = NonNullable<IssuanceState['running']>
type Ended = NonNullable<IssuanceState['last']>
type Message = IssuanceMessage

/** The programmer counts; this is what the screen shows before the first wrong code. */
const CODE_ATTEMPTS = 5
const DISPLAY_SECONDS = 30

export interface IssuanceOptions {
  readonly store: Store
  readonly commands: Commands
  /** undefined: this branch has no way to a reader. */
  readonly programmer: () => ProgrammerHost | undefined
  /** Seeds would be sealed to keys that may not be head office's. */
  readonly hubKeysAltered: boolean
  readonly effects: Effects
  /** Something to show has changed. */
  readonly onChanged: () => void
  /** The journal could not be written. */
  readonly onFailure: (error: unknown) => void
}

export class IssuanceProcedure {
  readonly #options: IssuanceOptions
  #running: Running | null = null
  #who: Who = program
  #last: Ended | null = null
  /** Messages are worked off in their order; each may wait for the journal. */
  #work: Promise<void> = Promise.resolve()
  #starting = false

  constructor(options: IssuanceOptions) {
    this.#options = options
  }

  get running(): Running | null {
    return this.#running
  }

  get last(): Ended | null {
    return this.#last
  }

  get busy(): boolean {
    return this.#running !== null || this.#starting
  }

  /** `serial`: the label as typed or scanned; '' = what the lot says for the chip on the reader. */
  async begin(
    { applicationId, serial }: { readonly applicationId: string; readonly serial: string },
    who: Who,
  ): Promise<{ readonly ok: true; readonly issuanceId: string } | Refusal> {
    if (this.busy) return refuse('ISSUANCE_RUNNING')
    if (this.#options.hubKeysAltered) return refuse('HUB_KEYS_ALTERED')
    if (this.#options.programmer()?.importing === true) return refuse('PSKC_BUSY')
    this.#starting = true
    try {
      return await this.#begin(applicationId, serial, who)
    } finally {
      this.#starting = false
    }
  }

  async #begin(
    applicationId: string,
    typed: string,
    who: Who,
  ): Promise<{ readonly ok: true; readonly issuanceId: string } | Refusal> {
    const { store, commands, programmer, effects, onChanged } = this.#options
    const chip = this.#chipOnReader()
    if (!chip.ok) return chip
    const { chipSerial } = chip
    const issuanceId = effects.newId()
    const serial = typed === '' ? (store.state.serialOfChip(chipSerial) ?? '') : typed
    if (serial === '') return refuse('FOB_NOT_IN_LOT')
    const model = modelOfChip(chipSerial) ?? ''
    const started = await commands.run(
      { type: 'startIssuance', issuanceId, applicationId, serial, chipSerial, model },
      who,
    )
    if (!started.ok) return started
    const printed = started.made['serial'] ?? serial
    this.#running = {
      issuanceId,
      applicationId,
      serial: printed,
      step: 'started',
      attemptsLeft: CODE_ATTEMPTS,
      startedAt: store.now(),
    }
    this.#who = who
    this.#last = null
    programmer()?.issue(
      {
        type: 'issue',
        issuanceId,
        serial: printed,
        chipSerial,
        algorithm: store.state.policy().otpAlgorithm,
        displaySeconds: DISPLAY_SECONDS,
        // The rules have judged the clock a moment ago (`startIssuance`).
        clockPermitted: true,
      },
      {
        onMessage: (message) => this.#enqueue(() => this.#receive(message)),
        onCrash: () =>
          this.#enqueue(() =>
            this.#void(issuanceId, { step: 'unknown', code: 'PROGRAMMER_CRASHED', ambiguous: true }),
          ),
      },
    )
    onChanged()
    return { ok: true, issuanceId }
  }

  #chipOnReader(): { readonly ok: true; readonly chipSerial: string } | Refusal {
    const { readers: all = [], faults = [] } = this.#options.programmer() ?? {}
    const readers = all.filter(({ connected }) => connected)
    // With another way open, a closed one is no reason: only the reader is missing.
    const [fault] = faults.length === 2 ? faults : []
    if (readers.length === 0) return fault === undefined ? refuse('NO_READER') : refuse(fault)
    for (const { fob } of readers) {
      if (fob === null) continue
      return 'refused' in fob ? refuse(fob.refused) : { ok: true, chipSerial: fob.chipSerial }
    }
    const problems = readers.map(({ problem }) => problem)
    const [problem = null] = problems
    return problem === null || problems.includes(null) ? refuse('NO_FOB') : refuse(problem)
  }

  /** Rule 8: ties a fob seeded at the factory, in one commit and without a reader. */
  async assign(
    { applicationId, serial }: { readonly applicationId: string; readonly serial: string },
    who: Who,
  ): Promise<{ readonly ok: true; readonly issuanceId: string } | Refusal> {
    if (this.busy) return refuse('ISSUANCE_RUNNING')
    const { commands, effects, onChanged } = this.#options
    const issuanceId = effects.newId()
    this.#starting = true
    try {
      const issued = await commands.run(
        { type: 'issueFactorySeeded', issuanceId, applicationId, serial },
        who,
      )
      if (!issued.ok) return issued
      this.#last = {
        issuanceId,
        applicationId,
        serial: issued.made['serial'] ?? serial,
        ok: true,
        driftSteps: 0,
        refusal: null,
        rewriteNeeded: false,
        assigned: true,
      }
    } finally {
      this.#starting = false
    }
    onChanged()
    return { ok: true, issuanceId }
  }

  /** The code that the teller reads off the fob. */
  code(issuanceId: string, typed: string): { readonly ok: true } | Refusal {
    const running = this.#running
    if (running === null || running.issuanceId !== issuanceId) return refuse('ISSUANCE_UNKNOWN')
    const code = typed.normalize('NFKC').replace(/\s/g, '')
    if (!/^[0-9]{6}$/.test(code)) return refuse('CODE_FORM')
    if (running.step !== 'awaitingCode') return refuse('ISSUANCE_RUNNING')
    // The fob's clock was set from this PC's, so the code is judged by the PC's too.
    this.#options.programmer()?.code(issuanceId, code, this.#options.effects.now())
    return { ok: true }
  }

  cancel(issuanceId: string): { readonly ok: true } | Refusal {
    if (this.#running?.issuanceId !== issuanceId) return refuse('ISSUANCE_UNKNOWN')
    this.#options.programmer()?.cancel(issuanceId)
    return { ok: true }
  }

  /** Ends what runs, whatever the programmer still says: the lock waits no longer. */
  async abandon(): Promise<void> {
    const running = this.#running
    if (running === null) return
    this.#enqueue(() =>
      this.#void(running.issuanceId, { step: 'unknown', code: 'CANCELLED', ambiguous: true }),
    )
    await this.#work
  }

  /** Resolves when every message received so far is worked off. */
  settled(): Promise<void> {
    return this.#work
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      const running = this.#running
      this.#running = null
      // Its end cannot be recorded now: the process must go all the same, or the next order would reach it.
      if (running !== null) this.#options.programmer()?.acknowledge(running.issuanceId)
      this.#options.onFailure(error)
    })
  }

  async #receive(message: Message): Promise<void> {
    const running = this.#running
    if (running === null || running.issuanceId !== message.issuanceId) return
    switch (message.type) {
      case 'progress':
        this.#show({ ...running, step: message.step })
        return
      case 'codeRefused':
        this.#show({ ...running, attemptsLeft: message.attemptsLeft })
        return
      case 'proved':
        return this.#proved(running, message)
      case 'failed': {
        const { issuanceId, step, code, ambiguous } = message
        return this.#void(issuanceId, { step, code, ambiguous })
      }
      default:
        assertNever(message)
    }
  }

  #show(running: Running): void {
    this.#running = running
    this.#options.onChanged()
  }

  async #proved(running: Running, message: Extract<Message, { type: 'proved' }>): Promise<void> {
    const { issuanceId, driftSteps, provenStep, keyId, box } = message
    this.#show({ ...running, step: 'proved' })
    const recorded = await this.#options.commands.run(
      { type: 'recordIssuance', issuanceId, driftSteps, provenStep, keyId, box },
      this.#who,
    )
    const refusal = recorded.ok ? null : recorded
    this.#end(running, { ok: recorded.ok, driftSteps, refusal, rewriteNeeded: !recorded.ok })
  }

  async #void(
    issuanceId: string,
    { step, code, ambiguous }: { readonly step: string; readonly code: EndCode; readonly ambiguous: boolean },
  ): Promise<void> {
    const running = this.#running
    if (running === null || running.issuanceId !== issuanceId) return
    await this.#options.commands.run({ type: 'voidIssuance', issuanceId, step, code, ambiguous }, this.#who)
    const refusal = refuse(code, code === 'CLOCK_NOT_TRUSTED' ? { offset: this.#clockOffset() } : {})
    this.#end(running, { ok: false, driftSteps: 0, refusal, rewriteNeeded: ambiguous })
  }

  /** Seconds to a tenth; '―' where it was never measured. */
  #clockOffset(): number | string {
    const { offsetMs } = this.#options.store.projection.facts.clock
    return offsetMs === null ? '―' : Math.round(offsetMs / 100) / 10
  }

  #end(
    { issuanceId, applicationId, serial }: Running,
    {
      ok,
      driftSteps,
      refusal,
      rewriteNeeded = false,
    }: {
      readonly ok: boolean
      readonly driftSteps: number
      readonly refusal: Refusal | null
      /** The chip may hold a seed that nobody has proven. */
      readonly rewriteNeeded?: boolean
    },
  ): void {
    this.#running = null
    this.#who = program
    const shown = refusal === null ? null : { code: refusal.code, detail: { ...refusal.detail } }
    this.#last = { issuanceId, applicationId, serial, ok, driftSteps, refusal: shown, rewriteNeeded }
    this.#options.programmer()?.acknowledge(issuanceId)
    this.#options.onChanged()
  }
}

type EndCode = Extract<Message, { type: 'failed' }>['code']

/** After a crash or a power cut: what was begun and neither proven nor voided. Nobody knows what the chip holds. */
export async function voidUnfinished(store: Store, commands: Commands): Promise<void> {
  for (const issuanceId of store.projection.tables.startedIssuances()) {
    await commands.run(
      { type: 'voidIssuance', issuanceId, step: 'unknown', code: 'PROGRAMMER_CRASHED', ambiguous: true },
      program,
    )
  }
}
