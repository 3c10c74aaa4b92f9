import { expect, test } from 'vitest'
import { rollBack } from './rollback.ts'

const every = (count: number, answer: string) => Array.from({ length: count }, () => answer)

// The last 100 states in `npm run store:faults -- rollback`.
test('each earlier state of a store is seen: the folder alone at opening, the whole disk at head office', async () => {
  const { folderAlone, wholeDisk, wholeDiskAndGoneOn } = await rollBack({ states: 12, goneOnStride: 4 })
  // The first state is the empty store.
  expect(folderAlone).toEqual(['STORE_MISSING', ...every(11, 'JOURNAL_TAMPERED')])
  expect(wholeDisk).toEqual(every(12, 'STORE_ROLLED_BACK'))
  expect(wholeDiskAndGoneOn).toEqual(every(3, 'DEVICE_QUARANTINED'))
})
