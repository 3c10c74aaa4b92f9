/**
 * Idempotency-Key: a call that was cut off can be made again without being carried out twice. The same key with
 * the same request gives the same answer, with another request it is refused. Kept for 24 hours, and only as
 * hashes of key and request: a body holds a code.
 */
import { refuse } from '../../../domain/refuse.ts'
import { hex, sha256, utf8 } from '../../../protocol/bytes.ts'
import type { Hub } from '../../hub.ts'
import { refusedCall, type Outcome } from './outcome.ts'

const KEY_LABEL = utf8('fobdesk/idempotency-key/1\0')
const REQUEST_LABEL = utf8('fobdesk/idempotent-request/1\0')
const KEPT_MS = 24 * 3_600_000
/** A call that has not ended by then never will: its process is gone. The key may then be used again. */
const RUNNING_MS = 60_000
/** An accepted code is repeated no longer than somebody waits for a login: a key used for years lets nobody in. */
export const CODE_REPLAY_MS = 120_000

export interface IdempotentCall {
  readonly clientId: string
  /** Undefined: the caller sent none; the call is carried out as it is. */
  readonly key: string | undefined
  /** Method, address and body, as one text. */
  readonly request: string
  /** How long its answer may be given again, in milliseconds. Default: as long as it is kept. */
  readonly replayMs?: number
}

/** Runs `call` unless its answer is known already. */
export async function once(
  hub: Hub,
  { clientId, key, request, replayMs = KEPT_MS }: IdempotentCall,
  call: () => Promise<Outcome>,
): Promise<Outcome> {
  if (key === undefined) return call()
  // Without the key, which nobody keeps, the request's hash cannot be tried against all codes.
  const id = digest(KEY_LABEL, clientId, key)
  const requestHash = digest(REQUEST_LABEL, key, request)
  const running = { requestHash, answer: null, replayUntil: 0 }
  const known = await hub.store.claimDocument('idempotentCall', id, running, {
    expiresAt: hub.now() + RUNNING_MS,
  })
  if (known !== null) {
    if (known.requestHash !== requestHash) return refusedCall(refuse('IDEMPOTENCY_KEY_REUSED'), 422)
    if (known.answer === null) return refusedCall(refuse('IDEMPOTENCY_RUNNING'), 409)
    return known.replayUntil > hub.now() ? known.answer : refusedCall(refuse('IDEMPOTENCY_KEY_REUSED'), 422)
  }
  const answer = await call()
  const now = hub.now()
  const row = { requestHash, answer, replayUntil: now + replayMs }
  await hub.store.putDocument('idempotentCall', id, row, { expiresAt: now + KEPT_MS })
  return answer
}

function digest(label: Uint8Array, ...texts: readonly string[]): string {
  return hex(sha256(label, utf8(JSON.stringify(texts))))
}
