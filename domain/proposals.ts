/** What may wait for a second person (rule 12). The approver is shown exactly this, before and after. */
import { z } from 'zod'
import { policySchema } from './policy.ts'
import { incidentKind, staffRole } from './vocabulary.ts'

const serial = z.string().regex(/^[0-9]{8,12}$/)
const serials = z.array(serial).min(1).max(2000)

export const proposalSchema = z.discriminatedUnion('kind', [
  /** STEP 1; approval makes it 承認済. `flags` are what the approver must see (duplicate, short life, …). */
  z.strictObject({ kind: z.literal('application'), applicationId: z.string(), flags: z.array(z.string()) }),
  /** Rule 6: the revocation that follows a 事故届. */
  z.strictObject({
    kind: z.literal('incidentRevocation'),
    serial,
    incident: incidentKind,
    loginIds: z.array(z.string()).min(1),
  }),
  z.strictObject({ kind: z.literal('writeOff'), serials, reason: z.string().min(1) }),
  z.strictObject({ kind: z.literal('transfer'), serials, toBranch: z.string().min(1), reason: z.string() }),
  z.strictObject({ kind: z.literal('reseed'), serial, reason: z.string().min(1) }),
  /** Rule 9: issue a fob whose remaining life is below the policy's. */
  z.strictObject({ kind: z.literal('shortLife'), applicationId: z.string(), serial }),
  /** Rule 3: clear the long-run counter. */
  z.strictObject({ kind: z.literal('thresholdReset'), serial, reason: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('staffAdd'),
    staffNo: z.string(),
    name: z.string(),
    role: staffRole,
    deputy: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('staffChange'),
    staffNo: z.string(),
    name: z.string(),
    role: staffRole,
    deputy: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('staffRemove'), staffNo: z.string() }),
  z.strictObject({ kind: z.literal('policy'), changes: policySchema.partial() }),
])
export type Proposal = z.infer<typeof proposalSchema>

export const proposalKind = z.enum(proposalSchema.options.map(({ shape }) => shape.kind.value))
