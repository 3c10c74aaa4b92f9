import { createHash } from 'node:crypto'
import type { Random } from '../../protocol/bytes.ts'
import { deviceChainOrigin } from '../../protocol/chain.ts'
import {
  openEnvelope,
  sealEnvelope,
  type EnvelopeFields,
  type EventPart,
  type OpenedEvent,
  type SealedEvent,
} from '../../protocol/envelope.ts'

/** Repeatable bytes. */
export function counterRandom(): Random {
  let counter = 0
  return (length) =>
    new Uint8Array(createHash('sha512').update(String(counter++)).digest().subarray(0, length))
}

export const random = counterRandom()

export function sealed(fields: Partial<EnvelopeFields> = {}): SealedEvent {
  return sealEnvelope({
    draft: {
      type: 'FobIssued',
      v: 1,
      data: { serial: '12345678', users: ['u1', 'u2'] },
      personal: { name: 'データ花子' },
      box: new Uint8Array([1, 2, 3]),
    },
    id: 'event-1',
    realm: 'training',
    device: 'desk-1',
    seq: 1,
    prev: deviceChainOrigin('training', 'desk-1').hash,
    at: 1_700_000_000_000,
    by: '10001',
    random,
    ...fields,
  })
}

/** Opens, or fails the test with the code. */
export function opened(bytes: Uint8Array, parts: readonly EventPart[]): OpenedEvent {
  const result = openEnvelope(bytes, parts)
  if (!result.ok) throw new Error(`${result.code} ${result.detail}`)
  return result.value
}
