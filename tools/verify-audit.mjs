#!/usr/bin/env node
/**
 * Checks an audit file of Fobdesk without Fobdesk: `node verify-audit.mjs FILE [--list]`, Node 20 or newer, no
 * other package. It shares no code with the program that wrote the file; the format is docs/audit-file.md.
 * Exit status 0: everything holds. 1: it does not, and where. 2: the file could not be read at all.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

class Refused extends Error {}
function refuse(what) {
  throw new Refused(what)
}
const same = (a, b) => Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b)
const sha256 = (...pieces) => createHash('sha256').update(Buffer.concat(pieces)).digest()

// ── CBOR, the few forms that occur (RFC 8949 §4.2.1): shortest lengths, sorted keys, no floats, no tags

const DEPTH = 32
const SIMPLE = { 0xf4: false, 0xf5: true, 0xf6: null }

/** `entries`, when given, receives [key, start, end] of the outermost map's entries. */
function decode(bytes, entries) {
  let at = 0
  const take = (length) =>
    at + length <= bytes.length ? bytes.subarray(at, (at += length)) : refuse('CBOR is cut short')
  const argument = (info) => {
    if (info < 24) return info
    if (info > 27) refuse('CBOR of indefinite length')
    const value = Number(`0x${take(1 << (info - 24)).toString('hex')}`)
    const least = [24, 2 ** 8, 2 ** 16, 2 ** 32][info - 24]
    return value >= least && Number.isSafeInteger(value) ? value : refuse('CBOR number not in its one form')
  }
  const text = (raw) =>
    Buffer.from(raw.toString('utf8')).equals(raw) ? raw.toString('utf8') : refuse('text that is not UTF-8')
  const map = (count, depth) => {
    const value = {}
    let before
    for (let i = 0; i < count; i++) {
      const start = at
      const key = item(0)
      if (typeof key !== 'string' || key === '__proto__') refuse('map key')
      if (before?.compare(bytes.subarray(start, at)) >= 0) refuse('map keys doubled or out of order')
      before = bytes.subarray(start, at)
      value[key] = item(depth - 1)
      if (depth === DEPTH) entries?.push([key, start, at])
    }
    return value
  }
  const item = (depth) => {
    if (depth < 0) refuse('CBOR nested too deeply')
    const [first] = take(1)
    if (first in SIMPLE) return SIMPLE[first]
    const kind = first >> 5
    if (kind > 5) refuse('CBOR value of an unknown kind')
    const value = argument(first & 31)
    if (kind < 2) return kind === 0 ? value : -1 - value
    if (kind === 2) return take(value)
    if (kind === 3) return text(take(value))
    if (value > bytes.length - at) refuse('CBOR is cut short')
    return kind === 4 ? Array.from({ length: value }, () => item(depth - 1)) : map(value, depth)
  }
  const value = item(DEPTH)
  return at === bytes.length ? value : refuse('bytes after the value')
}

function head(major, value) {
  if (value < 24) return Buffer.of((major << 5) | value)
  const power = [2 ** 8, 2 ** 16, 2 ** 32, Infinity].findIndex((limit) => value < limit)
  const digits = value.toString(16).padStart(2 << power, '0')
  return Buffer.from([(major << 5) | (24 + power), ...Buffer.from(digits, 'hex')])
}

/** Entries are given in their order: the shorter key first. */
function encodeMap(...entries) {
  const one = (value) => {
    if (value === null) return Buffer.from([0xf6])
    if (typeof value === 'number') return head(0, value)
    return Buffer.concat([
      head(typeof value === 'string' ? 3 : 2, Buffer.byteLength(value)),
      Buffer.from(value),
    ])
  }
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(one)])
}

// ── What is hashed and signed (docs/audit-file.md, "Hashes")

const label = (name) => Buffer.from(`fobdesk/${name}/1\x00`)
const storeOrigin = (realm, storeId) =>
  sha256(label('store-chain-origin'), encodeMap(['realm', realm], ['storeId', storeId]))
const deviceOrigin = (realm, device) =>
  sha256(label('device-chain-origin'), encodeMap(['realm', realm], ['device', device]))
const headMessage = ({ device, seq, hash }) =>
  Buffer.concat([label('device-head'), encodeMap(['seq', seq], ['hash', hash], ['device', device])])

/** SHA-256 over the event without its `sigs` entry, which is cut out of the bytes. */
function roleDigest(bytes, entries) {
  const [, start, end] = entries.find(([key]) => key === 'sigs')
  const count = Buffer.of(bytes[0] - 1)
  return sha256(label('role-signature'), count, bytes.subarray(1, start), bytes.subarray(end))
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex') // RFC 8410: an Ed25519 public key follows
const verifier = (raw) => createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })

/** 30 digits to compare by telephone, as the desk shows them. */
export function fingerprint(raw) {
  const digest = sha256(label('key-fingerprint'), raw)
  const group = (at) => String(digest.readUIntBE(at, 5) % 100000).padStart(5, '0')
  return [0, 5, 10, 15, 20, 25].map(group).join(' ')
}
const keyId = (raw) => sha256(raw).subarray(0, 8).toString('hex')

