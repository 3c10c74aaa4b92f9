/**
 * What main and the training process (emulated reader and fobs, 研修モード) say to each other. No APDU and no
 * seed passes here: the programmer process speaks to the emulated reader over a local socket of its own.
 */
import { z } from 'zod'
import { chipSerial, nowOffsetMs, printedSerial } from '../messages.ts'

/**
 * Faults a trainer can arm. `removeAfter…`: the fob is lifted off right after it has carried out that step,
 * its answer lost; such a fault fires once. The others hold until `none`: `wrongPadding` makes the fob refuse
 * the seed, `wrongClock` sets its clock 15 min ahead (no code will be right), `driftingClock` 90 s ahead (right,
 * with a drift), `silent` makes the reader never answer.
 */
const trainingFault = z.enum([
  'none',
  'removeAfterInfo',
  'removeAfterChallenge',
  'removeAfterAnswer',
  'removeAfterConfig',
  'removeAfterSeed',
  'lockedKey',
  'wrongPadding',
  'wrongClock',
  'driftingClock',
  'unknownModel',
  'silent',
])
export type TrainingFault = z.infer<typeof trainingFault>

/** `seeded`: holds a seed nobody else knows, like a fob issued elsewhere; `locked`: refuses its key for good. */
const trainingFobState = z.enum(['blank', 'seeded', 'locked'])

/** `state` is how a fob looks that the training file does not know yet; a known one stays as it was. */
const trainingFob = z.strictObject({ chipSerial, printedSerial, state: trainingFobState })
export type TrainingFob = z.infer<typeof trainingFob>

const fobList = z.array(trainingFob).max(5000)

export const toTraining = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    /** Local socket (named pipe on Windows) on which the programmer process finds the reader. */
    socketPath: z.string().min(1),
    /**
     * Existing folder for `fobs.TRAINING-ONLY.json`: the training chips' seeds and clocks in plain text, so that
     * a fob issued yesterday still shows codes today.
     */
    folder: z.string().min(1),
    fobs: fobList,
    nowOffsetMs: nowOffsetMs.optional(),
  }),
  /** The training clock has been put on; the fobs' clocks go with it. */
  z.strictObject({ type: z.literal('clock'), nowOffsetMs }),
  /** Fobs that have come into being since, e.g. by a training delivery. */
  z.strictObject({ type: z.literal('addFobs'), fobs: fobList }),
  z.strictObject({ type: z.literal('listFobs') }),
  /** Lay a fob on the reader, instead of the one that lies there. */
  z.strictObject({ type: z.literal('place'), chipSerial }),
  z.strictObject({ type: z.literal('remove') }),
  z.strictObject({ type: z.literal('plug') }),
  z.strictObject({ type: z.literal('unplug') }),
  z.strictObject({ type: z.literal('fault'), kind: trainingFault }),
  /** Press a fob's button: answered by `display`. Any fob, also one that a "customer" holds. */
  z.strictObject({ type: z.literal('press'), chipSerial }),
])
export type ToTraining = z.infer<typeof toTraining>

const display = z.strictObject({
  chipSerial,
  /** What the fob shows; null: no seed in it. */
  code: z
    .string()
    .regex(/^[0-9]{6}$/)
    .nullable(),
  /** When the shown code changes, Unix milliseconds by the training clock. */
  changesAt: z.int().nonnegative(),
})
export type TrainingDisplay = z.infer<typeof display>

export const fromTraining = z.discriminatedUnion('type', [
  /** The process listens; sent once at its start. */
  z.strictObject({ type: z.literal('ready') }),
  /** The socket is open. `storeReset`: the file in `folder` was unreadable, was set aside, and the fobs are as new. */
  z.strictObject({ type: z.literal('started'), storeReset: z.boolean() }),
  z.strictObject({
    type: z.literal('fobs'),
    fobs: z.array(
      z.strictObject({
        chipSerial,
        printedSerial,
        /** null: a model the desk does not know. */
        model: z.string().nullable(),
        seeded: z.boolean(),
        locked: z.boolean(),
      }),
    ),
  }),
  /** Sent at every change, and when the placed fob's code changes. */
  z.strictObject({
    type: z.literal('reader'),
    plugged: z.boolean(),
    placed: chipSerial.nullable(),
    fault: trainingFault,
    display: display.nullable(),
  }),
  z.strictObject({ type: z.literal('display'), display }),
  z.strictObject({
    type: z.literal('refused'),
    code: z.enum(['UNKNOWN_FOB', 'SOCKET_UNAVAILABLE']),
  }),
])
export type FromTraining = z.infer<typeof fromTraining>
