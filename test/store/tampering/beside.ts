/** Tampering with what lies beside the journal: the keyring, which must not open, and snapshots, never believed. */
import { readSnapshot, writeSnapshot } from '../../../main/snapshot/snapshot-file.ts'
import { openKeyring } from '../../../main/keyring/keyring.ts'
import { must } from '../../protocol/must.ts'
import { epochKey, seededRandom } from '../../main/journal/device.ts'
import { Medium } from '../../main/journal/faults/medium.ts'
import { mediumFs } from '../../main/journal/faults/medium-fs.ts'
import { memoryStorage, newDesk, SATO, SUZUKI } from '../../main/keyring/desk.ts'
import { Tally, toggle, type Attacked, type Thoroughness } from './tally.ts'

/** Every bit and every length of a keyring: nobody gets in, whoever's slot it was. */
export async function keyringAttacks({ stride }: Thoroughness): Promise<Attacked> {
  const { storage, options } = await newDesk()
  const good = must(storage.content)
  const tally = new Tally()
  const attempt = async (what: string, content: Uint8Array): Promise<void> => {
    const opened = await openKeyring({ ...options, storage: memoryStorage(content) })
    if (!opened.ok) return tally.note(what, opened.code, true)
    for (const { staffNo, password } of [SATO, SUZUKI]) {
      const unlocked = await opened.value.unlock(staffNo, password)
      tally.note(`${what} as ${staffNo}`, unlocked.ok ? 'unlocked' : unlocked.code, !unlocked.ok)
    }
  }
  for (let bit = 0; bit < good.length * 8; bit += stride) {
    const content = good.slice()
    toggle(content, bit)
    await attempt(`bit ${bit}`, content)
  }
  for (let length = 0; length < good.length; length += stride) {
    await attempt(`cut to ${length}`, good.slice(0, length))
  }
  return tally
}

const PATH = '/desk/snapshot'
const OF = { realm: 'training', storeId: 'store-1', projector: 1 } as const

/** Every bit and every length of a snapshot, and snapshots of others: refused, so that it is folded anew. */
export async function snapshotAttacks({ stride }: Thoroughness): Promise<Attacked> {
  const medium = new Medium()
  medium.makeDirectory('/desk')
  const fs = mediumFs(medium)
  const random = seededRandom('snapshot')
  const file = await fs.open(PATH, 'create')
  const content = { commits: 3, events: 3, checkpoint: random(100), projection: random(300) }
  await writeSnapshot(file, OF, { epoch: 1, key: must(epochKey(1)) }, content, random)
  const inode = must(medium.lookUp(PATH))
  const good = inode.cached
  const tally = new Tally()
  const attempt = async (what: string, bytes: Uint8Array, of: Parameters<typeof readSnapshot>[1] = OF) => {
    inode.cached = bytes
    const read = await readSnapshot(file, of, epochKey)
    tally.note(what, read.ok ? 'believed' : read.code, !read.ok)
  }
  for (let bit = 0; bit < good.length * 8; bit += stride) {
    const changed = good.slice()
    toggle(changed, bit)
    await attempt(`bit ${bit}`, changed)
  }
  for (let length = 0; length < good.length; length += stride)
    await attempt(`cut to ${length}`, good.slice(0, length))
  await attempt('of another store', good, { ...OF, storeId: 'store-2' })
  await attempt('of the other realm', good, { ...OF, realm: 'real' })
  await attempt('of another program', good, { ...OF, projector: 2 })
  return tally
}
