/**
 * What main and the programmer process say to each other. Both sides parse every message, since neither
 * trusts the other's memory: main must never be handed a seed, the programmer never a stray command.
 * Nothing here carries a seed or the body of an APDU (an APDU trace *is* a seed); the only secret-bearing
 * field is `box`, which the hub alone can open. Times are Unix milliseconds unless the name says otherwise.
 */
import { z } from 'zod'
import { otpAlgorithm, realm } from '../domain/vocabulary.ts'
import { imported, importOrder, importRefused } from './pskc/messages.ts'

/** How a reader is reached: the emulated one, CCID over USB by ourselves, or the system's own smart card service. */
export const transportKind = z.enum(['training', 'usb', 'pcsc'])
export type TransportKind = z.infer<typeof transportKind>

/** Why the programmer could not do what it was asked; each has its sentences in the desk's table. */
export const programmerFailureCode = z.enum([
  'NO_READER',
  'NO_FOB',
  'FOB_REMOVED',
  'FOB_UNKNOWN_MODEL',
  'FOB_LOCKED',
  'FOB_REFUSED_KEY',
  'FOB_OTHER_CHIP',
  'FOB_REFUSED_CONFIG',
  'FOB_REFUSED_SEED',
  'FOB_ANSWER_INVALID',
  'READER_TIMEOUT',
  'READER_FAULT',
  'READER_IN_USE',
  'CODE_WRONG_TOO_OFTEN',
  'CLOCK_NOT_TRUSTED',
  'CANCELLED',
  'PROGRAMMER_CRASHED',
])
export type ProgrammerFailureCode = z.infer<typeof programmerFailureCode>

/** Why a reader that is plugged in cannot be used; it stays listed, so that the screen can say so. */
export const readerProblem = z.enum([
  'READER_NO_PERMISSION',
  'READER_IN_USE',
  'READER_NEEDS_PCSC',
  'READER_FAULT',
])
export type ReaderProblem = z.infer<typeof readerProblem>

/** Why a whole way to readers is closed on this PC. */
export const wayFault = z.enum(['USB_MISSING', 'USB_NO_BUS', 'PCSC_MISSING', 'PCSC_SERVICE_STOPPED'])
export type WayFault = z.infer<typeof wayFault>

/** The steps of an issuance in their order; `identify` is reading who the fob is, `prove` is the displayed code. */
export const issuanceStep = z.enum(['identify', 'authenticate', 'configure', 'seed', 'prove'])
export type IssuanceStep = z.infer<typeof issuanceStep>

/** What the chip answers as its serial: ASCII digits, at most 32 of them are accepted. */
export const chipSerial = z.string().regex(/^[0-9]{7,32}$/)

/** The number printed on the fob's back (DOMAIN.md シリアル番号). */
export const printedSerial = z.string().regex(/^[0-9]{8,12}$/)

const bytes = (min: number, max: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length >= min && value.length <= max, {
    message: 'not as many bytes as expected',
  })
const issuanceId = z.string().min(1).max(64)
const keyId = z.string().min(1).max(128)
const unixMs = z.int().nonnegative()
const unixSeconds = z.int().min(0).max(0xffff_ffff)

/** `path`: the local socket (named pipe on Windows) of the training process. */
const transport = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('training'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('usb') }),
  z.strictObject({ kind: z.literal('pcsc') }),
])
export type Transport = z.infer<typeof transport>

/**
 * The training clock is this PC's plus so many milliseconds (0 when left out), so that a waiting time can be
 * practised without waiting. In a real branch the PC's clock is the clock.
 */
export const nowOffsetMs = z.int()

