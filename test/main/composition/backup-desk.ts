/** Two worlds of a real branch: the PC that is backed up and the new one it is restored on. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { backupHandlers, type BackupOptions } from '../../../main/composition/backup-handlers.ts'
import { restoreHandlers } from '../../../main/composition/restore-handlers.ts'
import { MANAGER, OTHER_MANAGER } from '../desk/counter.ts'
import type { World } from '../desk/world.ts'

export const managers = [
  { staffNo: MANAGER, password: 'omiya-no-yakuseki' },
  { staffNo: OTHER_MANAGER, password: 'omiya-no-daikou' },
] as const
export const newManagers = [
  { staffNo: MANAGER, password: 'atarashii-yakuseki' },
  { staffNo: OTHER_MANAGER, password: 'atarashii-daikou' },
]

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Makes this PC a device of the real branch and signs the first manager in; answers the recovery code. */
export async function openReal(world: World): Promise<string> {
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  const { recoveryCode } = await world.call('start.enrol', {
    code: await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO),
    fingerprintConfirmed: true,
    managers: [...managers],
  })
  await world.call('session.signIn', managers[0])
  return recoveryCode
}

export function backups(
  world: World,
  folder: string,
  {
    onProgress,
    ...options
  }: { onProgress?: () => void } & Partial<Pick<BackupOptions, 'data' | 'fs' | 'target'>> = {},
) {
  return backupHandlers({
    desk: { forSignedIn: (act) => world.desk.forSignedIn(act) },
    notify: { progress: () => onProgress?.() },
    chooseFolder: async () => folder,
    data: join(folder, 'nothing-of-ours'),
    ...options,
  })
}

export async function backUp(world: World, folder: string): Promise<string> {
  const made = await backups(world, folder)['backup.run']({})
  if (!made.ok || made.value === null) throw new Error(JSON.stringify(made))
  return join(folder, made.value.fileName)
}

export function restores(world: World, path: () => string | undefined, tied = true) {
  return restoreHandlers({
    desk: world.desk,
    ports: world.ports,
    chooseBackup: async () => path(),
    tied,
  })
}

export const names = async (folder: string): Promise<string[]> => (await readdir(folder)).toSorted()
