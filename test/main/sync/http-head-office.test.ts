/** The desk's transport against head office's server over real TLS on the loopback. */
import { X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEVICE_PATH } from '../../../protocol/device-request.ts'
import { HeadOfficeForeign, HeadOfficeUnreachable } from '../../../protocol/head-office.ts'
import { generateSigningKeyPair } from '../../../protocol/signature.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { deviceRoutes } from '../../../hub/http/device/routes.ts'
import { makeSelfSigned } from '../../../hub/http/self-signed.ts'
import { createServer, type HubServer } from '../../../hub/http/server.ts'
import { openHubLog } from '../../../hub/log.ts'
import {
  createHttpHeadOffice,
  type HttpHeadOffice,
  type HttpHeadOfficeOptions,
} from '../../../main/sync/http-head-office.ts'
import { deviceKeys } from '../../hub/desk-double.ts'
import { countingRandom } from '../../hub/random.ts'
import { createWorld, TEN_O_CLOCK, type World } from '../../hub/world.ts'

const random = countingRandom('https')
const log = openHubLog({ write: () => undefined })
const tls = makeSelfSigned('127.0.0.1', Date.now(), random)
const other = makeSelfSigned('127.0.0.1', Date.now(), random)
const der = (pem: string): Uint8Array => new Uint8Array(new X509Certificate(pem).raw)

let world: World
const servers: HubServer[] = []
const lines: HttpHeadOffice[] = []

beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  for (const line of lines.splice(0)) line.close()
  for (const server of servers.splice(0)) await server.stop(0)
})

