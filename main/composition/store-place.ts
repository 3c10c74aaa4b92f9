/** Where one store of this PC lies: its folder, its anchor outside of it, its machine secret. */
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Realm } from '../../domain/vocabulary.ts'
import type { StorePlace } from '../desk/ports.ts'
import { Anchor } from '../journal/anchor.ts'
import { asJournalError } from '../journal/file-ops.ts'
import { openJournal } from '../journal/journal.ts'
import { nodeFs } from '../journal/node-fs.ts'
import type { Keeper } from '../keeper/keeper.ts'
import { createKeyring, openKeyring, recoverKeyring } from '../keyring/keyring.ts'
import { keyringFile } from '../keyring/storage.ts'
import { Snapshots } from '../snapshot/snapshots.ts'
import { probeDisk } from './probe-disk.ts'
import type { Stretch } from '../keyring/types.ts'
import { readIfThere } from '../machine/read-if-there.ts'
import { setAside } from '../machine/set-aside.ts'
import { replaceFile } from '../machine/replace-file.ts'

export interface PlaceOptions {
  readonly realm: Realm
  /** This realm's folder; the journal lies in `store/<store id>/` below it. */
  readonly folder: string
  /** Another folder than the store's, so that a store put back from an old copy is seen (P3). */
  readonly anchors: string
  readonly machineSecret: Uint8Array
  /** Argon2id beside main's thread, one at a time for all stores. */
  readonly stretch: Stretch
  readonly keeper: Keeper
  /** Version of the projection whose snapshots are kept. */
  readonly projector: number
  /** A snapshot that was of no use. Never contents. */
  readonly onDiscarded: (code: string) => void
  readonly onQuarantine: (bytes: number) => void
}

export async function storePlace(options: PlaceOptions): Promise<StorePlace> {
  const { realm, folder, anchors, machineSecret, stretch } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(anchors, { recursive: true, mode: 0o700 })
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
  // By store id: a first start that was cut off before its profile was written leaves a store behind that
  // no keyring opens, and the next try must not stumble over it.
  const storeDir = (storeId: string): string => join(folder, 'store', storeId)
  const profile = join(folder, 'profile.json')
  const pending = join(folder, 'failed-sign-ins.bin')
  return {
    realm,
    readProfile: async () => (await readIfThere(profile))?.toString('utf8'),
    writeProfile: (text) => replaceFile(profile, Buffer.from(text)),
    keyringStorage: keyringFile(join(folder, 'keyring.bin')),
    openKeyring: (storage) => openKeyring({ storage, machineSecret, random, stretch }),
    createKeyring: (storage, device, managers) =>
      createKeyring({ storage, machineSecret, random, stretch }, device, managers),
    storeDir,
    recoverKeyring: (storage, code, device, managers) =>
      recoverKeyring({ storage, machineSecret, random, stretch }, code, device, managers),
    createAnchor: async ({ head, ...store }) => {
      const path = join(anchors, `${realm}-${store.storeId}.anchor`)
      const anchor = await Anchor.create({ ...store, fs: nodeFs, path, realm, random }, head)
      await anchor.close()
    },
    setAside: (storeId, now) =>
      setAside([profile, join(folder, 'keyring.bin'), pending, storeDir(storeId)], String(now)),
    keeper: options.keeper,
    snapshots: (storeId) =>
      new Snapshots({
        fs: nodeFs,
        dir: join(storeDir(storeId), 'snapshots'),
        of: { realm, storeId, projector: options.projector },
        onDiscarded: options.onDiscarded,
      }),
    segmentCount: async (storeId) => {
      const names = await nodeFs.list(storeDir(storeId))
      return names.filter((name) => name.startsWith('segment-')).length
    },
    probe: (storeId) =>
      probeDisk(nodeFs, storeDir(storeId)).catch((error: unknown) =>
        Promise.reject(asJournalError(error, 'trying the disk')),
      ),
    openJournal: (journal) =>
      openJournal({
        ...journal,
        dir: storeDir(journal.storeId),
        anchorPath: join(anchors, `${realm}-${journal.storeId}.anchor`),
        random,
        clock: Date.now,
        onQuarantine: ({ bytes }) => options.onQuarantine(bytes),
      }),
    readPending: async () => {
      const bytes = await readIfThere(pending)
      return bytes && new Uint8Array(bytes)
    },
    writePending: (sealed) =>
      sealed === undefined ? rm(pending, { force: true }) : replaceFile(pending, sealed),
  }
}
