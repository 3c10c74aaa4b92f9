/** How a call ended, as status and bytes, and how much of a refusal its caller may read. */
import {
  customerActRefusal,
  customerActivationRefusal,
  customerLoginRefusal,
} from '../../../domain/customer-refusals.ts'
import type { Refusal } from '../../../domain/decide-types.ts'
import { sentence } from '../../../domain/refusals.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { ApiClient } from '../../api-clients.ts'

export interface Outcome {
  readonly status: number
  /** JSON. */
  readonly body: string
  /** A refusal that must look like every other: the same bytes, on the beat. */
  readonly uniform: boolean
}

/** Which sentences a customer reads instead of the exact ones. */
export type Kind = 'login' | 'activation' | 'act'
const forCustomer = {
  login: customerLoginRefusal,
  activation: customerActivationRefusal,
  act: customerActRefusal,
} satisfies Record<Kind, (refusal: Refusal) => Refusal>

export function answered(answer: object): Outcome {
  return { status: 200, body: JSON.stringify(answer), uniform: false }
}

/** Staff read the exact reason, customers what leads them on, outsiders that it was refused. */
export function refused(client: ApiClient, refusal: Refusal, kind: Kind): Outcome {
  if (client.scopes.includes('staff')) return told(refusal)
  if (client.scopes.includes('customer')) return told(forCustomer[kind](refusal))
  return uniformRefusal
}

export const REFUSED_STATUS = 403

function told(refusal: Refusal, status = REFUSED_STATUS): Outcome {
  return { status, body: refusalBody(refusal), uniform: false }
}

/** What outsiders get for whatever the reason was. */
const uniformRefusal: Outcome = { ...told(refuse('API_REFUSED')), uniform: true }

/** For a call that was not carried out, whoever made it. */
export const refusedCall = told

export function refusalBody({ code, detail }: Pick<Refusal, 'code' | 'detail'>): string {
  return JSON.stringify(spoken({ code, detail }))
}

/** A code with its sentences. */
export function spoken({ code, detail }: Pick<Refusal, 'code' | 'detail'>) {
  return { code, ja: sentence(code, 'ja', detail), en: sentence(code, 'en', detail) }
}
