/** The messages of a PSKC import, part of `programmer/messages.ts`. */
import { z } from 'zod'
import { otpAlgorithm } from '../../domain/vocabulary.ts'
import { pskcFileCodes, pskcRowCodes } from './codes.ts'
import { MAX_KEYS } from './limits.ts'

const importId = z.string().min(1).max(48)
const detail = z.record(z.string().max(32), z.union([z.string().max(200), z.number()]))
const row = z.int().min(1).max(MAX_KEYS)
const shownText = z.string().max(100)

/**
 * Read a PSKC file and seal its seeds. One per process, in place of an issuance. The key or password is the
 * supplier's, as it was typed; it goes this way and never back.
 */
export const importOrder = z.strictObject({
  type: z.literal('import'),
  importId,
  path: z.string().min(1).max(4096),
  credential: z.strictObject({ kind: z.enum(['key', 'password']), text: z.string().min(1).max(1024) }),
})

/** Every fob whose row is right, with its sealed seed, and what is wrong with the others. */
export const imported = z.strictObject({
  type: z.literal('imported'),
  importId,
  /** '' when the container has no identifier. */
  containerId: shownText,
  /** Key packages in the file. */
  packages: z.int().min(1).max(MAX_KEYS),
  /** The hub's key that the boxes are sealed to. */
  keyId: z.string().min(1).max(128),
  fobs: z
    .array(
      z.strictObject({
        row,
        serial: z.string().regex(/^[0-9]{8,12}$/),
        manufacturer: z.string().max(32),
        model: z.string().min(1).max(32),
        /** Unix milliseconds. */
        expiresAt: z.int(),
        algorithm: otpAlgorithm,
        /** What the box is tied to besides the serial. */
        seedId: z.string().min(1).max(64),
        box: z.custom<Uint8Array>(
          (value) => value instanceof Uint8Array && value.length >= 1 && value.length <= 1024,
          { message: 'not a box' },
        ),
      }),
    )
    .max(MAX_KEYS),
  errors: z
    .array(
      z.strictObject({
        row,
        serial: shownText,
        column: z.string().max(32),
        code: z.enum(pskcRowCodes),
        detail,
      }),
    )
    .max(500),
  moreErrors: z.int().nonnegative(),
})

/** The whole file was refused. */
export const importRefused = z.strictObject({
  type: z.literal('importRefused'),
  importId,
  code: z.enum(pskcFileCodes),
  detail,
})
