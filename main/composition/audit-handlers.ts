/** 操作履歴 leaves the desk: a table for a spreadsheet, or the signed file that a stranger can check. */
import { basename, dirname, join } from 'node:path'
import { dateAt } from '../../domain/calendar.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { EventDraft } from '../../domain/events.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Answer, ChannelInput } from '../../preload/contract/channels.ts'
import type { AuditExported } from '../../preload/contract/views.ts'
import { utf8 } from '../../protocol/bytes.ts'
import { keyFingerprint } from '../../protocol/fingerprint.ts'
import { csvHeading, csvRow } from '../audit-export/audit-csv.ts'
import { AuditFile } from '../audit-export/audit-file.ts'
import { knownRefusal } from '../desk/answers.ts'
import type { Desk } from '../desk/desk.ts'
import type { Here } from '../desk/handlers/handler-context.ts'
import type { DeskNotify, Effects } from '../desk/ports.ts'
import { auditRows } from '../desk/queries/history.ts'
import type { Handlers } from '../ipc/handlers.ts'
import { createFile, TargetError, type NewFile } from '../machine/new-file.ts'

export interface AuditOptions {
  readonly desk: Pick<Desk, 'forAudit'>
  readonly effects: Pick<Effects, 'breathe'>
  readonly notify: Pick<DeskNotify, 'progress'>
  /** Save dialog: the chosen path, undefined when cancelled. */
  readonly chooseTarget: (name: string, extension: 'csv' | 'fobaudit') => Promise<string | undefined>
  /** `tools/verify-audit.mjs`, which goes along with every signed file. */
  readonly verifier: () => Promise<Uint8Array>
}

/** So many rows are written between two turns of the event loop. */
const BATCH = 200
const VERIFIER_NAME = 'verify-audit.mjs'

type Exported = NonNullable<AuditExported>

export function auditHandlers(
  options: AuditOptions,
): Pick<Handlers, 'audit.exportCsv' | 'audit.exportSigned'> {
  const { desk } = options
  const branch = desk.forAudit<Record<never, never>, { name: string }>(async ({ work }) => {
    const { branchNo } = work.store.profile
    return {
      ok: true,
      value: { name: `操作履歴-${branchNo}-${dateAt(work.store.now()).replaceAll('-', '')}` },
    }
  })
  /** Asks first whether the person may, then where to; the dialog may outlive the session, so `act` asks again. */
  const exporting = <I>(
    extension: 'csv' | 'fobaudit',
    write: (
      here: Here,
      input: I,
      file: NewFile,
      path: string,
      signal: AbortSignal,
    ) => Promise<Exported | Refusal>,
  ) => {
    const act = desk.forAudit<{ input: I; path: string }, AuditExported>((here, { input, path }) =>
      here.work.longWorks.run('export', (signal) =>
        toFile(path, (file) => write(here, input, file, path, signal)),
      ),
    )
    return async (input: I): Promise<Answer<AuditExported>> => {
      const may = await branch({})
      if (!may.ok) return may
      const path = await options.chooseTarget(`${may.value.name}.${extension}`, extension)
      return path === undefined ? { ok: true, value: null } : act({ input, path })
    }
  }
  return {
    'audit.exportCsv': exporting('csv', (here, filter, file, path, signal) =>
      writeCsv(options, here, filter, file, path, signal),
    ),
    'audit.exportSigned': exporting('fobaudit', (here, input, file, path, signal) =>
      writeSigned(options, here, input, file, path, signal),
    ),
  }
}

/** A whole file or none; a destination that fails is a refusal. */
async function toFile<T extends object>(
  path: string,
  fill: (file: NewFile) => Promise<T | Refusal>,
): Promise<Answer<T>> {
  let file: NewFile | undefined
  try {
    file = await createFile(path)
    const value = await fill(file)
    if ('ok' in value) {
      await file.abandon()
      return value
    }
    await file.finish()
    return { ok: true, value }
  } catch (error) {
    await file?.abandon()
    if (error instanceof TargetError) return refuse(error.code)
    throw error
  }
}

/**
 * The record comes before the file gets its name: what has left the desk is always recorded; a record without a
 * file (the stick was pulled out just then) is the lesser evil.
 */
function record(here: Here, data: Extract<EventDraft, { type: 'AuditExported' }>['data']): Promise<void> {
  return here.work.record({ type: 'AuditExported', v: 1, data }, here.actor.staffNo)
}

async function writeCsv(
  { effects, notify }: AuditOptions,
  here: Here,
  filter: ChannelInput<'audit.exportCsv'>,
  file: NewFile,
  path: string,
  signal: AbortSignal,
): Promise<Exported> {
  const { count, entries } = auditRows(here.view, filter)
  await file.write(utf8(csvHeading()))
  let events = 0
  let from = 0
  let to = 0
  for await (const entry of entries) {
    await file.write(utf8(csvRow(entry)))
    if (from === 0) from = entry.position
    to = entry.position
    events += 1
    if (events % BATCH !== 0) continue
    notify.progress('export', events, count)
    await effects.breathe()
    signal.throwIfAborted()
  }
  await record(here, { kind: 'csv', events, from, to, personal: false })
  return { fileName: basename(path), bytes: file.size, events, fingerprint: '' }
}

async function writeSigned(
  { effects, notify, verifier }: AuditOptions,
  here: Here,
  { from, until, personal }: ChannelInput<'audit.exportSigned'>,
  file: NewFile,
  path: string,
  signal: AbortSignal,
): Promise<Exported | Refusal> {
  const { work, view, actor } = here
  const { vault, store, keys } = work
  const { realm, storeId, device, branchNo, branchName } = vault.profile
  const wanted = [...view.projection.events.find({ text: '', type: null, staffNo: null, from, until })]
  const written = new AuditFile({
    realm,
    storeId,
    device,
    branchNo,
    branchName,
    exportedBy: actor.staffNo,
    exportedAt: store.now(),
    firstEvent: wanted.at(-1) ?? 0,
    lastEvent: wanted[0] ?? 0,
    personal,
    devicePublicKey: (name) => vault.devicePublicKey(name),
    signingKeyOf: (staffNo, key) => vault.keyring.signingKeyOf(staffNo, key),
    sign: (message) => keys.deviceSign(message),
    write: (bytes) => file.write(bytes),
  })
  let commits = 0
  // One pass over the disk verifies and writes: what does not hold is never exported as if it did.
  const verified = await store.journal.verify(
    ({ bytesDone, bytesTotal }) => notify.progress('export', bytesDone, bytesTotal),
    async (commit, at) => {
      signal.throwIfAborted()
      await written.commit(commit, at)
      commits += 1
      if (commits % BATCH === 0) await effects.breathe()
      return undefined
    },
  )
  if (!verified.ok) return knownRefusal(verified.code, { where: verified.where }, 'JOURNAL_TAMPERED')
  await written.end()
  const { first, last } = written
  const events = first === 0 ? 0 : last - first + 1
  await record(here, { kind: 'signed', events, from: first, to: last, personal })
  await writeWhole(join(dirname(path), VERIFIER_NAME), await verifier())
  const key = vault.devicePublicKey(device)
  return {
    fileName: basename(path),
    bytes: file.size,
    events,
    fingerprint: key === undefined ? '' : keyFingerprint(key),
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await createFile(path)
  try {
    await file.write(bytes)
    await file.finish()
  } catch (error) {
    await file.abandon()
    throw error
  }
}
