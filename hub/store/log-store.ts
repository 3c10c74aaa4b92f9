/**
 * The training hub's store: memory, plus an append-only log file from which it is refilled at the next start.
 * FOR TRAINING ONLY: everything is held in memory, the file is not sealed and knows one process. A real head
 * office has a database.
 *
 * The file: a magic line, then one record per transaction: length (u32, big-endian) ‖ SHA-256 of the body ‖
 * body, the deterministic CBOR of the transaction's writes. Each record is datasynced before it counts.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { concatBytes, sameBytes, sha256, utf8 } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import type { HubStore } from './hub-store.ts'
import { createMemoryStore } from './memory-store.ts'
import { write, type Write } from './rows.ts'
import { syncFolder } from './sync-folder.ts'
import { Tables } from './tables.ts'

const MAGIC = utf8('fobdesk training hub log 1\n')
const LENGTH_BYTES = 4
const HASH_BYTES = 32
const HEADER_BYTES = LENGTH_BYTES + HASH_BYTES
/** A full push of the largest size and its verdicts stay far below. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024

/** The log is damaged before its last record, or is no such log. Never repaired silently. */
export class HubLogDamaged extends Error {
  override readonly name = 'HubLogDamaged'
}

export interface OpenedLog {
  readonly store: HubStore
  /** Bytes of a last transaction that was cut off while being written, and so never counted. */
  readonly tornBytes: number
}

/**
 * Opens or makes the log. A torn last record is cut off; damage anywhere else is refused.
 * @param now by which documents expire, milliseconds since 1970
 * @throws HubLogDamaged
 */
export async function openLogStore(path: string, now: () => number = Date.now): Promise<OpenedLog> {
  const file = await open(path, 'a+', 0o600)
  try {
    const content = new Uint8Array(await file.readFile())
    const { tables, goodBytes } = replay(content)
    if (goodBytes < content.length) await file.truncate(goodBytes)
    if (goodBytes === 0) await file.appendFile(MAGIC)
    await file.datasync()
    await syncFolder(dirname(path))
    const store = createMemoryStore({
      tables,
      persist: (writes) => appendRecord(file, writes),
      close: () => file.close(),
      now,
    })
    return { store, tornBytes: content.length - goodBytes }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function appendRecord(file: FileHandle, writes: readonly Write[]): Promise<void> {
  const body = encodeCbor(writes)
  const header = new Uint8Array(HEADER_BYTES)
  new DataView(header.buffer).setUint32(0, body.length)
  header.set(sha256(body), LENGTH_BYTES)
  await file.appendFile(concatBytes(header, body))
  await file.datasync()
}

/** The tables after every whole record, and where those end. */
function replay(content: Uint8Array): { readonly tables: Tables; readonly goodBytes: number } {
  const tables = new Tables()
  if (content.length < MAGIC.length) {
    if (!sameBytes(content, MAGIC.subarray(0, content.length))) throw new HubLogDamaged('no hub log')
    return { tables, goodBytes: 0 }
  }
  if (!sameBytes(content.subarray(0, MAGIC.length), MAGIC)) throw new HubLogDamaged('no hub log')
  let at = MAGIC.length
  while (at < content.length) {
    const record = recordAt(content, at)
    if (record === 'torn') break
    const writes = z.array(write).safeParse(record.value)
    if (!writes.success) throw new HubLogDamaged(`record at ${at}: not this program's`)
    for (const row of writes.data) tables.apply(row)
    at = record.end
  }
  return { tables, goodBytes: at }
}

function recordAt(
  content: Uint8Array,
  at: number,
): { readonly value: unknown; readonly end: number } | 'torn' {
  if (content.length - at < HEADER_BYTES) return 'torn'
  const length = new DataView(content.buffer, content.byteOffset + at).getUint32(0)
  const end = at + HEADER_BYTES + length
  // A file that grew before its data were written ends in zeros.
  if (end > content.length || content.subarray(at).every((byte) => byte === 0)) return 'torn'
  const body = content.slice(at + HEADER_BYTES, end)
  if (!sameBytes(sha256(body), content.subarray(at + LENGTH_BYTES, at + HEADER_BYTES))) {
    if (end === content.length) return 'torn'
    throw new HubLogDamaged(`record at ${at}: checksum`)
  }
  const decoded = decodeCbor(body, { maxBytes: MAX_RECORD_BYTES })
  if (!decoded.ok) throw new HubLogDamaged(`record at ${at}: ${decoded.code}`)
  return { value: decoded.value, end }
}
