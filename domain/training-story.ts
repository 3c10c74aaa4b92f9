/** Telling the past of the training branch: whole procedures as the facts that the desk would have recorded. */
import { addBusinessDays, dateAt } from './calendar.ts'
import type { EventDraft } from './events.ts'
import { letterNoOf } from './letter.ts'
import type { Evidence } from './model.ts'
import { trackingCheckDigit } from './tracking.ts'
import { trainingStaff } from './training-staff.ts'
import type { ApplicationKind } from './vocabulary.ts'
import { waitingUntil } from './waiting.ts'

/** A fact to be recorded with this time and person; null: head office. */
export interface ScriptedFact {
  readonly at: number
  readonly by: string | null
  readonly draft: EventDraft
}

interface Subject {
  readonly applicationId: string
  readonly contractNo: string
  readonly loginIds: readonly string[]
  readonly serial: string
}

export type Story = ReturnType<typeof story>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const evidence: Evidence = {
  visitor: 'representative',
  powerOfAttorney: false,
  sealVerified: true,
  identityDocument: 'driversLicence',
  receiptNo: 'K-0001',
  fee: 'accountTransfer',
}

function staffNo(role: 'teller' | 'manager'): string {
  const member = trainingStaff.find((staff) => staff.role === role)
  if (member === undefined) throw new Error(`the training branch has no ${role}`)
  return member.staffNo
}

