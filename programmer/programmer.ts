/**
 * The programmer process's conduct: it watches the readers, carries out at most one issuance or import, and ends. Its
 * end is the only dependable erase of a seed in JavaScript, so it comes after a failure too.
 */
import { asSeed, SEED_BYTES } from '../domain/otp.ts'
import { assertNever, type Realm } from '../domain/vocabulary.ts'
import { sealSeed } from '../protocol/seed-box.ts'
import { startIssuance, type Issuance, type IssueOrder } from './issuance.ts'
import {
  fromProgrammer,
  toProgrammer,
  type FromProgrammer,
  type ToProgrammer,
  type Transport,
} from './messages.ts'
import type { ParentPort } from '../protocol/parent-port.ts'
import { importPskc, type ImportOrder } from './pskc/import.ts'
import type { ReaderWatcher } from './reader.ts'
import { watchReaders, type ReaderWatch } from './watch.ts'

export interface ProgrammerEffects {
  readonly port: ParentPort
  /** Unix milliseconds. */
  readonly now: () => number
  /** Opens the ways to readers; all at once, because USB must know what PC/SC already holds. */
  readonly connect: (transports: readonly Transport[]) => readonly ReaderWatcher[]
  /** Ends the process. */
  readonly exit: () => void
  /** Calls back once, later. */
  readonly later: (ms: number, callback: () => void) => void
}

/** How long the last message may take to leave the process when main does not acknowledge it. */
const GRACE_MS = 2000

type StartOrder = Extract<ToProgrammer, { type: 'start' }>

type State =
  | { readonly status: 'idle' }
  | { readonly status: 'starting' }
  | { readonly status: 'watching'; readonly start: StartOrder; readonly watch: ReaderWatch }
  | {
      readonly status: 'issuing'
      readonly order: IssueOrder
      readonly watch: ReaderWatch
      issuance: Issuance | undefined
      cancelled: boolean
    }
  | { readonly status: 'importing' }
  /** `id`: of the issuance or import. */
  | { readonly status: 'ended'; readonly id: string }

/** Begins to listen to main. A message main should never send is main's bug: it throws, which ends the process. */
export function runProgrammer({ port, now: pcNow, connect, exit, later }: ProgrammerEffects): void {
  let state: State = { status: 'idle' }
  let realm: Realm | undefined
  let nowOffsetMs = 0

  function now(): number {
    return pcNow() + nowOffsetMs
  }

  function setClock(offset: number): void {
    if (realm !== 'training' && offset !== 0) throw new Error('only the training clock can be put on')
    nowOffsetMs = offset
  }

  function send(message: FromProgrammer): void {
    port.postMessage(fromProgrammer.parse(message))
  }

  async function start(order: StartOrder): Promise<void> {
    if (state.status !== 'idle') throw new Error('start was sent twice')
    state = { status: 'starting' }
    if (order.transports.some(({ kind }) => (kind === 'training') !== (order.realm === 'training'))) {
      throw new Error('training readers and a real branch are never mixed')
    }
    realm = order.realm
    setClock(order.nowOffsetMs ?? 0)
    await sealProbe(order)
    const watch = watchReaders(connect(order.transports), { now, later }, (readers, faults) =>
      send({ type: 'readers', readers, faults }),
    )
    state = { status: 'watching', start: order, watch }
  }

  async function issue(order: IssueOrder): Promise<void> {
    if (state.status !== 'watching') throw new Error('issue was sent before start or twice')
    const { watch, start: startOrder } = state
    const current: Extract<State, { status: 'issuing' }> = {
      status: 'issuing',
      order,
      watch,
      issuance: undefined,
      cancelled: false,
    }
    state = current
    const { issuanceId } = order
    const ended = (): void => end(issuanceId, watch)
    const refuse = (code: 'CLOCK_NOT_TRUSTED' | 'NO_READER' | 'NO_FOB' | 'CANCELLED'): void => {
      send({ type: 'failed', issuanceId, step: 'identify', code, ambiguous: false })
      ended()
    }
    if (!order.clockPermitted) return refuse('CLOCK_NOT_TRUSTED')
    await watch.pause()
    if (current.cancelled) return refuse('CANCELLED')
    const [reader] = watch.candidates(order.chipSerial)
    if (reader === undefined) return refuse('NO_READER')
    if (reader.presence !== 'present') return refuse('NO_FOB')
    current.issuance = startIssuance(order, reader, {
      device: startOrder.device,
      hubKey: startOrder.hubKey,
      now,
      send,
      // The teller lifts the fob to press its button: from here on the readers are watched again.
      written: () => watch.resume(),
      ended,
    })
  }

  async function importFile(order: ImportOrder): Promise<void> {
    if (state.status !== 'watching') throw new Error('import was sent before start or twice')
    const { watch, start: context } = state
    state = { status: 'importing' }
    send(await importPskc(order, context))
    end(order.importId, watch)
  }

  function end(id: string, watch: ReaderWatch): void {
    state = { status: 'ended', id }
    watch.close()
    later(GRACE_MS, exit)
  }

  /** The issuance a message names, if it is the one under way; messages may cross with its end. */
  function issuing(issuanceId: string): Extract<State, { status: 'issuing' }> | undefined {
    return state.status === 'issuing' && state.order.issuanceId === issuanceId ? state : undefined
  }

  function cancel(issuanceId: string): void {
    const current = issuing(issuanceId)
    if (current === undefined) return
    current.cancelled = true
    current.issuance?.cancel()
  }

  async function receive(message: ToProgrammer): Promise<void> {
    switch (message.type) {
      case 'start':
        return start(message)
      case 'clock':
        return setClock(message.nowOffsetMs)
      case 'issue':
        return issue(message)
      case 'import':
        return importFile(message)
      case 'code':
        return issuing(message.issuanceId)?.issuance?.enterCode(message)
      case 'cancel':
        return cancel(message.issuanceId)
      case 'acknowledge':
        return state.status === 'ended' && state.id === message.issuanceId ? exit() : undefined
      default:
        assertNever(message)
    }
  }

  port.on('message', ({ data }) => {
    // A rejection stays unhandled on purpose: it is a bug, and the entry file ends the process on it.
    void receive(toProgrammer.parse(data))
  })
  send({ type: 'ready' })
}

/** A hub key that cannot be sealed to must show before a chip is touched, not after. */
async function sealProbe({ device, hubKey: { keyId, publicKey } }: StartOrder): Promise<void> {
  const context = { serial: '00000000', issuanceId: 'probe', device, keyId }
  await sealSeed(publicKey, context, asSeed(new Uint8Array(SEED_BYTES.sha1)))
}
