/** The desk: every use case behind the channels of the contract, composed from its ports. No Electron. */
import type { Answer, Channel } from '../../preload/contract/channels.ts'
import type { ImportPreview } from '../../preload/contract/views.ts'
import { refuse } from '../../domain/refuse.ts'
import { ok } from './answers.ts'
import { commandHandlers } from './handlers/commands.ts'
import {
  action,
  forAudit,
  type HandlerContext,
  type HandlersOf,
  type Here,
} from './handlers/handler-context.ts'
import { readHandlers } from './handlers/read.ts'
import { sessionHandlers } from './handlers/session.ts'
import { workHandlers } from './handlers/work.ts'
import type { PreparedImport } from './imports.ts'
import type { DeskPorts } from './ports.ts'
import { readPskcLot, type PskcSource } from './pskc-import.ts'
import { Session } from './session.ts'
import { StatusView } from './status.ts'

/** Channels that need windows, dialogs, printers or files: the composer's. */
export type ComposerChannel =
  | 'desk.setLanguage'
  | 'start.printRecoveryCode'
  | 'import.choose'
  | 'audit.exportCsv'
  | 'audit.exportSigned'
  | 'backup.run'
  | 'restore.choose'
  | 'restore.run'
  | 'label.print'
  | 'label.printers'
  | 'label.choosePrinter'
  | 'paper.preview'
  | 'paper.print'
  | 'paper.save'

export type DeskHandlers = HandlersOf<Exclude<Channel, ComposerChannel>>

export interface Desk {
  readonly handlers: DeskHandlers
  readonly session: Session
  /** Finds this PC's real branch, if any. Call once before the first window. */
  begin(): Promise<void>
  /** The second half of `import.choose`: compares a parsed file with the state; imports nothing. */
  prepareImport(file: PreparedImport): Promise<Answer<ImportPreview>>
  /** The same for a PSKC file, which only the programmer process reads. */
  preparePskc(source: PskcSource): Promise<Answer<ImportPreview>>
  /** For the composer's channels of the signed-in person. */
  forSignedIn<I, T>(act: (here: Here, input: I) => Promise<Answer<T>>): (input: I) => Promise<Answer<T>>
  /** For the composer's channels that are the managers' and the auditors'. */
  forAudit<I, T>(act: (here: Here, input: I) => Promise<Answer<T>>): (input: I) => Promise<Answer<T>>
  /** The system is suspended or its screen locked. */
  lock(): void
  /** Signs out and closes the store; resolves when the program may end. */
  quit(): Promise<void>
}

export function createDesk(ports: DeskPorts): Desk {
  const status = new StatusView(ports)
  const session = new Session(ports, (work, staffNo) => status.rememberAtLock(work, staffNo))
  const context: HandlerContext = { ports, session, status }
  const handlers = {
    ...sessionHandlers(context),
    ...commandHandlers(context),
    ...readHandlers(context),
    ...workHandlers(context),
  } satisfies DeskHandlers
  return {
    handlers,
    session,
    begin: () => session.begin(),
    prepareImport: action<PreparedImport, ImportPreview>(context, async ({ work, actor }, file) => {
      const prepared = await work.imports.prepare(file, work.self(actor, false))
      return prepared.ok ? ok(prepared.preview) : prepared
    }),
    preparePskc: action<PskcSource, ImportPreview>(context, async ({ work, actor }, source) => {
      const who = work.self(actor, false)
      const importId = ports.effects.newId()
      // Whoever may not import has no seeds unlocked either; what is in the file is judged when it is read.
      const empty = { type: 'importLot', fileName: source.fileName, rows: [], declared: null } as const
      const allowed = await work.commands.preview(empty, who, importId)
      if (!allowed.ok && allowed.code !== 'FILE_EMPTY') return allowed
      if (work.issuance.busy) return refuse('ISSUANCE_RUNNING')
      if (work.hubKeysAltered) return refuse('HUB_KEYS_ALTERED')
      const read = await readPskcLot(work.programmer, importId, source)
      if (!read.ok) return read
      const prepared = await work.imports.prepare(read.file, who)
      return prepared.ok ? ok(prepared.preview) : prepared
    }),
    forSignedIn: (act) => action(context, act),
    forAudit: (act) => forAudit(context, act),
    lock: () => session.lock(),
    quit: () => session.quit(),
  }
}
