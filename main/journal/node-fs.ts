import { link, mkdir, open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises'
import type { JournalFile, JournalFs, OpenMode } from './fs.ts'

const FLAGS = { read: 'r', create: 'wx+', update: 'r+' } as const satisfies Record<OpenMode, string>

// Owner only: the files are sealed, but nobody else on the PC has business with them.
const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700

function journalFile(handle: FileHandle): JournalFile {
  return {
    async read(target, targetOffset, length, offset) {
      return (await handle.read(target, targetOffset, length, offset)).bytesRead
    },
    async write(bytes, offset) {
      return (await handle.write(bytes, 0, bytes.length, offset)).bytesWritten
    },
    datasync: () => handle.datasync(),
    async size() {
      return (await handle.stat()).size
    },
    close: () => handle.close(),
  }
}

/** The real disk. */
export const nodeFs: JournalFs = {
  async open(path, mode) {
    return journalFile(await open(path, FLAGS[mode], FILE_MODE))
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
