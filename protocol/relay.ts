/**
 * Relayed events: head office's `EventsRelayed` names events of another device by their hashes; the events
 * themselves come beside the page, in that order, so that every device of a branch has the originals.
 */
import { hex, sha256 } from './bytes.ts'
import { openEnvelope, type OpenedEvent } from './envelope.ts'
import type { WireEvent } from './head-office.ts'
import { done, refuse, type Result } from './result.ts'

/** One original as `EventsRelayed` names it. `hash`: of the envelope's bytes, hex. */
export interface RelayedName {
  readonly seq: number
  readonly hash: string
}

/** SHA-256 of the envelope's bytes, hex. Parts are not in it: they may be dropped on either side. */
export function relayHash(bytes: Uint8Array): string {
  return hex(sha256(bytes))
}

/** As another device gets it: a sealed seed is for head office alone. */
export function withoutBox({ bytes, parts }: WireEvent): WireEvent {
  return { bytes, parts: parts.filter(({ name }) => name !== 'box') }
}

export type RelayCode = 'RELAY_MISMATCH' | 'ENVELOPE_NEWER'

/** The originals, opened, found to be exactly the named ones. A box among them is a mismatch. */
export function openRelayed(
  device: string,
  names: readonly RelayedName[],
  originals: readonly WireEvent[],
): Result<readonly OpenedEvent[], RelayCode> {
  if (originals.length !== names.length) return refuse('RELAY_MISMATCH', `${originals.length} originals`)
  const events: OpenedEvent[] = []
  for (const [index, { seq, hash }] of names.entries()) {
    const original = originals[index]
    if (original === undefined || relayHash(original.bytes) !== hash) {
      return refuse('RELAY_MISMATCH', `${device} ${seq}: other bytes`)
    }
    const opened = openEnvelope(original.bytes, original.parts)
    if (!opened.ok) {
      return opened.code === 'ENVELOPE_NEWER'
        ? refuse('ENVELOPE_NEWER', opened.detail)
        : refuse('RELAY_MISMATCH', `${device} ${seq}: ${opened.code}`)
    }
    const { value } = opened
    if (value.device !== device || value.seq !== seq || value.box !== undefined) {
      return refuse('RELAY_MISMATCH', `${device} ${seq}: ${value.device} ${value.seq}`)
    }
    events.push(value)
  }
  return done(events)
}
