/** The journal's file operations over a simulated medium. Every call passes `guard` first. */
import { basename, dirname } from 'node:path'
import type { JournalFile, JournalFs, OpenMode } from '../../../../main/journal/fs.ts'
import { must } from '../../../protocol/must.ts'
import { Inode, type Directory, type Medium } from './medium.ts'

export type CallKind =
  | 'open'
  | 'create'
  | 'read'
  | 'write'
  | 'datasync'
  | 'size'
  | 'close'
  | 'makeDirectory'
  | 'list'
  | 'rename'
  | 'link'
  | 'remove'
  | 'syncDirectory'

export interface Call<T = unknown> {
  readonly kind: CallKind
  readonly path: string
  /** Does it. */
  readonly act: () => T
  /** Does it for that many bytes only. Writes and reads. */
  readonly part?: (bytes: number) => T
  /** Bytes asked for. Writes and reads. */
  readonly bytes?: number
  /** The file that a sync or a write is about. */
  readonly inode?: Inode
}

/** Decides what becomes of a call: does it, fails, or never returns. */
export type Guard = <T>(call: Call<T>) => Promise<T>

export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, errno: -1 })
}

/** Nothing goes wrong here. */
export const noFaults: Guard = async (call) => call.act()

function isNew(mode: OpenMode): boolean {
  return mode === 'create' || mode === 'createSynced'
}

export function mediumFs(medium: Medium, guard: Guard = noFaults): JournalFs {
  const folderOf = (path: string): Directory => medium.directory(dirname(path)) ?? missing()
  const inodeAt = (path: string): Inode => medium.lookUp(path) ?? missing()
  const free = (path: string): void => {
    if (medium.lookUp(path) !== undefined) throw systemError('EEXIST')
  }
  return {
    // `createSynced` promises no more than `create`, so here it gives no more.
    open: (path, mode) =>
      guard({
        kind: isNew(mode) ? 'create' : 'open',
        path,
        act: () => {
          if (!isNew(mode)) return mediumFile(inodeAt(path), path, guard)
          free(path)
          const inode = new Inode()
          folderOf(path).change((names) => void names.set(basename(path), inode))
          return mediumFile(inode, path, guard)
        },
      }),
    makeDirectory: (path) => guard({ kind: 'makeDirectory', path, act: () => medium.makeDirectory(path) }),
    list: (path) =>
      guard({ kind: 'list', path, act: () => [...(medium.directory(path) ?? missing()).names.keys()] }),
    rename: (from, to) =>
      guard({
        kind: 'rename',
        path: to,
        act: () => {
          const inode = inodeAt(from)
          if (dirname(from) !== dirname(to)) throw new Error('the simulated disk renames within one folder')
          // One operation: the new name stands and the old is gone, or neither.
          folderOf(to).change((names) => {
            names.delete(basename(from))
            names.set(basename(to), inode)
          })
        },
      }),
    link: (from, to) =>
      guard({
        kind: 'link',
        path: to,
        act: () => {
          const inode = inodeAt(from)
          free(to)
          folderOf(to).change((names) => void names.set(basename(to), inode))
        },
      }),
    remove: (path) =>
      guard({
        kind: 'remove',
        path,
        act: () => {
          inodeAt(path)
          folderOf(path).change((names) => void names.delete(basename(path)))
        },
      }),
    syncDirectory: (path) =>
      guard({ kind: 'syncDirectory', path, act: () => must(medium.directory(path)).sync() }),
  }
}

function mediumFile(inode: Inode, path: string, guard: Guard): JournalFile {
  return {
    read(target, targetOffset, length, offset) {
      const part = (bytes: number): number => {
        const found = inode.cached.subarray(offset, offset + bytes)
        target.set(found, targetOffset)
        return found.length
      }
      return guard({ kind: 'read', path, act: () => part(length), part, bytes: length })
    },
    write(bytes, offset) {
      const part = (count: number): number => {
        inode.write(bytes.subarray(0, count), offset)
        return count
      }
      return guard({ kind: 'write', path, act: () => part(bytes.length), part, bytes: bytes.length })
    },
    datasync: () => guard({ kind: 'datasync', path, act: () => inode.sync(), inode }),
    size: () => guard({ kind: 'size', path, act: () => inode.cached.length }),
    close: () => guard({ kind: 'close', path, act: () => undefined }),
  }
}

function missing(): never {
  throw systemError('ENOENT')
}