export const toProgrammer = z.discriminatedUnion('type', [
  /** Begin to watch readers. Sent once; a pre-forked successor idles until its own `start`. */
  z.strictObject({
    type: z.literal('start'),
    realm,
    /** The desk's device id; part of the box's AAD. */
    device: z.string().min(1).max(64),
    /** The hub's pinned X25519 public key, raw. */
    hubKey: z.strictObject({ keyId, publicKey: bytes(32, 32) }),
    nowOffsetMs: nowOffsetMs.optional(),
    /** A training transport goes with realm `training` and with nothing else. */
    transports: z.array(transport).max(4),
  }),
  /** The training clock has been put on. */
  z.strictObject({ type: z.literal('clock'), nowOffsetMs }),
  /** Write and prove a new seed. One per process: it exits when the issuance has ended. */
  z.strictObject({
    type: z.literal('issue'),
    issuanceId,
    serial: printedSerial,
    /** The chip that the delivery lot ties to `serial`; any other is refused. */
    chipSerial,
    algorithm: otpAlgorithm,
    /** How long the fob's display stays on. */
    displaySeconds: z.union([z.literal(15), z.literal(30), z.literal(60), z.literal(120)]),
    /** Main's word that this PC's clock may be written into a fob (ARCHITECTURE.md, Sync). */
    clockPermitted: z.boolean(),
  }),
  /** The code read off the fob, and when it was entered. */
  z.strictObject({
    type: z.literal('code'),
    issuanceId,
    code: z.string().regex(/^[0-9]{6}$/),
    at: unixMs,
  }),
  z.strictObject({ type: z.literal('cancel'), issuanceId }),
  importOrder,
  /**
   * Main has the end (`proved`, `failed`, `imported` or `importRefused`, whose id this is): the process may exit
   * at once instead of after its grace time.
   */
  z.strictObject({ type: z.literal('acknowledge'), issuanceId }),
])
export type ToProgrammer = z.infer<typeof toProgrammer>

const presentFob = z.union([
  z.strictObject({
    chipSerial,
    model: z.string().min(1).max(32),
    /** The fob's own clock, Unix seconds. */
    clock: unixSeconds,
    /** The fob's clock less this PC's, whole seconds. */
    clockOffsetSeconds: z.int(),
  }),
  /** Something lies on the reader that cannot be programmed. */
  z.strictObject({ refused: programmerFailureCode }),
])

/** More than a counter has; what is beyond is not listed. */
export const MAX_READERS = 16

const readerState = z.strictObject({
  name: z.string().min(1).max(200),
  transport: transportKind,
  connected: z.boolean(),
  /** null: the reader is fit for use. */
  problem: readerProblem.nullable(),
  fob: presentFob.nullable(),
})
export type ReaderState = z.infer<typeof readerState>

export const fromProgrammer = z.discriminatedUnion('type', [
  /** The process listens; answered to no message, sent once at its start. */
  z.strictObject({ type: z.literal('ready') }),
  /** Every reader and what lies on it; sent after `start` and at every change. */
  z.strictObject({
    type: z.literal('readers'),
    readers: z.array(readerState).max(MAX_READERS),
    faults: z.array(wayFault).max(4),
  }),
  z.strictObject({
    type: z.literal('progress'),
    issuanceId,
    step: z.enum(['authenticated', 'configured', 'seeded', 'awaitingCode']),
  }),
  /** The seed is in the fob, its display has proven it, and the box is sealed to the hub. */
  z.strictObject({
    type: z.literal('proved'),
    issuanceId,
    serial: printedSerial,
    chipSerial,
    model: z.string().min(1).max(32),
    /** The fob's counter less the desk's, whole 60 s steps. */
    driftSteps: z.int().min(-2).max(2),
    /** RFC 6238 counter of the code that proved the seed: it and all earlier ones are used. */
    provenStep: z.int().nonnegative(),
    /** HPKE box of the seed (`protocol/seed-box.ts`). */
    box: bytes(1, 1024),
    keyId,
    /** What was written into the fob's clock, Unix seconds. */
    clockSetAt: unixSeconds,
  }),
  z.strictObject({
    type: z.literal('codeRefused'),
    issuanceId,
    outcome: z.enum(['wrong', 'used']),
    attemptsLeft: z.int().nonnegative(),
  }),
  /**
   * The issuance ended without a proof. `ambiguous`: the chip may hold a half-written or unproven seed, so
   * this issuance is void and the fob needs a new one.
   */
  z.strictObject({
    type: z.literal('failed'),
    issuanceId,
    step: issuanceStep,
    code: programmerFailureCode,
    ambiguous: z.boolean(),
  }),
  imported,
  importRefused,
])
export type FromProgrammer = z.infer<typeof fromProgrammer>
