import { expect, it } from 'vitest'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import { describeHubStore, sampleEntry } from '../store-contract.ts'

describeHubStore('memory', async () => ({
  open: async (now) => createMemoryStore({ now }),
  dispose: async () => undefined,
}))

it('counts nothing as written when the medium fails, and is broken from then on', async () => {
  const store = createMemoryStore({ persist: () => Promise.reject(new Error('EIO')) })
  await expect(store.transaction((tx) => tx.append(sampleEntry(1)))).rejects.toThrow('EIO')
  await expect(store.transaction((tx) => tx.entriesAfter(0, 1))).rejects.toThrow('broken')
})
