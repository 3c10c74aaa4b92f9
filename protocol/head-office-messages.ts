/**
 * How the head-office port crosses a process boundary: one request, one answer with the same id. Bytes pass as
 * they are (structured clone). Both sides parse what they get.
 */
import { z } from 'zod'
import { policySchema } from '../domain/policy.ts'
import { realm, staffRole } from '../domain/vocabulary.ts'

const id = z.int().min(1)

/** First message to a training hub's process. Times of the hub are this PC's plus `nowOffsetMs`. */
export const startTrainingHub = z.strictObject({
  type: z.literal('start'),
  realm: realm.extract(['training']),
  /** Existing folder for the hub's keys and log. Nobody else writes there. */
  folder: z.string().min(1),
  branch: z.strictObject({
    branchNo: z.string().min(1).max(64),
    branchName: z.string().max(100),
    policy: policySchema,
    staff: z
      .array(
        z.strictObject({
          staffNo: z.string().min(1).max(16),
          name: z.string().max(60),
          role: staffRole,
          deputy: z.boolean(),
        }),
      )
      .max(1000),
  }),
  nowOffsetMs: z.int().default(0),
})
export type StartTrainingHub = z.input<typeof startTrainingHub>

/** 研修 runs through days in minutes: from now on the hub's time is this PC's plus `nowOffsetMs`. Not answered. */
export const setTrainingClock = z.strictObject({ type: z.literal('clock'), nowOffsetMs: z.int() })
export type SetTrainingClock = z.infer<typeof setTrainingClock>

/** What the process says of its start; sent once. */
export const trainingHubStarted = z.discriminatedUnion('type', [
  /** `tornBytes`: of a transaction that was cut off at the last end and never counted. */
  z.strictObject({ type: z.literal('started'), tornBytes: z.int() }),
  /** `reason` is for the log: which file, never its content. */
  z.strictObject({ type: z.literal('failed'), reason: z.string() }),
])
export type TrainingHubStarted = z.infer<typeof trainingHubStarted>

/** Beside the port's methods: a code for one more PC, which at a real head office a person hands out. */
export const ISSUE_ENROLMENT_CODE = 'issueEnrolmentCode'
export const enrolmentCodeIssued = z.strictObject({ code: z.string().max(64) })

export const request = z.strictObject({ id, method: z.string().max(64), input: z.unknown() })

/** `error` is a code of `domain/refusals.ts` for a request that could not be carried out at all. */
export const response = z.union([
  z.strictObject({ id, output: z.unknown() }),
  z.strictObject({ id: id.nullable(), error: z.string().max(64) }),
])
export type Response = z.infer<typeof response>
