import { encodeCbor, DEFAULT_MAX_BYTES } from '../../protocol/cbor.ts'
import type { CommitDraft } from './commit.ts'
import { storedSize } from './batch-packer.ts'

/** A roster of 20,000 rows takes about 10 MB. */
const MAX_COMMIT_BYTES = 64 * 1024 * 1024

/** CBOR of the context. Throws a TypeError for a context that has no encoding (a bug). */
export function encodeContext({ context }: CommitDraft): Uint8Array | undefined {
  return context === undefined ? undefined : encodeCbor(context)
}

/**
 * What is too large to be written or, worse, to be read again: the decoder refuses a value over 4 MiB. Undefined
 * when nothing is.
 */
export function oversize({ events }: CommitDraft, context: Uint8Array | undefined): string | undefined {
  let whole = context?.length ?? 0
  if (whole > DEFAULT_MAX_BYTES) return `a context of ${whole} bytes`
  for (const event of events) {
    const largest = Math.max(event.bytes.length, ...event.parts.map((part) => part.bytes.length))
    if (largest > DEFAULT_MAX_BYTES) return `an event of ${largest} bytes`
    whole += storedSize(event)
  }
  return whole > MAX_COMMIT_BYTES ? `a commit of ${whole} bytes` : undefined
}
