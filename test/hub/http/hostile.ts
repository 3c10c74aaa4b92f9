/**
 * Hostile requests against head office's network server; `npm run hostile` sends the same at length. Outsiders (no
 * key, a wrong key, changed or repeated requests) are never served; a device gone wild is answered, and touches
 * nothing of another branch's. Neither ever meets a bug (500).
 */
import { gzipSync } from 'node:zlib'
import type { HubServer } from '../../../hub/http/server.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { headOfficeMethods, type HeadOfficeMethod } from '../../../protocol/head-office.ts'
import { Dice } from '../../emulators/hostile.ts'
import { deviceKeys, type DeskDouble } from '../desk-double.ts'
import { BRANCH, createWorld, enrolDesk, TEN_O_CLOCK, type World } from '../world.ts'
import { requestOf, serveDevices, type Asking, type Sent } from './device-requests.ts'

interface Target {
  readonly world: World
  readonly server: HubServer
  readonly other: DeskDouble
}

export interface HubSurface {
  /** One hostile request. Answers whether it was served; throws on a finding. */
  readonly once: (target: Target, dice: Dice) => Promise<boolean>
  /** Whether anything that it sends may be served. */
  readonly outsider: boolean
}

const signed = [
  'push',
  'pull',
  'activate',
  'lookUpCustomer',
  'reportIncident',
  'login',
  'resynchronise',
  'why',
] as const
const open = ['identify', 'enrol', 'clock'] as const
const stranger = deviceKeys()

export const hubSurfaces: Readonly<Record<string, HubSurface>> = {
  'hub: devices’ requests changed on the way': { once: changed, outsider: true },
  'hub: requests without the device’s key': { once: forged, outsider: true },
  'hub: a device gone wild': { once: wild, outsider: false },
  'hub: unsigned routes': { once: unsigned, outsider: false },
}

/** Throws at the first finding; answers how many requests were served. */
export async function runHostileHub(name: string, count: number, seed: number): Promise<number> {
  const surface = hubSurfaces[name]
  if (surface === undefined) throw new Error(`no surface ${name}`)
  const target = await makeTarget()
  const control = { ...sound(target, new Dice(seed)), method: 'pull' } as const
  const input = { device: control.device, after: 0, limit: 10 }
  if (!(await send(target, new Dice(seed), requestOf({ ...control, input })))) {
    throw new Error('a sound request is not served: the others would prove nothing')
  }
  const before = await footprint(target)
  let served = 0
  try {
    for (let at = 0; at < count; at += 1) {
      const taken = await surface.once(target, new Dice(seed + at)).catch((error: unknown) => {
        throw new Error(`${name}, seed ${seed + at}`, { cause: error })
      })
      if (taken && surface.outsider) throw new Error(`${name}, seed ${seed + at}: served`)
      if (taken) served += 1
    }
    const after = await footprint(target)
    const changes = surface.outsider ? before !== after : before.split('|')[0] !== after.split('|')[0]
    if (changes) throw new Error(`${name}: left ${after} where there was ${before}`)
  } finally {
    await target.server.stop()
  }
  return served
}

async function makeTarget(): Promise<Target> {
  const world = await createWorld()
  await world.hub.store.transaction((tx) => tx.saveBranch({ ...BRANCH, branchNo: '002', branchName: '他店' }))
  const other = await enrolDesk(world.hub, world.headOffice, '002')
  const quota = { windowMs: 1, requests: Infinity, bytes: Infinity }
  return { world, other, server: await serveDevices(world.hub, { quota }) }
}

/** The other branch first: nothing may ever change there; then everything. */
async function footprint({ world, other }: Target): Promise<string> {
  return world.hub.store.read(async (reader) => {
    const theirs = await reader.device(other.device)
    const chain = await reader.chainHead('002', 'hub')
    const all = await reader.entriesAfter(0, 1_000_000)
    const devices = [...(await reader.devicesOf('001')), ...(await reader.devicesOf('002'))]
    const state = devices.map(({ device, seq, quarantined }) => [device, seq, quarantined])
    return `${theirs?.seq} ${chain?.seq}|${all.length} ${JSON.stringify(state)}`
  })
}

function sound({ world: { desk } }: Target, dice: Dice): Asking {
  const method = signed[dice.below(signed.length)] ?? 'pull'
  const { device } = desk
  const inputs = {
    push: () => desk.pushInput(),
    pull: () => ({ device, after: 0, limit: 10 }),
    activate: () => ({ device, staffNo: '2001', loginId: 'u1', serial: '12345678', code: '123456' }),
    lookUpCustomer: () => ({ device, staffNo: '2001', by: 'kana', text: 'データショウ' }),
    reportIncident: () => ({
      device,
      staffNo: '2001',
      serial: '12345678',
      kind: 'loss',
      channel: 'phone',
      reportedBy: '',
      memo: '',
    }),
    resynchronise: () => ({ device, staffNo: '2001', loginId: 'u1', first: '123456', second: '234567' }),
    why: () => ({ device, loginId: 'u1' }),
    login: () => ({ device, loginId: 'u1', code: '123456' }),
  } as const
  const nonce = dice.bytes(16)
  return {
    device,
    sign: (message) => desk.sign(message),
    method,
    input: inputs[method](),
    time: TEN_O_CLOCK,
    gzip: dice.below(2) === 0,
    nonce: new Uint8Array(nonce),
  }
}

