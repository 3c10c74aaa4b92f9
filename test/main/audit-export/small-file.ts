/** A small audit file of the product over a store of a few commits, two of them pulled, one with a leaver's key. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditFile, type AuditFileOptions } from '../../../main/audit-export/audit-file.ts'
import type { Journal } from '../../../main/journal/types.ts'
import type { EventDraft } from '../../../domain/events.ts'
import { concatBytes } from '../../../protocol/bytes.ts'
import { deviceChainOrigin } from '../../../protocol/chain.ts'
import { sealEnvelope, type SealedEvent } from '../../../protocol/envelope.ts'
import {
  generateSigningKeyPair,
  keyId,
  signBytes,
  signingKey,
  type DeviceHead,
} from '../../../protocol/signature.ts'
import { testStore } from '../journal/store.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
export const deviceKeys = generateSigningKeyPair(random)
const staffKeys = generateSigningKeyPair(random)
const staffSigner = {
  by: '1001',
  key: keyId(staffKeys.publicKey),
  sign: (digest: Uint8Array) => signBytes(signingKey(staffKeys.privateKey), digest),
}
const sign = (message: Uint8Array): Uint8Array => signBytes(signingKey(deviceKeys.privateKey), message)

export function event(head: DeviceHead, serial: string, signed = true): SealedEvent {
  return sealEnvelope({
    draft: { type: 'FobMoved', v: 1, data: { serial }, personal: { memo: `記録 ${serial}` } },
    id: `e-${head.device}-${head.seq + 1}`,
    realm: 'training',
    device: head.device,
    seq: head.seq + 1,
    prev: head.hash,
    at: 1_700_000_000_000 + head.seq * 1000,
    by: '1001',
    random,
    signers: signed ? [staffSigner] : [],
  })
}

export interface SmallStore {
  readonly journal: Journal
  readonly root: string
  /** Appends a pulled commit: one of head office's events, and what it relays. */
  readonly pull: (draft: EventDraft, relayed: readonly SealedEvent[]) => Promise<void>
  /** Writes an audit file of it and gives its path. */
  readonly write: (changes?: Partial<AuditFileOptions>) => Promise<string>
}

/** Seven events in six commits: own, own, pulled, own (two events), pulled with a context, own. */
export async function smallStore(): Promise<SmallStore> {
  const store = await testStore()
  const { journal } = await store.open({
    signHead: sign,
    devicePublicKey: (device) => (device === 'desk-1' ? deviceKeys.publicKey : undefined),
  })
  const own = (...serials: string[]) => {
    let head = journal.tail
    const events = serials.map((serial) => {
      const sealed = event(head, serial)
      head = sealed
      return sealed
    })
    return journal.append({ origin: 'own', events })
  }
  let hub = deviceChainOrigin('training', 'hub')
  const pulled = async (context?: unknown) => {
    const sealed = event(hub, '10000099', false)
    hub = sealed
    await journal.append({
      origin: 'pulled',
      events: [sealed],
      ...(context === undefined ? {} : { context }),
    })
  }
  await own('10000001')
  await own('10000002')
  await pulled()
  await own('10000003', '10000004')
  await pulled({ cursor: 2 })
  await own('10000005')
  let files = 0
  return {
    journal,
    async pull(draft, relayed) {
      const { device, seq, hash: prev } = hub
      const meta = { id: `e-hub-${seq + 1}`, realm: 'training', at: 1_700_000_050_000, by: null } as const
      const sealed = sealEnvelope({ ...meta, draft, device, seq: seq + 1, prev, random })
      hub = sealed
      await journal.append({ origin: 'pulled', events: [sealed, ...relayed] })
    },
    root: store.root,
    async write(changes = {}) {
      const pieces: Uint8Array[] = []
      const file = new AuditFile({
        realm: 'training',
        storeId: 'store-1',
        device: 'desk-1',
        branchNo: '012',
        branchName: '研修店',
        exportedBy: '3001',
        exportedAt: 1_700_000_100_000,
        firstEvent: 1,
        lastEvent: 7,
        personal: true,
        devicePublicKey: (device) => (device === 'desk-1' ? deviceKeys.publicKey : undefined),
        signingKeyOf: () => staffKeys.publicKey,
        sign,
        write: async (bytes) => void pieces.push(bytes),
        ...changes,
      })
      const verified = await journal.verify(undefined, async (commit, at) => {
        await file.commit(commit, at)
        return undefined
      })
      if (!verified.ok) throw new Error(verified.where)
      await file.end()
      const path = join(store.root, `${(files += 1)}.fobaudit`)
      await writeFile(path, concatBytes(...pieces))
      return path
    },
  }
}