// ── The file
const MAGIC = Buffer.from('FOBAUDIT\x00\x01', 'latin1')

/** Record by record, so that a file of any size takes little memory. Gives [place, length prefix, bytes]. */
function* records(file) {
  const size = fstatSync(file).size
  const read = (at, length) => {
    if (length > size - at) refuse(`cut short at byte ${at}`)
    const bytes = Buffer.alloc(length)
    for (let have = 0; have < length;) have += readSync(file, bytes, have, length - have, at + have)
    return bytes
  }
  if (!read(0, Math.min(size, MAGIC.length)).equals(MAGIC)) refuse('no audit file, or a newer format')
  for (let at = MAGIC.length; at < size;) {
    const prefix = read(at, 4)
    const body = read(at + 4, prefix.readUInt32BE())
    yield [`byte ${at}`, prefix, body]
    at += 4 + body.length
  }
}

const COUNTS = 'events commits headSignatures roleSignatures unsigned relayed parts detached'.split(' ')

class Check {
  devices = new Map()
  staff = new Map()
  report = Object.fromEntries(COUNTS.map((name) => [name, 0]))
  /** Of the events that head office last named as relayed, those not met yet. */
  named = []

  begin(record) {
    const { realm, store, prior, heads } = record
    this.realm = realm
    this.store = prior.hash
    this.eventsBefore = prior.events
    this.n = prior.commits
    this.heads = new Map(heads.map(({ device, seq, hash }) => [device, { seq, hash }]))
    const whole = prior.commits === 0
    if (whole && (!same(prior.hash, storeOrigin(realm, store)) || prior.events !== 0 || heads.length > 0))
      refuse('the start of the store chain is another store’s')
    Object.assign(this.report, { whole, ...record })
  }

  key({ device, staff, key }) {
    if (device) this.devices.set(device, { raw: key, key: verifier(key) })
    else this.staff.set(`${staff} ${keyId(key)}`, { staff, raw: key, key: verifier(key) })
  }

  commit(record) {
    const { n, origin, context, events, parts, store } = record
    if (n !== this.n + 1) refuse(`commit ${n} after commit ${this.n}`)
    this.n = n
    const partsOf = (index) => parts.filter(([of]) => of === index)
    const hashes = events.map((bytes, index) => this.event(bytes, partsOf(index), origin))
    if (parts.some(([of]) => of >= events.length)) refuse('a part of no event')
    this.signedHead(record)
    const step = encodeMap(['events', Buffer.concat(hashes)], ['origin', origin], ['context', context])
    this.store = sha256(label('store-chain'), this.store, step)
    if (!same(this.store, store)) refuse('does not follow in the store chain')
    this.report.commits++
  }

  event(bytes, parts, origin) {
    const entries = []
    const event = decode(bytes, entries)
    const { device, seq, prev, realm, at } = event
    const where = `event ${seq} of ${device}`
    if (realm !== this.realm) refuse(`${where} is of the other realm`)
    const hash = sha256(label('device-chain'), prev, bytes)
    if (origin === 'pulled' && device !== 'hub') {
      this.relayed(event, bytes, where)
    } else {
      const before = this.heads.get(device) ?? { seq: 0, hash: deviceOrigin(realm, device) }
      if (seq !== before.seq + 1) refuse(`${where} follows event ${before.seq}`)
      if (!same(prev, before.hash)) refuse(`${where} does not follow in its device's chain`)
      this.heads.set(device, { seq, hash })
      const { data, type } = event
      this.named =
        type === 'EventsRelayed' ? data.events.map((name) => ({ ...name, device: data.device })) : []
    }
    for (const [, name, salt, part] of parts) {
      const told = event.parts.find((one) => one.name === name)?.hash
      if (!same(told, sha256(label('event-part'), salt, part))) refuse(`${where}: part ${name} was altered`)
    }
    this.roles(event, bytes, entries, origin, where)
    const { report } = this
    report.events++
    report.parts += parts.length
    report.detached += event.parts.length - parts.length
    report.firstAt = Math.min(report.firstAt ?? at, at)
    report.lastAt = Math.max(report.lastAt ?? at, at)
    this.onEvent({ number: this.eventsBefore + report.events, ...event })
    return hash
  }

  /** Of another PC's chain only parts are here; head office's event before them names each by its hash. */
  relayed({ device, seq }, bytes, where) {
    const name = this.named.shift()
    if (name?.device !== device || name.seq !== seq || name.hash !== sha256(bytes).toString('hex'))
      refuse(`${where} is not what head office relayed`)
    this.report.relayed++
  }

  roles(event, bytes, entries, origin, where) {
    const sigs = event.sigs ?? []
    if (event.by !== null && !sigs.some(({ by }) => by === event.by)) {
      if (this.realm === 'real' && origin === 'own')
        refuse(`${where} is not signed by its author ${event.by}`)
      this.report.unsigned++
    }
    for (const { by, key, sig } of sigs) {
      const known = this.staff.get(`${by} ${key}`)
      // Of another PC's people head office has the keys, and has checked.
      if (!known && origin === 'pulled') continue
      if (!known) refuse(`${where}: no key ${key} of staff ${by}`)
      if (!verify(null, roleDigest(bytes, entries), known.key, sig))
        refuse(`${where}: the signature of staff ${by} does not hold`)
      this.report.roleSignatures++
    }
  }