async function changed(target: Target, dice: Dice): Promise<boolean> {
  const sent = requestOf(sound(target, dice))
  const { headers } = sent
  switch (dice.below(6)) {
    case 0:
      return send(target, dice, { ...sent, payload: flipped(dice, sent.payload) })
    case 1:
      return send(target, dice, { ...sent, payload: dice.bytes(dice.below(400)) })
    case 2: {
      const name = Object.keys(headers).filter((key) => key.startsWith('fobdesk-'))[dice.below(4)] ?? ''
      const value = Buffer.from(headers[name] ?? '', 'latin1')
      const spoilt = flipped(dice, value)
        .toString('latin1')
        .replace(/[^\x21-\x7e]/g, 'x')
      if (sameMeaning(name, spoilt, headers[name] ?? '')) return false
      return send(target, dice, { ...sent, headers: { ...headers, [name]: spoilt } })
    }
    case 3: {
      const others = signed.filter((method) => !sent.url.endsWith(method))
      return send(target, dice, { ...sent, url: `/device/v1/${others[dice.below(others.length)] ?? ''}` })
    }
    case 4: {
      const past = requestOf({ ...sound(target, dice), time: TEN_O_CLOCK - 300_001 - dice.below(1e9) })
      return send(target, dice, past)
    }
    default: {
      // Refused for its content, and then the very same once more.
      const first = requestOf({ ...sound(target, dice), input: { nothing: dice.below(9) } })
      await send(target, dice, first)
      return send(target, dice, first)
    }
  }
}

async function forged(target: Target, dice: Dice): Promise<boolean> {
  const asking = sound(target, dice)
  const { other } = target
  const ways: Partial<Asking>[] = [
    { sign: (message) => stranger.sign(message) },
    { sign: (message) => other.sign(message) },
    { sign: () => new Uint8Array(dice.bytes(64)) },
    { device: other.device },
    { device: `d-${dice.bytes(8).toString('hex')}` },
    { device: ['hub', '', '__proto__', 'x'.repeat(64)][dice.below(4)] ?? '' },
    // Another branch's device, in its own right, for this one.
    { device: other.device, sign: (message) => other.sign(message) },
  ]
  return send(target, dice, requestOf({ ...asking, ...ways[dice.below(ways.length)] }))
}

async function wild(target: Target, dice: Dice): Promise<boolean> {
  const asking = sound(target, dice)
  const plain = Buffer.from(encodeCbor(asking.input))
  const spoilt = decodeCbor(new Uint8Array(flipped(dice, plain)), { maxBytes: 2 ** 24 })
  const input = [
    spoilt.ok ? spoilt.value : null,
    { ...(asking.input as object), device: target.other.device },
    nested(dice.below(31)),
    { ...(asking.input as object), [`x${dice.below(99)}`]: dice.below(99) },
    new Uint8Array(dice.bytes(dice.below(500))),
  ][dice.below(5)]
  return send(target, dice, requestOf({ ...asking, input }))
}

async function unsigned(target: Target, dice: Dice): Promise<boolean> {
  const method = open[dice.below(open.length)] ?? 'clock'
  const inputs = {
    identify: {},
    clock: {},
    enrol: {
      code: dice.bytes(dice.below(12)).toString('hex'),
      devicePublicKey: new Uint8Array(dice.bytes(32)),
      deviceName: dice.bytes(20).toString('latin1'),
    },
  } as const
  const plain = Buffer.from(encodeCbor(inputs[method]))
  const bytes = dice.below(2) === 0 ? flipped(dice, plain) : plain
  const gzip = dice.below(3) === 0
  return send(target, dice, {
    method: 'POST',
    url: `/device/v1/${method}`,
    headers: { 'content-type': 'application/cbor', ...(gzip && { 'content-encoding': 'gzip' }) },
    payload: gzip ? flipped(dice, gzipSync(bytes)) : bytes,
  })
}

/** Whether it was served: carried out and answered with the method's own yes. */
async function send({ server }: Target, dice: Dice, sent: Sent): Promise<boolean> {
  // From ever other addresses, or the rate limit would answer for all the rest.
  const remoteAddress = `10.${dice.below(250)}.${dice.below(250)}.${dice.below(250)}`
  const { statusCode, rawPayload } = await server.app.inject({ ...sent, remoteAddress })
  if (statusCode >= 500) throw new Error(`answered ${statusCode}`)
  if (statusCode !== 200) return false
  const method = sent.url.slice('/device/v1/'.length) as HeadOfficeMethod
  const decoded = decodeCbor(new Uint8Array(rawPayload), { maxBytes: 2 ** 25 })
  const answer = headOfficeMethods[method].output.parse(decoded.ok ? decoded.value : undefined)
  return !('ok' in answer) || answer.ok
}

function flipped(dice: Dice, whole: Buffer): Buffer {
  const bytes = Buffer.from(whole)
  if (bytes.length === 0) return dice.bytes(1)
  for (let flips = 1 + dice.below(3); flips > 0; flips -= 1) {
    const at = dice.below(bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << dice.below(8)), at)
  }
  if (dice.below(4) === 0) return bytes.subarray(0, dice.below(bytes.length))
  // Two flips of one bit undo each other.
  return bytes.equals(whole) ? Buffer.concat([bytes, dice.bytes(1)]) : bytes
}

/** The spare bits of base64url and a leading nought say nothing. */
function sameMeaning(name: string, a: string, b: string): boolean {
  if (name === 'fobdesk-device') return a === b
  if (name === 'fobdesk-time') return Number(a) === Number(b)
  return Buffer.from(a, 'base64url').equals(Buffer.from(b, 'base64url'))
}

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)]
}
