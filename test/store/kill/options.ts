import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { JournalOptions } from '../../../main/journal/types.ts'
import { testDesk } from '../../main/journal/device.ts'

/** A journal on the real disk under `root`; small segments, so that a short life sees many rotations. */
export function realJournal(root: string): JournalOptions {
  return {
    dir: join(root, 'store'),
    anchorPath: join(root, 'anchor'),
    ...testDesk,
    random: (length) => new Uint8Array(randomBytes(length)),
    clock: () => Date.now(),
    segmentBytes: 6000,
    anchorDelayMs: 3,
  }
}