export function story(branchNo: string) {
  const teller = staffNo('teller')
  const manager = staffNo('manager')

  function intoStock(at: number, serials: readonly string[]): ScriptedFact[] {
    return serials.map((serial) => ({
      at,
      by: manager,
      draft: {
        type: 'FobMoved',
        v: 1,
        data: { serial, from: 'received', to: 'stock', reference: null, flag: null },
      },
    }))
  }

  function applied(
    at: number,
    subject: Omit<Subject, 'serial'> & {
      readonly kind: ApplicationKind
      readonly relatedSerial: string | null
    },
  ): ScriptedFact[] {
    const { applicationId, contractNo, loginIds, kind, relatedSerial } = subject
    const startDate = startDateOf(at)
    const requestId = `${applicationId}-r`
    return [
      {
        at,
        by: teller,
        draft: {
          type: 'ApplicationSubmitted',
          v: 1,
          data: {
            applicationId,
            kind,
            contractNo,
            branchNo,
            loginIds: [...loginIds],
            startDate,
            delivery: 'mail',
            evidence,
            relatedSerial,
          },
          personal: { memo: '' },
        },
      },
      {
        at,
        by: teller,
        draft: {
          type: 'ApprovalRequested',
          v: 1,
          data: { requestId, askedBy: teller, proposal: { kind: 'application', applicationId, flags: [] } },
        },
      },
    ]
  }

  function approved(at: number, applicationId: string, ties: TieOf[]): ScriptedFact[] {
    const requestId = `${applicationId}-r`
    return [
      {
        at,
        by: manager,
        draft: {
          type: 'ApprovalGiven',
          v: 1,
          data: { requestId, askedBy: teller, overTheShoulder: false },
          personal: { memo: '' },
        },
      },
      {
        at,
        by: manager,
        draft: { type: 'ApplicationApproved', v: 1, data: { applicationId, requestId, ties } },
      },
    ]
  }

  /** From the application to the mailed fob, and to its registration if `activated`. */
  function issued(at: number, subject: Subject & { readonly activated: boolean }): ScriptedFact[] {
    const { applicationId, contractNo, loginIds, serial } = subject
    const issuanceId = `${applicationId}-i`
    const ties = tiesOf(subject, startDateOf(at), issuanceId)
    const chipSerial = `8659610${serial}`
    const tenDigits = `10${serial}`
    const trackingNo = `${tenDigits}${trackingCheckDigit(tenDigits)}`
    const by = teller
    const facts: ScriptedFact[] = [
      ...applied(at, { applicationId, contractNo, loginIds, kind: 'new', relatedSerial: null }),
      ...approved(at + HOUR_MS, applicationId, []),
      {
        at: at + 2 * HOUR_MS,
        by,
        draft: { type: 'IssuanceStarted', v: 1, data: { issuanceId, applicationId, serial, chipSerial } },
      },
      {
        at: at + 2 * HOUR_MS,
        by,
        draft: {
          type: 'FobIssued',
          v: 1,
          data: {
            issuanceId,
            applicationId,
            contractNo,
            serial,
            algorithm: 'sha1',
            driftSteps: 0,
            provenStep: 0,
            keyId: 'training',
            ties,
          },
        },
      },
      {
        at: at + 2 * HOUR_MS,
        by: null,
        draft: { type: 'SeedBoxReceived', v: 1, data: { issuanceId, serial } },
      },
      {
        at: at + 3 * HOUR_MS,
        by,
        draft: {
          type: 'EnvelopeSealed',
          v: 1,
          data: { applicationId, serial, letterNo: letterNoOf(issuanceId) },
        },
      },
      {
        at: at + 3 * HOUR_MS,
        by,
        draft: {
          type: 'FobDispatched',
          v: 1,
          data: { applicationId, serial, service: 'simplifiedRegistered', trackingNo },
        },
      },
    ]
    return subject.activated ? [...facts, ...activated(at + 9 * DAY_MS, subject, ties)] : facts
  }

  /** An approved 共有 and the registration of the colleague's fob. */
  function shared(at: number, subject: Subject): ScriptedFact[] {
    const { applicationId, contractNo, loginIds, serial } = subject
    const ties = tiesOf(subject, startDateOf(at), `${applicationId}-r`)
    return [
      ...applied(at, { applicationId, contractNo, loginIds, kind: 'sharing', relatedSerial: serial }),
      ...approved(at + HOUR_MS, applicationId, ties),
      ...activated(at + 9 * DAY_MS, subject, ties),
    ]
  }

  function revoked(
    at: number,
    { loginId, applicationId, serial }: { loginId: string; applicationId: string; serial: string },
  ): ScriptedFact[] {
    const tieId = `${applicationId}-i-t0`
    const revocation = { loginId, tieId, serial, at, waitingUntil: waitingUntil(at) }
    return [
      {
        at,
        by: teller,
        draft: {
          type: 'UsersRevoked',
          v: 1,
          data: { revocations: [revocation], reason: 'fault', requestId: null },
          personal: { memo: '表示が薄いとのお申し出' },
        },
      },
    ]
  }

  function stopped(at: number, { loginId, serial }: { loginId: string; serial: string }): ScriptedFact[] {
    const data = { loginIds: [loginId], serial, cause: 'failures' as const }
    return [{ at, by: null, draft: { type: 'UsersStopped', v: 1, data } }]
  }

  return { intoStock, applied, issued, shared, revoked, stopped }
}

type TieOf = Extract<EventDraft, { type: 'FobIssued' }>['data']['ties'][number]

function startDateOf(at: number): string {
  return addBusinessDays(dateAt(at), 5)
}

function tiesOf({ applicationId, loginIds, serial }: Subject, startDate: string, madeBy: string): TieOf[] {
  return loginIds.map((loginId, index) => ({
    loginId,
    tie: { tieId: `${madeBy}-t${index}`, applicationId, serial, startDate },
  }))
}

/** Registered by the customer; head office saw it. */
function activated(at: number, { applicationId, serial }: Subject, ties: readonly TieOf[]): ScriptedFact[] {
  return ties.map(({ loginId, tie: { tieId } }) => ({
    at,
    by: null,
    draft: {
      type: 'UserActivated',
      v: 1,
      data: {
        loginId,
        serial,
        tieId,
        applicationId,
        step: Math.floor(at / 60_000),
        atCounter: false,
        crossedWith: null,
      },
    },
  }))
}
