import type { StoreFile } from './store-files.ts'

/** A run of files that one block file is to stand for. */
export interface Run {
  readonly files: readonly [StoreFile, ...StoreFile[]]
  readonly first: number
  readonly last: number
  /** The block file before the run, undefined at the beginning of the store. */
  readonly before: StoreFile | undefined
  /** Worth writing only if a part is dropped. */
  readonly onlyToDrop: boolean
}

/** Block files over this size are not merged any more: each merge writes all of it again. */
const MERGED_BYTES = 128 * 1024 * 1024

/**
 * The segments at the end become one block file, together with the block files before them that are not larger
 * than what they are merged with: so a year of small mornings stays a handful of files, and no event is written
 * again more often than the store doubles. `all` also looks into every other block file.
 */
export function planRuns(files: readonly StoreFile[], scope: 'recent' | 'all'): Run[] {
  let from = files.findIndex(({ kind }) => kind === 'segment')
  if (from < 0) from = files.length
  let size = files.slice(from).reduce((sum, file) => sum + file.size, 0)
  for (let before = files[from - 1]; before !== undefined && from < files.length; before = files[from - 1]) {
    if (before.size > size || before.size + size > MERGED_BYTES) break
    size += before.size
    from -= 1
  }
  const older = scope === 'all' ? files.slice(0, from) : []
  return [
    ...older.flatMap((file, index) => runOf([file], older[index - 1], true)),
    ...runOf(files.slice(from), files[from - 1], false),
  ]
}

function runOf(files: readonly StoreFile[], before: StoreFile | undefined, onlyToDrop: boolean): Run[] {
  const [first, ...more] = files
  if (first === undefined) return []
  const { last } = more.at(-1) ?? first
  return [{ files: [first, ...more], first: first.first, last, before, onlyToDrop }]
}
