/**
 * The peer: better-sqlite3-multiple-ciphers with SQLCipher's format, WAL, synchronous FULL, doing the same logical
 * work as the desk's store: the event as it is kept, which fob it is about, the fob's new state, the counts by place.
 */
// oxlint-disable-next-line import/default -- CommonJS: what it exports is the default
import Database from 'better-sqlite3-multiple-ciphers'
import { argon2id } from 'hash-wasm'
import { join } from 'node:path'
import { PRODUCT_ARGON2 } from '../../../main/keyring/slot.ts'
import { encodeCbor } from '../../../protocol/cbor.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY, type TEXT, at INTEGER, staff TEXT, bytes BLOB);
  CREATE TABLE IF NOT EXISTS subject (id TEXT, number INTEGER, PRIMARY KEY (id, number)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS fob (
    serial TEXT PRIMARY KEY, model TEXT, lot TEXT, expires_at INTEGER, place TEXT, seed TEXT, contract_no TEXT
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS fob_place ON fob (place, serial);
  CREATE INDEX IF NOT EXISTS fob_expiry ON fob (expires_at, serial);
  CREATE TABLE IF NOT EXISTS user (login_id TEXT PRIMARY KEY, contract_no TEXT, name TEXT, kana TEXT) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS user_kana ON user (kana);
  CREATE TABLE IF NOT EXISTS count (place TEXT PRIMARY KEY, fobs INTEGER) WITHOUT ROWID;
`

export interface PeerEvent {
  readonly type: string
  readonly at: number
  readonly by: string | null
  readonly subjects: readonly string[]
  readonly bytes: Uint8Array
}

export interface PeerFob {
  readonly serial: string
  readonly model: string
  readonly lotNo: string
  readonly expiresAt: number
  readonly place: string
  readonly seed: string
  readonly contractNo: string | null
}

export interface PeerUser {
  readonly loginId: string
  readonly contractNo: string
  readonly name: string
  readonly kana: string
}

export class Peer {
  readonly #db: Database.Database
  readonly #move: (event: PeerEvent, serial: string, from: string, to: string) => void
  readonly #load: (events: readonly PeerEvent[], fobs: readonly PeerFob[], users: readonly PeerUser[]) => void

  /** @param key raw, 32 bytes: the derivation from a password is the caller's */
  constructor(path: string, key: Uint8Array) {
    const db = new Database(path)
    db.pragma("cipher='sqlcipher'")
    db.pragma('legacy=4')
    db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.exec(schema)
    this.#db = db
    const insertEvent = db.prepare('INSERT INTO event (type, at, staff, bytes) VALUES (?, ?, ?, ?)')
    const insertSubject = db.prepare('INSERT INTO subject VALUES (?, ?)')
    const moveFob = db.prepare('UPDATE fob SET place = ? WHERE serial = ?')
    const count = db.prepare(
      'INSERT INTO count VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET fobs = fobs + excluded.fobs',
    )
    const insertFob = db.prepare('INSERT OR REPLACE INTO fob VALUES (?, ?, ?, ?, ?, ?, ?)')
    const insertUser = db.prepare('INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)')
    const record = ({ type, at, by, subjects, bytes }: PeerEvent): void => {
      const { lastInsertRowid } = insertEvent.run(type, at, by, bytes)
      for (const subject of subjects) insertSubject.run(subject, lastInsertRowid)
    }
    this.#move = db.transaction((event: PeerEvent, serial: string, from: string, to: string) => {
      record(event)
      moveFob.run(to, serial)
      count.run(from, -1)
      count.run(to, 1)
    })
    this.#load = db.transaction(
      (events: readonly PeerEvent[], fobs: readonly PeerFob[], users: readonly PeerUser[]) => {
        for (const event of events) record(event)
        for (const { serial, model, lotNo, expiresAt, place, seed, contractNo } of fobs) {
          insertFob.run(serial, model, lotNo, expiresAt, place, seed, contractNo)
          count.run(place, 1)
        }
        for (const { loginId, contractNo, name, kana } of users)
          insertUser.run(loginId, contractNo, name, kana)
      },
    )
  }

  /** One durable transaction, as the desk's commit of one move. */
  move(event: PeerEvent, serial: string, from: string, to: string): void {
    this.#move(event, serial, from, to)
  }

  load(events: readonly PeerEvent[], fobs: readonly PeerFob[], users: readonly PeerUser[]): void {
    this.#load(events, fobs, users)
  }

  /** The checkpoint of a day's end, so that opening does not meet an unusual WAL. */
  checkpoint(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)')
  }

  /** What a first screen asks: counts, a page of stock, a search by the beginning of a reading. */
  firstScreen(): number {
    const counts = this.#db.prepare('SELECT place, fobs FROM count').all()
    const page = this.#db.prepare('SELECT * FROM fob ORDER BY serial LIMIT 200').all()
    const found = this.#db.prepare("SELECT * FROM user WHERE kana >= 'サト' AND kana < 'サナ' LIMIT 30").all()
    return counts.length + page.length + found.length
  }

  close(): void {
    this.#db.close()
  }
}

/** Opens the peer's database beside the desk's store, with the desk's own cost of a password (64 MiB, t = 3). */
export async function openPeer(folder: string): Promise<Peer> {
  const key = await argon2id({
    password: 'kenshu-yakuseki-a',
    // A fixed salt: the bench measures time, there is nothing to protect.
    salt: new Uint8Array(16),
    memorySize: PRODUCT_ARGON2.memoryKiB,
    iterations: PRODUCT_ARGON2.iterations,
    parallelism: PRODUCT_ARGON2.parallelism,
    hashLength: 32,
    outputType: 'binary',
  })
  return new Peer(join(folder, 'peer.sqlite'), key)
}

/** The bytes that both stores keep of one move. */
export function moveEvent(serial: string, at: number, to: string): PeerEvent {
  const data = { serial, from: 'stock', to, reference: null, flag: null }
  const bytes = encodeCbor({ type: 'FobMoved', v: 1, at, by: '1001', data, prev: new Uint8Array(32) })
  return { type: 'FobMoved', at, by: '1001', subjects: [serial], bytes }
}
