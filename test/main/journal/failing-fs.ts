import type { JournalFile, JournalFs } from '../../../main/journal/fs.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'

export type FileOperation = 'write' | 'datasync' | 'syncDirectory' | 'create'

export interface FailingFs extends JournalFs {
  /** Every later matching operation fails with this system error. */
  failWith(operation: FileOperation, code: string, onlyPath?: string): void
  /** Every later write takes at most this many bytes. */
  shortWrites(bytes: number): void
  readonly operations: string[]
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, errno: -1 })
}

/** The real disk with faults on demand. */
export function failingFs(): FailingFs {
  const failures = new Map<FileOperation, { code: string; onlyPath: string | undefined }>()
  let writeLimit = Infinity
  const operations: string[] = []
  const act = (operation: FileOperation, path: string) => {
    const failure = failures.get(operation)
    if (failure !== undefined && (failure.onlyPath === undefined || path.includes(failure.onlyPath))) {
      throw systemError(failure.code)
    }
    operations.push(`${operation} ${path.split('/').at(-1)}`)
  }
  const wrap = (file: JournalFile, path: string): JournalFile => ({
    ...file,
    async write(bytes, offset) {
      act('write', path)
      return file.write(bytes.subarray(0, writeLimit), offset)
    },
    async datasync() {
      act('datasync', path)
      await file.datasync()
    },
  })
  return {
    ...nodeFs,
    operations,
    failWith: (operation, code, onlyPath) => void failures.set(operation, { code, onlyPath }),
    shortWrites: (bytes) => void (writeLimit = bytes),
    async open(path, mode) {
      if (mode === 'create' || mode === 'createSynced') act('create', path)
      return wrap(await nodeFs.open(path, mode), path)
    },
    async syncDirectory(path) {
      act('syncDirectory', path)
      await nodeFs.syncDirectory(path)
    },
  }
}
