/** バックアップ: one file, written while the desk works, read back and verified before it counts. */
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { actsAsManager } from '../../domain/decide/rights.ts'
import { refuse } from '../../domain/refuse.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import type { BackupMade } from '../../preload/contract/views.ts'
import { hex } from '../../protocol/bytes.ts'
import { BACKUP_EXTENSION, type Manifest } from '../backup/backup-file.ts'
import { readBackup } from '../backup/read-backup.ts'
import { writeBackup } from '../backup/write-backup.ts'
import type { Desk } from '../desk/desk.ts'
import type { Here } from '../desk/handlers/handler-context.ts'
import type { DeskNotify } from '../desk/ports.ts'
import { formatProfile } from '../desk/profile.ts'
import type { Handlers } from '../ipc/handlers.ts'
import type { JournalFs } from '../journal/fs.ts'
import { nodeFs } from '../journal/node-fs.ts'
import { isWithin } from '../machine/is-within.ts'
import { createFile, freeBytes, TargetError, type NewFile } from '../machine/new-file.ts'
import { openFile } from '../machine/random-read.ts'
import { removeOldGenerations } from './backup-generations.ts'
import { againWhenReplaced, obstacleOf, openSources, type OpenSources } from './backup-source.ts'

export interface BackupOptions {
  readonly desk: Pick<Desk, 'forSignedIn'>
  readonly notify: Pick<DeskNotify, 'progress'>
  /** Folder dialog; undefined when cancelled. */
  readonly chooseFolder: () => Promise<string | undefined>
  /** Fobdesk's own folder: a backup in it would be lost with it. */
  readonly data: string
  /** Where the file goes; the machine's by default. */
  readonly target?: BackupTarget
  /** The store's disk; the machine's by default. */
  readonly fs?: JournalFs
}

export interface BackupTarget {
  readonly createFile: (path: string) => Promise<NewFile>
  readonly freeBytes: (path: string) => Promise<number>
}

const MEGABYTE = 1024 * 1024
/** Manifest and what the file system needs for itself. */
const SPARE_BYTES = 4 * MEGABYTE

export function backupHandlers(options: BackupOptions): Pick<Handlers, 'backup.run'> {
  const allowed = options.desk.forSignedIn<Record<never, never>, Record<string, never>>(async (here) =>
    mayBackUp(here),
  )
  const run = options.desk.forSignedIn<{ folder: string }, BackupMade>(async (here, { folder }) => {
    const may = await mayBackUp(here)
    if (!may.ok) return may
    return here.work.longWorks.run('backup', (signal) => backUp(options, here, folder, signal))
  })
  return {
    'backup.run': async () => {
      const may = await allowed({})
      if (!may.ok) return may
      const folder = await options.chooseFolder()
      if (folder === undefined) return { ok: true, value: null }
      if (isWithin(options.data, folder)) return refuse('TARGET_IN_STORE')
      return run({ folder })
    },
  }
}

async function mayBackUp({ work, actor }: Here): Promise<Answer<Record<string, never>>> {
  if (actsAsManager(actor)) return { ok: true, value: {} }
  return work.recordRefused('backup', '', actor, refuse('NOT_ALLOWED', { role: actor.role }))
}

async function backUp(
  options: BackupOptions,
  here: Here,
  folder: string,
  signal: AbortSignal,
): Promise<Answer<BackupMade>> {
  const { work } = here
  const { profile } = work.vault
  const path = join(folder, fileName(profile.branchNo, work.store.now()))
  let unverified = false
  try {
    const written = await write(options, here, path, signal)
    if (!written.ok) return written
    unverified = true
    const { about, size } = written.value
    const where = await readBack(options, here, path, signal)
    unverified = where !== undefined
    await record(here, path, size, about, where === undefined ? null : 'BACKUP_NOT_VERIFIED')
    if (where !== undefined) return refuse('BACKUP_NOT_VERIFIED', { where })
    const { removed, left } = await removeOldGenerations(folder, profile.storeId)
    return {
      ok: true,
      value: {
        fileName: basename(path),
        bytes: size,
        events: about.head.events,
        removed: [...removed],
        left: [...left],
      },
    }
  } catch (error) {
    if (error instanceof TargetError) return refuse(error.code)
    throw error
  } finally {
    // From a stick that was pulled out it cannot be removed; what failed first is what is told.
    if (unverified) await rm(path, { force: true }).catch(() => undefined)
  }
}

