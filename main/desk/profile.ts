/**
 * Whose store this is: read before anybody can sign in, so it lies in the clear and holds nothing secret. The
 * journal binds realm and store id into every frame, so a changed profile opens nothing.
 */
import { z } from 'zod'
import { realm } from '../../domain/vocabulary.ts'

const pinnedKey = z.strictObject({ keyId: z.string(), publicKey: z.string().regex(/^[0-9a-f]{64}$/) })

const profileSchema = z.strictObject({
  format: z.literal(1),
  realm,
  storeId: z.string().min(1).max(64),
  /** As named by head office. */
  device: z.string().min(1).max(64),
  branchNo: z.string().min(1).max(64),
  branchName: z.string().max(100),
  /** Devices that this store was before it was restored, and what the keyring calls them. */
  formerDevices: z
    .array(z.strictObject({ device: z.string().min(1).max(64), keyringDevice: z.string().min(1).max(64) }))
    .optional(),
  /** Where head office was reached at enrolment, `https://host:port`; the training head office has none. */
  headOfficeAddress: z.string().max(300).optional(),
  /** Head office's keys, pinned at enrolment: Ed25519 and X25519, raw, hex. */
  hubSigning: pinnedKey,
  hubSealing: pinnedKey,
  /** Keys that are about to take their place: they do when the journal says so (`hub-pins.ts`). */
  hubNext: z.strictObject({ hubSigning: pinnedKey, hubSealing: pinnedKey }).optional(),
})
export type Profile = z.infer<typeof profileSchema>

export function formatProfile(profile: Profile): string {
  return `${JSON.stringify(profileSchema.parse(profile), null, 2)}\n`
}

/** undefined: not a profile of this program. */
export function parseProfile(text: string): Profile | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // A file cut short reads like any other that is not ours.
    return undefined
  }
  const parsed = profileSchema.safeParse(json)
  return parsed.success ? parsed.data : undefined
}

export function keyBytes(hexadecimal: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexadecimal, 'hex'))
}
