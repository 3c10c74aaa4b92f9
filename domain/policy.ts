/** What the institution may set. Defaults are ours where the manual is silent; each says which rule it serves. */
import { z } from 'zod'
import './vocabulary.ts'

export const policySchema = z.strictObject({
  /** Rule 3: wrong OTPs in a row before 停止中. */
  lockThreshold: z.int().min(3).max(20),
  /** Rule 3: wrong OTPs in `longRunDays`, not reset by success. */
  longRunThreshold: z.int().min(5).max(100),
  longRunDays: z.int().min(1).max(365),
  /** Rule 10: business days from today to the earliest 利用開始日 of a mailed fob. */
  mailBusinessDays: z.int().min(1).max(30),
  /** Rule 9: below this remaining life an issuance needs an approval. */
  minimumRemainingMonths: z.int().min(0).max(60),
  /** Rule 9: the replacement list (更新). */
  replacementDays: z.int().min(1).max(365),
  /** Rule 12. Off only where head office has decided so. */
  dualControl: z.boolean(),
  idleLockMinutes: z.int().min(1).max(60),
  /** Rule 6: head office's emergency number, shown while an incident is 本部未反映. */
  emergencyPhone: z.string().min(1).max(20),
  otpAlgorithm: z.enum(['sha1', 'sha256']),
  /** Personal data go so long after the end of a closed contract's last fob. Absent in records before it was set. */
  retentionYears: z.int().min(1).max(30).optional(),
})
export type Policy = z.infer<typeof policySchema>

export const defaultPolicy: Policy = {
  lockThreshold: 5,
  longRunThreshold: 20,
  longRunDays: 30,
  mailBusinessDays: 5,
  minimumRemainingMonths: 12,
  replacementDays: 90,
  dualControl: true,
  idleLockMinutes: 10,
  emergencyPhone: '0120-000-000',
  otpAlgorithm: 'sha1',
}