type About = Omit<Manifest, 'files'>

async function write(
  { notify, target = { createFile, freeBytes }, fs = nodeFs }: BackupOptions,
  here: Here,
  path: string,
  signal: AbortSignal,
): Promise<Answer<{ readonly about: About; readonly size: number }>> {
  const { about, sources } = await againWhenReplaced(() => closeAndOpen(here, fs))
  try {
    const needed = sources.bytes + SPARE_BYTES
    const free = await target.freeBytes(path)
    if (free < needed) return refuse('TARGET_FULL', { needed: megabytes(needed), free: megabytes(free) })
    const file = await target.createFile(path)
    try {
      await writeBackup({
        about,
        sources: sources.files,
        sign: (message) => here.work.keys.deviceSign(message),
        write: (bytes) => file.write(bytes),
        onProgress: (done) => notify.progress('backup', done, sources.bytes * 3),
        signal,
      })
      await file.finish()
      return { ok: true, value: { about, size: file.size } }
    } catch (error) {
      await file.abandon()
      throw error
    }
  } finally {
    await sources.close()
  }
}

/** Everything recorded so far lies in closed files from here on; what comes later is not in this backup. */
async function closeAndOpen(
  here: Here,
  fs: JournalFs,
): Promise<{ readonly about: About; readonly sources: OpenSources }> {
  const { work, actor } = here
  const { vault, store } = work
  const upTo = await store.journal.rotate()
  // Read before anything awaits: the next commit needs a turn of the disk to become durable.
  const { commits, events, hash } = store.journal.head
  const keyring = await vault.place.keyringStorage.read()
  if (keyring === undefined) throw new Error('an open store without a keyring')
  const { profile } = vault
  const { realm, storeId, device, branchNo, branchName } = profile
  const sources = await openSources(fs, vault.place.storeDir(storeId), upTo, keyring)
  return {
    sources,
    about: {
      realm,
      store: storeId,
      device,
      keyringDevice: vault.keyring.device.id,
      branchNo,
      branchName,
      madeAt: store.now(),
      by: actor.staffNo,
      profile: formatProfile(profile),
      head: { commits, events, hash: hash.slice() },
    },
  }
}

/** From the destination, through a handle of its own, with the keys of the session. */
async function readBack(
  { notify }: BackupOptions,
  { work }: Here,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const file = await openFile(path)
  try {
    const backup = await readBackup(file)
    if (!backup.ok) return backup.detail
    const bytes = backup.value.manifest.files.reduce((sum, { size }) => sum + size, 0)
    return await obstacleOf(backup.value, {
      epochKey: (epoch) => work.keys.epochKey(epoch),
      devicePublicKey: (device) => work.vault.devicePublicKey(device),
      onProgress: (done) => notify.progress('backup', bytes + done, bytes * 3),
      signal,
    })
  } finally {
    await file.close()
  }
}

function record(
  { work, actor }: Here,
  path: string,
  bytes: number,
  { head }: About,
  code: RefusalCode | null,
): Promise<void> {
  const { commits, events, hash } = head
  const data = {
    ok: code === null,
    code,
    fileName: basename(path),
    bytes,
    commits,
    events,
    head: hex(hash),
  }
  return work.record({ type: 'BackupWritten', v: 1, data }, actor.staffNo)
}

/** `fobdesk-012-20261122-193005.fobbackup`, in Tokyo's time. */
function fileName(branchNo: string, at: number): string {
  const [date = '', time = ''] = new Date(at + 9 * 3_600_000).toISOString().split('T')
  return `fobdesk-${branchNo}-${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}.${BACKUP_EXTENSION}`
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / MEGABYTE)
}
