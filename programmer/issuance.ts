/**
 * One issuance: write the fob, wait for the code on its display, prove it, seal the seed to the hub. A state
 * machine over the reader port; whatever way it ends, the seed's bytes are overwritten and `ended` is called.
 */
import { verifyOtp } from '../domain/otp-window.ts'
import { assertNever } from '../domain/vocabulary.ts'
import { wipe } from '../protocol/bytes.ts'
import { sealSeed } from '../protocol/seed-box.ts'
import { freshSeed } from './fresh-seed.ts'
import type { FromProgrammer, IssuanceStep, ProgrammerFailureCode, ToProgrammer } from './messages.ts'
import type { Reader } from './reader.ts'
import type { FobIdentity } from './token2/info.ts'
import { writeFob } from './token2/procedure.ts'

export type IssueOrder = Extract<ToProgrammer, { type: 'issue' }>
type CodeEntry = Extract<ToProgrammer, { type: 'code' }>

/** Codes that may be wrong before the write counts as failed (ours). */
const CODE_ATTEMPTS = 5

/** Steps looked at on either side when the code proves the seed; what is found is the measured drift (ours). */
const PROOF_WINDOW = 2

export interface IssuanceContext {
  /** The desk's device id. */
  readonly device: string
  readonly hubKey: { readonly keyId: string; readonly publicKey: Uint8Array }
  /** Unix milliseconds. */
  readonly now: () => number
  readonly send: (message: FromProgrammer) => void
  /** The fob has its seed, or never will: from here on no APDU is exchanged. */
  readonly written: () => void
  readonly ended: () => void
}

export interface Issuance {
  enterCode(entry: CodeEntry): Promise<void>
  cancel(): void
}

type State =
  | { readonly status: 'writing'; cancelled: boolean }
  | {
      readonly status: 'awaitingCode'
      readonly identity: FobIdentity
      readonly clockSetAt: number
      attemptsLeft: number
    }
  | { readonly status: 'sealing' }
  | { readonly status: 'ended' }

/**
 * Starts the issuance on the fob that lies on `reader`; everything else is told by messages.
 * An exception from here is a bug and must end the process, which ends the issuance too.
 */
export function startIssuance(order: IssueOrder, reader: Reader, context: IssuanceContext): Issuance {
  const { issuanceId, serial, algorithm } = order
  const seed = freshSeed(algorithm)
  let state: State = { status: 'writing', cancelled: false }

  function end(message: FromProgrammer): void {
    wipe(seed)
    state = { status: 'ended' }
    context.send(message)
    context.ended()
  }

  function fail(step: IssuanceStep, code: ProgrammerFailureCode, ambiguous: boolean): void {
    end({ type: 'failed', issuanceId, step, code, ambiguous })
  }

  async function write(writing: Extract<State, { status: 'writing' }>): Promise<void> {
    const outcome = await writeFob(
      reader,
      { chipSerial: order.chipSerial, algorithm, displaySeconds: order.displaySeconds, seed },
      {
        now: context.now,
        reached: (step) => context.send({ type: 'progress', issuanceId, step }),
        cancelled: () => writing.cancelled,
      },
    )
    context.written()
    if (!outcome.ok) return fail(outcome.step, outcome.code, outcome.ambiguous)
    if (writing.cancelled) return fail('prove', 'CANCELLED', true)
    const { identity, clockSetAt } = outcome
    state = { status: 'awaitingCode', identity, clockSetAt, attemptsLeft: CODE_ATTEMPTS }
    context.send({ type: 'progress', issuanceId, step: 'awaitingCode' })
  }

  async function enterCode({ code, at }: CodeEntry): Promise<void> {
    // A code typed before the seed is there, or while the last one is being dealt with, proves nothing.
    if (state.status !== 'awaitingCode') return
    const { identity, clockSetAt } = state
    const verdict = verifyOtp({
      seed,
      parameters: { algorithm },
      code,
      nowMs: at,
      lastAcceptedStep: null,
      driftSteps: 0,
      window: PROOF_WINDOW,
    })
    switch (verdict.outcome) {
      case 'accepted': {
        state = { status: 'sealing' }
        const { keyId, publicKey } = context.hubKey
        const box = await sealSeed(publicKey, { serial, issuanceId, device: context.device, keyId }, seed)
        const { chipSerial, model } = identity
        return end({
          type: 'proved',
          issuanceId,
          serial,
          chipSerial,
          model,
          driftSteps: verdict.drift,
          provenStep: verdict.step,
          box,
          keyId,
          clockSetAt,
        })
      }
      case 'wrong':
      case 'used': {
        if (verdict.outcome === 'wrong') state.attemptsLeft -= 1
        const { attemptsLeft } = state
        if (attemptsLeft === 0) return fail('prove', 'CODE_WRONG_TOO_OFTEN', true)
        return context.send({ type: 'codeRefused', issuanceId, outcome: verdict.outcome, attemptsLeft })
      }
      default:
        assertNever(verdict)
    }
  }

  function cancel(): void {
    switch (state.status) {
      case 'writing':
        state.cancelled = true
        return
      case 'awaitingCode':
        return fail('prove', 'CANCELLED', true)
      case 'sealing':
      case 'ended':
        return // The proof came first; main reconciles by what it receives.
      default:
        assertNever(state)
    }
  }

  void write(state)
  return { enterCode, cancel }
}
