import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import type { HubServer } from '../../../hub/http/server.ts'
import { encodeCbor } from '../../../protocol/cbor.ts'
import { MAX_BODY_BYTES, REQUEST_WINDOW_MS } from '../../../protocol/device-request.ts'
import { headOfficeMethods } from '../../../protocol/head-office.ts'
import { deviceKeys } from '../desk-double.ts'
import { BRANCH, createWorld, enrolDesk, TEN_O_CLOCK, type World } from '../world.ts'
import { ask, requestOf, serveDevices, type Asking } from './device-requests.ts'

let world: World
let server: HubServer

beforeEach(async () => {
  world = await createWorld()
  server = await serveDevices(world.hub)
})
afterEach(() => server.stop())

const pulling = (asking: Partial<Asking> = {}): Asking => ({
  device: world.desk.device,
  sign: (message) => world.desk.sign(message),
  method: 'pull',
  input: { device: world.desk.device, after: 0, limit: 100 },
  time: TEN_O_CLOCK,
  ...asking,
})

describe('a device’s requests', () => {
  it('are carried out when they are signed, plain or gzipped', async () => {
    await world.desk.push(world.headOffice)
    const plain = await ask(server, requestOf(pulling()))
    const gzipped = await ask(server, requestOf(pulling({ gzip: true })))
    expect(plain.status).toBe(200)
    expect(gzipped.value).toEqual(plain.value)
    const page = headOfficeMethods.pull.output.parse(plain.value)
    expect(page.ok && page.events.length).toBeGreaterThan(0)
  })

  it('push events as over any other line', async () => {
    const { desk, headOffice } = world
    const input = desk.pushInput()
    const pushed = await ask(server, requestOf(pulling({ method: 'push', input, gzip: true })))
    expect(pushed.value).toEqual({ ok: true, receivedThrough: input.head.seq })
    expect(await headOffice.push(input)).toEqual({ ok: true, receivedThrough: input.head.seq })
  })

  it('are refused with a signature over anything else than what was sent', async () => {
    const other = deviceKeys()
    const wrong: Partial<Asking>[] = [
      { sign: (message) => other.sign(message) },
      { signed: { path: '/device/v1/push' } },
      { signed: { time: TEN_O_CLOCK + 1 } },
      { signed: { nonce: new Uint8Array(16) } },
      { signed: { device: 'd-0' } },
      { body: Buffer.from(encodeCbor({ device: world.desk.device, after: 1, limit: 100 })) },
      { body: gzipSync(encodeCbor({ device: world.desk.device, after: 0, limit: 100 })) },
      { headers: { 'fobdesk-signature': 'A'.repeat(86) } },
      { headers: { 'fobdesk-signature': 'A'.repeat(85) } },
      { headers: { 'fobdesk-nonce': 'AAAA' } },
      { headers: { 'fobdesk-time': 'now' } },
      { headers: { 'fobdesk-device': '' } },
    ]
    for (const asking of wrong) {
      const { status, code } = await ask(server, requestOf(pulling(asking)))
      expect([status, code], JSON.stringify(asking)).toEqual([401, 'DEVICE_SIGNATURE'])
    }
  })

  it('count once', async () => {
    const sent = requestOf(pulling())
    const racing = await Promise.all(Array.from({ length: 20 }, () => ask(server, sent)))
    expect(racing.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(new Set(racing.map(({ code }) => code))).toEqual(new Set([null, 'REQUEST_REPLAYED']))
    // Still at the last moment of its window, and when the memory of it has gone its time refuses it.
    world.setNow(TEN_O_CLOCK + REQUEST_WINDOW_MS)
    expect((await ask(server, sent)).code).toBe('REQUEST_REPLAYED')
    world.setNow(TEN_O_CLOCK + REQUEST_WINDOW_MS + 1)
    await world.hub.store.purge()
    expect((await ask(server, sent)).code).toBe('REQUEST_TIME')
  })

  it('are refused for their time in either direction, with head office’s time', async () => {
    for (const off of [-1, 1]) {
      const late = await ask(
        server,
        requestOf(pulling({ time: TEN_O_CLOCK + off * (REQUEST_WINDOW_MS + 1) })),
      )
      expect([late.status, late.code]).toEqual([401, 'REQUEST_TIME'])
      expect(late.value).toMatchObject({ now: TEN_O_CLOCK })
      const bare = await ask(server, requestOf(pulling({ time: TEN_O_CLOCK + off * REQUEST_WINDOW_MS })))
      expect(bare.status).toBe(200)
    }
  })

  it('are refused from an unknown device, and in the name of another one', async () => {
    const stranger = await ask(server, requestOf(pulling({ device: 'd-0123456789abcdef' })))
    expect([stranger.status, stranger.code]).toEqual([401, 'DEVICE_UNKNOWN'])
    await world.hub.store.transaction((tx) =>
      tx.saveBranch({ ...BRANCH, branchNo: '002', branchName: '他店' }),
    )
    const other = await enrolDesk(world.hub, world.headOffice, '002')
    const inputs = [
      { method: 'pull', input: { device: other.device, after: 0, limit: 10 } },
      { method: 'login', input: { device: other.device, loginId: 'x', code: null } },
      { method: 'push', input: other.pushInput() },
    ] as const
    for (const asking of inputs) {
      const { status, code } = await ask(server, requestOf(pulling(asking)))
      expect([status, code], asking.method).toEqual([401, 'DEVICE_SIGNATURE'])
    }
    expect((await world.hub.store.read((reader) => reader.device(other.device)))?.seq).toBe(0)
  })

  it('end with a quarantine', async () => {
    await world.hub.store.transaction(async (tx) => {
      const device = await tx.device(world.desk.device)
      if (device) await tx.saveDevice({ ...device, quarantined: { at: 0, seq: 1 } })
    })
    const { status, code } = await ask(server, requestOf(pulling()))
    expect([status, code]).toEqual([403, 'DEVICE_QUARANTINED'])
  })

  it('are refused when they are no CBOR of the method, or too large, before or after inflating', async () => {
    const bodies: [Asking['input'], number][] = [
      ['text', 400],
      [{}, 400],
      [{ device: world.desk.device, after: -1, limit: 10 }, 400],
      [{ device: world.desk.device, after: 0, limit: 10, more: true }, 400],
    ]
    for (const [input, status] of bodies) {
      expect((await ask(server, requestOf(pulling({ input })))).status).toBe(status)
    }
    const large = await ask(server, requestOf(pulling({ input: { x: 'x'.repeat(70_000) } })))
    expect([large.status, large.code]).toEqual([413, 'BODY_TOO_LARGE'])
    const bomb = gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1))
    expect(bomb.length).toBeLessThan(64 * 1024)
    const signed = requestOf(pulling({ body: bomb, headers: { 'content-encoding': 'gzip' } }))
    expect((await ask(server, signed)).code).toBe('DEVICE_SIGNATURE')
    const sent = requestOf(pulling({ input: bombInput(), gzip: true, method: 'push' }))
    expect((await ask(server, sent)).code).toBe('INPUT_MALFORMED')
    const otherType = requestOf(pulling({ headers: { 'content-type': 'application/json' } }))
    expect((await ask(server, otherType)).code).toBe('INPUT_MALFORMED')
    const encoding = requestOf(pulling({ headers: { 'content-encoding': 'br' } }))
    expect((await ask(server, encoding)).code).toBe('INPUT_MALFORMED')
  })

  it('are limited for each device, and nobody uses up another’s share', async () => {
    const time = { now: 0 }
    const limited = await serveDevices(world.hub, {
      quota: { windowMs: 1_000, requests: 2, bytes: 10_000 },
      monotonic: () => time.now,
    })
    const other = deviceKeys()
    for (let i = 0; i < 5; i += 1) {
      const forged = await ask(limited, requestOf(pulling({ sign: (message) => other.sign(message) })))
      expect(forged.code).toBe('DEVICE_SIGNATURE')
    }
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) statuses.push((await ask(limited, requestOf(pulling()))).status)
    expect(statuses).toEqual([200, 200, 429])
    time.now = 1_000
    expect((await ask(limited, requestOf(pulling()))).status).toBe(200)
    await limited.stop()
  })

  it('count for their address before anybody’s key is looked up', async () => {
    const left = async (asking: Partial<Asking>) => {
      const { statusCode, headers } = await server.app.inject(requestOf(pulling(asking)))
      return [statusCode, headers['x-ratelimit-remaining']]
    }
    expect(await left({ device: 'd-0123456789abcdef' })).toEqual([401, '29999'])
    expect(await left({ headers: { 'fobdesk-signature': '' } })).toEqual([401, '29998'])
    expect(await left({})).toEqual([200, '29997'])
  })

  it('need no signature to learn the keys and the time, and to enrol once by a code', async () => {
    const open = async (method: 'identify' | 'clock' | 'enrol', input: unknown) =>
      ask(server, {
        method: 'POST',
        url: `/device/v1/${method}`,
        headers: { 'content-type': 'application/cbor' },
        payload: Buffer.from(encodeCbor(input)),
      })
    expect((await open('clock', {})).value).toEqual({ now: TEN_O_CLOCK })
    expect((await open('identify', {})).value).toEqual(await world.headOffice.identify({}))
    const enrolling = {
      code: await issueEnrolmentCode(world.hub, '001'),
      devicePublicKey: deviceKeys().publicKey,
      deviceName: '窓口2',
    }
    expect((await open('enrol', { ...enrolling, code: 'AAAA-AAAA-AAAA-AAAA' })).code).toBe(
      'ENROLMENT_CODE_WRONG',
    )
    expect((await open('enrol', enrolling)).value).toMatchObject({ ok: true, branchNo: '001' })
    expect((await open('enrol', enrolling)).code).toBe('ENROLMENT_CODE_WRONG')
    const codes: (string | null)[] = []
    for (let i = 0; i < 20; i += 1) codes.push((await open('enrol', enrolling)).code)
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS')
  })
})

function bombInput(): unknown {
  return { padding: new Uint8Array(MAX_BODY_BYTES) }
}
