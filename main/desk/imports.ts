/**
 * 名簿 and 納品ロット: what a parsed file would change, and then the change in one commit. The preview is the
 * decision itself, so what was shown and what is recorded cannot differ; between the two the state may have
 * moved, and then the file must be chosen again.
 */
import type { Command, LotRow, RosterRow } from '../../domain/commands.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { EventDraft } from '../../domain/events.ts'
import { refuse } from '../../domain/refuse.ts'
import type { ImportPreview, RowErrorView } from '../../preload/contract/views.ts'
import { hex, sha256, utf8 } from '../../protocol/bytes.ts'
import type { Commands, Who } from './commands.ts'
import { changesOf } from './import-changes.ts'
import type { DeskNotify, Effects } from './ports.ts'
import type { Store } from './store.ts'

/** Changes listed in the preview; the rest is counted. */
const LISTED_CHANGES = 200

interface ParsedFile<K extends 'roster' | 'lot', R> {
  readonly kind: K
  readonly fileName: string
  readonly encoding: 'utf-8' | 'cp932'
  readonly rows: readonly R[]
  /** Line in the file of each row. */
  readonly lines: readonly number[]
  readonly errors: readonly RowErrorView[]
  /** Errors beyond those listed. */
  readonly moreErrors: number
}

/** A file as the parsers of main/files leave it. */
export type PreparedImport = ParsedFile<'roster', RosterRow> | ParsedFile<'lot', LotRow>

interface Pending {
  readonly token: string
  readonly file: PreparedImport
  readonly preview: ImportPreview
  /** Identifier for both decisions, and what the first decided. */
  readonly id: string
  readonly digest: string
}

export class Imports {
  readonly #store: Store
  readonly #commands: Commands
  readonly #effects: Effects
  readonly #notify: DeskNotify
  /** One at a time: it holds personal data. */
  #pending: Pending | undefined
  #busy = false

  constructor(store: Store, commands: Commands, effects: Effects, notify: DeskNotify) {
    this.#store = store
    this.#commands = commands
    this.#effects = effects
    this.#notify = notify
  }

  get busy(): boolean {
    return this.#busy
  }

  /** What the file would change. A file with errors is shown too, but cannot be committed. */
  async prepare(
    file: PreparedImport,
    who: Who,
  ): Promise<{ readonly ok: true; readonly preview: ImportPreview } | Refusal> {
    this.#pending = undefined
    const id = this.#effects.newId()
    const token = this.#effects.newId()
    if (file.errors.length > 0) {
      const preview = { ...emptyPreview(token, file), errors: [...file.errors], moreErrors: file.moreErrors }
      this.#pending = { token, file, preview, id, digest: '' }
      return { ok: true, preview }
    }
    const decision = await this.#commands.preview(commandOf(file, null), who, id)
    if (!decision.ok) return decision
    const changes = changesOf(decision.events, this.#store.state, file)
    const preview: ImportPreview = {
      ...emptyPreview(token, file),
      ...countsOf(decision.events, file),
      changes: changes.slice(0, LISTED_CHANGES),
      moreChanges: Math.max(0, changes.length - LISTED_CHANGES),
    }
    this.#pending = { token, file, preview, id, digest: digestOf(decision.events) }
    return { ok: true, preview }
  }

  /** Records the whole file in one commit, or nothing. `declared`: 納品書の数量. */
  async commit(
    token: string,
    declared: number | null,
    who: Who,
  ): Promise<{ readonly ok: true; readonly preview: ImportPreview } | Refusal> {
    const pending = this.#pending
    if (pending === undefined || pending.token !== token || this.#busy) return refuse('IMPORT_STALE')
    const { file, preview, id, digest } = pending
    const errors = file.errors.length + file.moreErrors
    if (errors > 0) return refuse('FILE_HAS_ERRORS', { count: errors })
    this.#busy = true
    try {
      const recorded = await this.#commands.run(commandOf(file, declared), who, {
        id,
        check: (events) => (digestOf(events) === digest ? null : refuse('IMPORT_STALE')),
        onProgress: (done, total) => this.#notify.progress('import', done, total),
      })
      this.#pending = undefined
      return recorded.ok ? { ok: true, preview } : recorded
    } finally {
      this.#busy = false
    }
  }

  discard(token: string): void {
    if (this.#pending?.token === token) this.#pending = undefined
  }
}

function commandOf(file: PreparedImport, declared: number | null): Command {
  const { fileName } = file
  return file.kind === 'roster'
    ? { type: 'importRoster', fileName, rows: file.rows }
    : { type: 'importLot', fileName, rows: file.rows, declared }
}

function emptyPreview(token: string, { kind, fileName, encoding, rows }: PreparedImport): ImportPreview {
  const counts = { added: 0, changed: 0, unchanged: 0, closed: 0 }
  const lists = { errors: [], moreErrors: 0, changes: [], moreChanges: 0 }
  return { token, kind, fileName, encoding, rows: rows.length, ...counts, ...lists }
}

function countsOf(
  events: readonly EventDraft[],
  file: PreparedImport,
): Pick<ImportPreview, 'added' | 'changed' | 'unchanged' | 'closed'> {
  const closed = events.filter(({ type }) => type === 'TaskRaised').length
  const imported = events.find((event) => event.type === 'RosterImported')
  if (imported !== undefined) {
    const { added, changed, unchanged } = imported.data
    return { added, changed, unchanged, closed }
  }
  const added = events.filter(({ type }) => type === 'FobReceived').length
  const changed = events.filter(({ type }) => type === 'FobExpiryCorrected').length
  return { added, changed, unchanged: file.rows.length - added - changed, closed }
}

/** The note's figure is typed after the preview, so the count records are no part of what was previewed. */
function digestOf(events: readonly EventDraft[]): string {
  const previewed = events.filter(({ type }) => type !== 'LotReceived')
  return hex(sha256(utf8(JSON.stringify(previewed))))
}
