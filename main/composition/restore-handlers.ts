/** The first screen's two questions about a backup: which file, and restore it. */
import { basename } from 'node:path'
import { refuse } from '../../domain/refuse.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import { HeadOfficeUnreachable } from '../../protocol/head-office.ts'
import { readBackup } from '../backup/read-backup.ts'
import { storeFailure } from '../desk/answers.ts'
import type { Desk } from '../desk/desk.ts'
import type { DeskPorts } from '../desk/ports.ts'
import type { Handlers } from '../ipc/handlers.ts'
import { TargetError } from '../machine/new-file.ts'
import { openFile, type OpenedFile } from '../machine/random-read.ts'
import { restoreBackup } from './restore.ts'

export interface RestoreOptions {
  readonly desk: Pick<Desk, 'session'>
  readonly ports: DeskPorts
  /** File dialog; undefined when cancelled. */
  readonly chooseBackup: () => Promise<string | undefined>
  /** A real store would be tied to nothing on this PC (`machine-secret.ts`). */
  readonly tied: boolean
}

export function restoreHandlers(options: RestoreOptions): Pick<Handlers, 'restore.choose' | 'restore.run'> {
  const { desk, ports, chooseBackup, tied } = options
  let chosen: string | undefined
  let running = false
  /** Only where nobody works: the screen before any branch was opened. */
  const onFirstScreen = <T>(act: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    if (desk.session.phase.name !== 'start') return Promise.resolve(refuse('BRANCH_OPENED'))
    return told(act)
  }
  return {
    'restore.choose': () =>
      onFirstScreen(async () => {
        const path = await chooseBackup()
        if (path === undefined) return { ok: true, value: null }
        return withFile(path, async (file) => {
          const backup = await readBackup(file)
          if (!backup.ok) return refuse(backup.code)
          const { realm, branchNo, branchName, madeAt, head } = backup.value.manifest
          chosen = path
          const replaces = (await ports.places[realm].readProfile()) !== undefined
          const about = { realm, branchNo, branchName, madeAt, events: head.events, replaces }
          return { ok: true, value: { ...about, fileName: basename(path), bytes: file.size } }
        })
      }),
    'restore.run': ({ recoveryCode, enrolmentCode, managers }) =>
      onFirstScreen(async () => {
        const [first, second] = managers
        if (chosen === undefined) return refuse('BACKUP_UNREADABLE')
        if (first === undefined || second === undefined) return refuse('STAFF_LAST_MANAGERS')
        if (running) return refuse('WORK_RUNNING')
        running = true
        try {
          return await withFile(chosen, async (file) => {
            const backup = await readBackup(file)
            if (!backup.ok) return refuse(backup.code)
            const { realm } = backup.value.manifest
            if (realm === 'real' && !tied) return refuse('SAFE_STORAGE_MISSING')
            const { signal } = new AbortController()
            const request = { backup: backup.value, recoveryCode, enrolmentCode, signal }
            const restored = await restoreBackup(ports, { ...request, managers: [first, second] })
            if (!restored.ok) return restored
            desk.session.showSignIn(restored.vault)
            return { ok: true, value: restored.value }
          })
        } finally {
          running = false
        }
      }),
  }
}

async function withFile<T>(path: string, use: (file: OpenedFile) => Promise<T>): Promise<T> {
  const file = await openFile(path)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

async function told<T>(act: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof TargetError) return refuse(error.code)
    if (error instanceof HeadOfficeUnreachable) return refuse(error.told)
    const failure = storeFailure(error)
    if (failure === undefined) throw error
    return failure
  }
}
