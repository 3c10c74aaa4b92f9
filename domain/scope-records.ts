/**
 * The records that `ScopeEntered` carries, as they cross the wire: the shapes of `model.ts`. Names, addresses and
 * memos are blank in `data` and stand in the detachable personal part.
 */
import { z } from 'zod'
import type {
  Application,
  ApprovalRequest,
  Contract,
  Fob,
  Issuance,
  MailItem,
  Transfer,
  User,
} from './model.ts'
import { actingStaff } from './elsewhere.ts'
import { proposalSchema } from './proposals.ts'
import {
  applicationKind,
  applicationStatus,
  contractKind,
  custodyPlace,
  deliveryMethod,
  feePayment,
  identityDocument,
  incidentKind,
  mailService,
  otpAlgorithm,
  revocationReason,
  rosterStatus,
  seedState,
  stopCause,
  tokenKind,
  userRole,
  visitor,
} from './vocabulary.ts'

const text = z.string()
const texts = z.array(text)
const optional = text.nullable()
const instant = z.int()
const blank = z.literal('')

const contract = z.strictObject({
  contractNo: text,
  branchNo: text,
  kind: contractKind,
  status: rosterStatus,
  name: blank,
  kana: blank,
  customerNo: blank,
  accountNo: blank,
  postalCode: blank,
  address1: blank,
  address2: blank,
  phone: blank,
  loginIds: texts,
}) satisfies z.ZodType<Contract>

const tie = z.strictObject({ tieId: text, applicationId: text, serial: optional, startDate: text })
const next = tie.nullable()
const otp = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('unregistered') }),
  z.strictObject({ status: z.literal('tokenIssued'), tie, next }),
  z.strictObject({ status: z.literal('inService'), tie, since: instant, next }),
  z.strictObject({
    status: z.literal('revoked'),
    tie,
    at: instant,
    waitingUntil: instant,
    reason: revocationReason,
    next,
  }),
])

const user = z.strictObject({
  loginId: text,
  contractNo: text,
  name: blank,
  kana: blank,
  role: userRole,
  rosterStatus,
  tokenKind,
  otp,
  stops: z.array(z.strictObject({ cause: stopCause, at: instant, serial: optional })),
}) satisfies z.ZodType<User>

const fob = z.strictObject({
  serial: text,
  chipSerial: text,
  model: text,
  lotNo: text,
  boxNo: text,
  expiresAt: instant,
  branchNo: text,
  custody: z.strictObject({ place: custodyPlace, since: instant, by: optional, reference: optional }),
  seed: z.strictObject({ state: seedState, issuanceId: optional }),
  factorySeed: z.strictObject({ seedId: text, keyId: text, algorithm: otpAlgorithm }).exactOptional(),
  seedAtHub: z.boolean(),
  contractNo: optional,
  loginIds: texts,
  incident: z
    .strictObject({ kind: incidentKind, at: instant, elsewhere: actingStaff.exactOptional() })
    .nullable(),
  reseedNeeded: z.boolean(),
  flags: texts,
}) satisfies z.ZodType<Fob>

const application = z.strictObject({
  applicationId: text,
  kind: applicationKind,
  contractNo: text,
  loginIds: texts,
  startDate: optional,
  delivery: deliveryMethod,
  evidence: z.strictObject({
    visitor,
    powerOfAttorney: z.boolean(),
    sealVerified: z.boolean(),
    identityDocument,
    receiptNo: text,
    fee: feePayment,
  }),
  relatedSerial: optional,
  memo: blank,
  status: applicationStatus,
  branchNo: text,
  requestedBy: text,
  requestedAt: instant,
  decidedBy: optional,
  decisionMemo: blank,
  serial: optional,
  issuanceId: optional,
  issuing: z.strictObject({ issuanceId: text, serial: text }).nullable(),
  sealedAt: instant.nullable(),
  mail: z.strictObject({ service: mailService, trackingNo: text, at: instant }).nullable(),
  letterNo: text,
  shortLifeSerial: optional,
}) satisfies z.ZodType<Application>

const approval = z.strictObject({
  requestId: text,
  proposal: proposalSchema,
  askedBy: text,
  elsewhere: actingStaff.exactOptional(),
  askedAt: instant,
  status: z.enum(['waiting', 'approved', 'returned', 'denied', 'withdrawn']),
  decidedBy: optional,
  decidedAt: instant.nullable(),
  memo: blank,
}) satisfies z.ZodType<ApprovalRequest>

const transfer = z.strictObject({
  transferId: text,
  fromBranch: text,
  toBranch: text,
  serials: texts,
  receivedSerials: texts.nullable(),
}) satisfies z.ZodType<Transfer>

const issuance = z.strictObject({
  issuanceId: text,
  applicationId: text,
  serial: text,
  status: z.enum(['started', 'proven', 'void', 'cancelled']),
  seedBefore: seedState,
}) satisfies z.ZodType<Issuance>

const mail = z.strictObject({
  trackingNo: text,
  applicationId: text,
  serial: text,
  at: instant,
}) satisfies z.ZodType<MailItem>

/** Only the kinds that are there: most often fobs alone, or one contract with what belongs to it. */
export const scopeRecords = z.strictObject({
  contracts: z.array(contract),
  users: z.array(user),
  fobs: z.array(fob),
  applications: z.array(application),
  approvals: z.array(approval),
  transfers: z.array(transfer),
  issuances: z.array(issuance),
  mails: z.array(mail),
})
export type ScopeRecords = z.infer<typeof scopeRecords>

/** The texts of one record that must be droppable, by field. */
export const scopePersonal = z.strictObject({
  texts: z.array(
    z.strictObject({
      kind: z.enum(['contract', 'user', 'application', 'approval']),
      id: text,
      fields: z.record(z.string().max(32), text),
    }),
  ),
})
export type ScopePersonal = z.infer<typeof scopePersonal>
