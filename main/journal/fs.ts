/** The few file operations the journal needs, as a port: tests inject a disk that fails. */
export interface JournalFile {
  /** Reads up to `length` bytes into `target` from `offset`; gives how many, 0 at the end. */
  read(target: Uint8Array, targetOffset: number, length: number, offset: number): Promise<number>
  /** Writes at `offset`; may write less than asked and gives how much. */
  write(bytes: Uint8Array, offset: number): Promise<number>
  /** Resolves when the bytes are on the medium. */
  datasync(): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

/**
 * `create` fails when the file exists. `createSynced` is the same for a file of many small records that each have to
 * be durable: where the system can, a write is on the medium when it resolves, and `datasync` then has nothing to wait
 * for. Nobody may rely on it: without `datasync` nothing is promised.
 */
export type OpenMode = 'read' | 'create' | 'createSynced' | 'update'

export interface JournalFs {
  open(path: string, mode: OpenMode): Promise<JournalFile>
  makeDirectory(path: string): Promise<void>
  /** File names in a directory; a directory that does not exist has none. */
  list(path: string): Promise<readonly string[]>
  rename(from: string, to: string): Promise<void>
  /** A second name for a file, at once and whole; fails when the name is taken (`EEXIST`). */
  link(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes created, renamed and removed names of a directory durable. */
  syncDirectory(path: string): Promise<void>
}