  signedHead({ origin, events, head: signed }) {
    if (origin === 'pulled' || events.length === 0) return signed === null || refuse('a head without events')
    const reached = this.heads.get(signed.device)
    if (!reached || signed.seq !== reached.seq || !same(signed.hash, reached.hash))
      refuse('the signed head is another one')
    const known = this.devices.get(signed.device) ?? refuse(`no key of device ${signed.device}`)
    if (!verify(null, headMessage(signed), known.key, signed.sig))
      refuse(`the head signature of device ${signed.device} does not hold`)
    this.report.headSignatures++
  }

  end({ commits, events, store, sig }, digest) {
    const { report } = this
    if (commits !== this.n || events !== this.eventsBefore + report.events || !same(store, this.store))
      refuse('the end names another head than the records reach')
    const known = this.devices.get(report.device) ?? refuse('no key of the device that wrote the file')
    if (!verify(null, Buffer.concat([label('audit-file'), digest]), known.key, sig))
      refuse('the signature of the whole file does not hold')
  }
}

/** Everything the file says, checked. Throws with where and what when something does not hold. */
export function verifyAuditFile(path, onEvent = () => {}) {
  const file = openSync(path, 'r')
  let where = 'the file'
  try {
    const check = Object.assign(new Check(), { onEvent })
    const whole = createHash('sha256').update(MAGIC)
    let before = 'nothing'
    for (const [place, prefix, body] of records(file)) {
      where = place
      const record = decode(body)
      if (before === 'end') refuse('records after the end')
      if ((record.r === 'begin') !== (before === 'nothing')) refuse('only the first record is `begin`')
      if (record.r === 'commit') where = `commit ${record.n}`
      if (record.r === 'end') check.end(record, whole.digest())
      else if (['begin', 'key', 'commit'].includes(record.r)) check[record.r](record)
      else refuse(`an unknown record ${record.r}`)
      if (record.r !== 'end') whole.update(prefix).update(body)
      before = record.r
    }
    if (before !== 'end') refuse('the file is cut short: its end is missing')
    return { ...check.report, head: check.store, devices: check.devices, staff: check.staff }
  } catch (error) {
    // Whatever else stumbles over a damaged record has met something that is not what was written.
    const wrong = [Refused, TypeError, RangeError].some((kind) => error instanceof kind)
    throw wrong || error.code?.startsWith('ERR_') ? new Refused(`${where}: ${error.message}`) : error
  } finally {
    closeSync(file)
  }
}

const time = (at) => new Date(at + 9 * 3600_000).toISOString().replace('T', ' ').replace('Z', ' JST')

const list = ({ number, at, type, by, data }) =>
  console.log([number, time(at), by ?? '-', type, JSON.stringify(data)].join('\t'))

function print(r) {
  const line = (name, value) => console.log(`  ${name}: ${value}`)
  console.log('OK  記録はつながっており、署名はすべて正しい / the record holds, every signature is valid')
  line('店 branch', `${r.branch} ${r.branchName}（${r.realm === 'real' ? '本番 real' : '研修 training'}）`)
  line('保管庫 store', r.store)
  line('書出し exported', `${time(r.at)}  職員 staff ${r.by}  端末 device ${r.device}`)
  line('記録 events', `${r.events}（${r.prior.events + 1} – ${r.prior.events + r.events}）`)
  if (r.events > 0) line('期間 period', `${time(r.firstAt)} – ${time(r.lastAt)}`)
  line('他の端末から from other PCs', r.relayed)
  line('端末の署名 head signatures', r.headSignatures)
  line('職員の署名 staff signatures', `${r.roleSignatures}（署名なし without: ${r.unsigned}）`)
  line('個人情報 personal parts', `${r.parts}（なし left out: ${r.detached}）`)
  const before = `末尾 ${r.prior.hash.toString('hex')} と一致すること / must be the end of the file before`
  if (!r.whole) line('前の記録 before', `この前の記録は別のファイル。${before}`)
  line('末尾 end', r.head.toString('hex'))
  console.log('  鍵の指紋 key fingerprints（店に電話して読み合わせる / compare them by telephone）:')
  for (const [device, { raw }] of r.devices) console.log(`    端末 device ${device}: ${fingerprint(raw)}`)
  for (const { staff, raw } of r.staff.values()) console.log(`    職員 staff ${staff}: ${fingerprint(raw)}`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path, option] = process.argv.slice(2)
  try {
    print(verifyAuditFile(path, option === '--list' ? list : undefined))
  } catch (error) {
    const refused = error instanceof Refused
    console.error(refused ? `NG  正しくない / does not hold: ${error.message}` : String(error))
    process.exitCode = refused ? 1 : 2
  }
}