/** Answers the address. */
async function serve(shows = tls, vouchedFor = [tls], port = 0): Promise<string> {
  const certificates = vouchedFor.map(({ cert }) => der(cert))
  const server = await createServer({
    subjects: [{ prefix: DEVICE_PATH, routes: deviceRoutes(world.hub, { log, certificates }) }],
    log,
    tls: shows,
    ready: async () => undefined,
  })
  servers.push(server)
  await server.app.listen({ port, host: '127.0.0.1' })
  return `https://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
}

function lineTo(address: string, options: Partial<HttpHeadOfficeOptions> = {}): HttpHeadOffice {
  const { desk } = world
  const made = createHttpHeadOffice({
    address,
    realm: 'training',
    hubSigningKey: world.desk.enrolment.hubKeys.current.signing,
    signer: { device: desk.device, sign: (message) => desk.sign(message) },
    now: () => TEN_O_CLOCK,
    random,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    ...options,
  })
  lines.push(made)
  return made
}

/** The next request is carried out, but its connection ends before the answer; names all requests from now on. */
function cutNext(server: HubServer | undefined): string[] {
  const seen: string[] = []
  server?.app.server.prependListener('request', (request, response) => {
    seen.push(request.url?.split('/').at(-1) ?? '')
    if (seen.length > 1) return
    const cut = (): typeof response => (request.socket.destroy(), response)
    Object.assign(response, { writeHead: () => response, write: cut, end: cut })
  })
  return seen
}

describe('head office over HTTPS', () => {
  it('answers as the port does: enrolment, push, pull, clock', async () => {
    const address = await serve()
    const fresh = lineTo(address, { hubSigningKey: null, signer: null })
    expect(await fresh.identify({})).toEqual(await world.headOffice.identify({}))
    const keys = deviceKeys()
    const code = await issueEnrolmentCode(world.hub, '001')
    const enrolled = await fresh.enrol({ code, devicePublicKey: keys.publicKey, deviceName: '窓口2' })
    expect(enrolled).toMatchObject({ ok: true, branchNo: '001' })
    const headOffice = lineTo(address)
    expect(await headOffice.clock({})).toEqual({ now: TEN_O_CLOCK })
    expect(await world.desk.push(headOffice)).toEqual({ ok: true, receivedThrough: world.desk.own.length })
    expect((await world.desk.pull(headOffice)).map(({ type }) => type)).toContain('VerdictGiven')
  })

  it('answers refusals of the request in the form of the method’s', async () => {
    const address = await serve()
    const stranger = lineTo(address, {
      signer: { device: 'd-0', sign: (message) => world.desk.sign(message) },
    })
    const pull = { device: 'd-0', after: 0, limit: 1 }
    expect(await stranger.pull(pull)).toEqual({ ok: false, code: 'DEVICE_UNKNOWN', detail: {} })
  })

  it('goes on with a PC whose clock is years off, and keeps to one more try', async () => {
    const address = await serve()
    for (const now of [0, TEN_O_CLOCK + 10 * 365 * 86_400_000]) {
      const headOffice = lineTo(address, { now: () => now })
      const page = await headOffice.pull({ device: world.desk.device, after: 0, limit: 1 })
      expect(page.ok).toBe(true)
    }
  })

  it('sends nothing to anybody whose certificate head office does not vouch for', async () => {
    // A proxy in between that passes on head office's true voucher.
    const address = await serve(other, [tls])
    await expect(lineTo(address).clock({})).rejects.toThrow('not vouched for')
    await expect(lineTo(address, { hubSigningKey: null }).identify({})).rejects.toThrow('not vouched for')
    await expect(lineTo(address).clock({})).rejects.toThrow(HeadOfficeForeign)
    // Another head office altogether, with a voucher of its own.
    const impostor = await createWorld()
    const { publicKey } = generateSigningKeyPair(random)
    const honest = await serve()
    expect(await lineTo(honest).clock({})).toEqual({ now: TEN_O_CLOCK })
    await expect(lineTo(honest, { hubSigningKey: publicKey }).clock({})).rejects.toThrow(
      'does not end at head office',
    )
    await expect(lineTo(honest, { realm: 'real' }).clock({})).rejects.toThrow('does not end at head office')
    await expect(lineTo(honest, { realm: 'real' }).clock({})).rejects.toThrow(HeadOfficeForeign)
    expect(impostor.desk.enrolment.hubKeys.current.signing).not.toEqual(
      world.desk.enrolment.hubKeys.current.signing,
    )
  })

  it('follows a change of certificates while it runs', async () => {
    const address = await serve()
    const headOffice = lineTo(address)
    await headOffice.clock({})
    await servers.splice(0)[0]?.stop(0)
    await serve(other, [other], Number(new URL(address).port))
    expect(await headOffice.clock({})).toEqual({ now: TEN_O_CLOCK })
  })

  it('asks again on a new connection when a kept one ends, but only what does no harm twice', async () => {
    const address = await serve()
    const headOffice = lineTo(address)
    await headOffice.clock({})
    const carriedOut = cutNext(servers[0])
    expect(await headOffice.clock({})).toEqual({ now: TEN_O_CLOCK })
    expect(carriedOut).toEqual(['clock', 'clock'])
    const code = await issueEnrolmentCode(world.hub, '001')
    const fresh = lineTo(address, { signer: null })
    await fresh.identify({})
    const enrolments = cutNext(servers[0])
    const input = { code, devicePublicKey: deviceKeys().publicKey, deviceName: '窓口2' }
    await expect(fresh.enrol(input)).rejects.toThrow(HeadOfficeUnreachable)
    expect(enrolments).toEqual(['enrol'])
  })

  it('is not reached where nobody listens, nobody answers in time, or something else answers', async () => {
    await expect(lineTo('https://127.0.0.1:1').clock({})).rejects.toThrow(HeadOfficeUnreachable)
    const address = await serve()
    const impatient = lineTo(address, {
      after: (_ms, callback) => (queueMicrotask(callback), () => undefined),
    })
    await expect(impatient.clock({})).rejects.toThrow(HeadOfficeUnreachable)
    const plain = await createServer({ subjects: [], log, tls, ready: async () => undefined })
    servers.push(plain)
    const elsewhere = await plain.app.listen({ port: 0, host: '127.0.0.1' })
    await expect(lineTo(elsewhere).clock({})).rejects.toThrow('no head office answers')
  })
})
