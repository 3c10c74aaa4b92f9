import type { Medium } from './medium.ts'

/** All programs of a case are one process here; a lock of a dead one must not look like this one's own. */
export function markLocksStale(medium: Medium): void {
  for (const { path, inode } of medium.files()) {
    if (!path.includes('.lock')) continue
    const text = Buffer.from(inode.cached).toString()
    inode.replace(Buffer.from(text.replace(/"holder":"[^"]*"/, '"holder":"a dead one"')))
  }
}
