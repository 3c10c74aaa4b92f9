import { constants, link, mkdir, open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises'
import type { JournalFile, JournalFs, OpenMode } from './fs.ts'

/**
 * One call to the disk and back instead of two, a fifth of a millisecond for each commit. Windows has no such flag for
 * Node; macOS has it, but there only fdatasync goes through the drive's own cache.
 */
const SYNCED_WRITES = process.platform === 'linux'
const { O_RDWR, O_CREAT, O_EXCL, O_DSYNC } = constants

const FLAGS = {
  read: 'r',
  create: 'wx+',
  createSynced: SYNCED_WRITES ? O_RDWR | O_CREAT | O_EXCL | O_DSYNC : 'wx+',
  update: 'r+',
} as const satisfies Record<OpenMode, string | number>

// Owner only: the files are sealed, but nobody else on the PC has business with them.
const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700

function journalFile(handle: FileHandle, mode: OpenMode): JournalFile {
  const durable = mode === 'createSynced' && SYNCED_WRITES
  return {
    async read(target, targetOffset, length, offset) {
      return (await handle.read(target, targetOffset, length, offset)).bytesRead
    },
    async write(bytes, offset) {
      return (await handle.write(bytes, 0, bytes.length, offset)).bytesWritten
    },
    datasync: () => (durable ? Promise.resolve() : handle.datasync()),
    async size() {
      return (await handle.stat()).size
    },
    close: () => handle.close(),
  }
}

/** The real disk. */
export const nodeFs: JournalFs = {
  async open(path, mode) {
    return journalFile(await open(path, FLAGS[mode], FILE_MODE), mode)
  },
  async makeDirectory(path) {
    await mkdir(path, { recursive: true, mode: DIRECTORY_MODE })
  },
  async list(path) {
    return readdir(path)
  },
  rename,
  link,
  remove: unlink,
  async syncDirectory(path) {
    // Windows cannot open a directory for sync; NTFS journals names itself.
    if (process.platform === 'win32') return
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}
