/**
 * The signed audit file (docs/audit-file.md): a stretch of the store as it was written, with everything a stranger
 * needs to check it by `tools/verify-audit.mjs`. Magic, then records of u32 length ‖ CBOR: `begin`, then `key` and
 * `commit` as they come (a key before its first use), then `end` with the device's signature over all before it.
 */
import { createHash } from 'node:crypto'
import type { Realm } from '../../domain/vocabulary.ts'
import { concatBytes, sha256, utf8 } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { storeChainOrigin } from '../../protocol/chain.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { HUB_DEVICE } from '../../protocol/hub-head.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { Commit, StoreHead } from '../journal/commit.ts'
import type { VerifiedAt } from '../journal/types.ts'

const MAGIC = concatBytes(utf8('FOBAUDIT'), Uint8Array.of(0, 1))
const FILE_LABEL = utf8('fobdesk/audit-file/1\0')

export interface AuditFileOptions {
  readonly realm: Realm
  readonly storeId: string
  /** The exporting device, whose key signs the file. */
  readonly device: string
  readonly branchNo: string
  readonly branchName: string
  readonly exportedBy: string
  /** Ms since 1970. */
  readonly exportedAt: number
  /** Numbers in the store of the first and last event wanted; whole commits are taken. */
  readonly firstEvent: number
  readonly lastEvent: number
  /** Whether names, addresses and memos go along. Sealed seeds never do. */
  readonly personal: boolean
  readonly devicePublicKey: (device: string) => Uint8Array | undefined
  readonly signingKeyOf: (staffNo: string, keyId: string) => Uint8Array | undefined
  /** Ed25519 by the device key. */
  readonly sign: (message: Uint8Array) => Uint8Array
  readonly write: (bytes: Uint8Array) => Promise<void>
}

/** Fed with every commit of the store in order, as its verification meets them; writes those of the range. */
export class AuditFile {
  readonly #options: AuditFileOptions
  readonly #hash = createHash('sha256')
  readonly #heads = new Map<string, DeviceHead>()
  readonly #known = new Set<string>()
  #prior: StoreHead
  #begun = false
  /** Numbers of the events written so far, 0 before the first. */
  first = 0
  last = 0

  constructor(options: AuditFileOptions) {
    this.#options = options
    this.#prior = { commits: 0, events: 0, hash: storeChainOrigin(options.realm, options.storeId) }
  }

  async commit(commit: Commit, { position, store, head }: VerifiedAt): Promise<void> {
    const { firstEvent, lastEvent } = this.#options
    const end = position.firstEvent + commit.events.length - 1
    const after: StoreHead = { commits: position.commit, events: end, hash: store }
    const wanted = this.#begun ? position.firstEvent <= lastEvent : end >= firstEvent && lastEvent > 0
    if (wanted) {
      if (!this.#begun) await this.#begin()
      await this.#keysOf(commit)
      await this.#record(this.#commitRecord(commit, position.commit, store, head))
      if (commit.events.length > 0) {
        if (this.first === 0) this.first = position.firstEvent
        this.last = end
      }
    }
    if (!this.#begun || wanted) this.#prior = after
    if (this.#begun) return
    for (const event of commit.events) {
      // Of another PC's chain only what head office relayed is here: it has no head.
      const chained = commit.origin === 'own' || event.device === HUB_DEVICE
      if (chained) this.#heads.set(event.device, headOf(event))
    }
  }

  /** The signed end. A range without events still is a valid, empty file. */
  async end(): Promise<void> {
    if (!this.#begun) await this.#begin()
    const { device, sign } = this.#options
    await this.#deviceKey(device)
    const { commits, events, hash } = this.#prior
    const sig = sign(concatBytes(FILE_LABEL, new Uint8Array(this.#hash.digest())))
    await this.#options.write(framed({ r: 'end', commits, events, store: hash, sig }))
  }

  async #begin(): Promise<void> {
    this.#begun = true
    const { realm, storeId, device, branchNo, branchName, exportedBy, exportedAt, personal } = this.#options
    await this.#write(MAGIC)
    await this.#record({
      r: 'begin',
      realm,
      store: storeId,
      device,
      branch: branchNo,
      branchName,
      by: exportedBy,
      at: exportedAt,
      personal,
      prior: { ...this.#prior },
      heads: [...this.#heads.values()].map(({ seq, hash, device: name }) => ({ device: name, seq, hash })),
    })
  }

  #commitRecord(commit: Commit, n: number, store: Uint8Array, head: VerifiedAt['head']): object {
    const { origin, events, context } = commit
    const parts = events.flatMap((event, index) =>
      event.parts
        .filter(({ name }) => name === 'personal' && this.#options.personal)
        .map(({ name, salt, bytes }) => [index, name, salt, bytes]),
    )
    return {
      r: 'commit',
      n,
      origin,
      events: events.map(({ bytes }) => bytes),
      parts,
      context: context === undefined ? null : sha256(encodeCbor(context)),
      head:
        head === undefined ? null : { device: head.device, seq: head.seq, hash: head.hash, sig: head.sig },
      store,
    }
  }

  async #keysOf({ origin, events }: Commit): Promise<void> {
    const [first] = events
    if (origin === 'own' && first !== undefined) await this.#deviceKey(first.device)
    for (const { by, key } of events.flatMap(({ signatures }) => signatures)) {
      const raw = this.#isNew(`staff ${by} ${key}`) ? this.#options.signingKeyOf(by, key) : undefined
      if (raw !== undefined) await this.#record({ r: 'key', staff: by, key: raw })
    }
  }

  async #deviceKey(device: string): Promise<void> {
    const raw = this.#isNew(`device ${device}`) ? this.#options.devicePublicKey(device) : undefined
    if (raw !== undefined) await this.#record({ r: 'key', device, key: raw })
  }

  #isNew(name: string): boolean {
    const before = this.#known.size
    return this.#known.add(name).size > before
  }

  #record(record: object): Promise<void> {
    return this.#write(framed(record))
  }

  #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    return this.#options.write(bytes)
  }
}

function headOf({ device, seq, hash }: OpenedEvent): DeviceHead {
  // The bytes are views of the commit's plaintext, which would stay in memory with them.
  return { device, seq, hash: hash.slice() }
}

function framed(record: object): Uint8Array {
  const body = encodeCbor(record)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return concatBytes(length, body)
}
