/**
 * Head office as it is run: two processes of `hub/main.ts` on one real PostgreSQL, asked over HTTPS by the desk's
 * own transport. They show the same keys, a signed request counts once over both, and SIGTERM ends one in order, with a
 * snapshot of its state for the next start.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHub } from '../../hub/head-office.ts'
import { freshState } from '../../hub/hub.ts'
import type { HubState } from '../../hub/hub-state.ts'
import { openHubLog } from '../../hub/log.ts'
import { openHub } from '../../hub/open-hub.ts'
import { readSettings } from '../../hub/settings.ts'
import { createHttpHeadOffice, type RequestSigner } from '../../main/sync/http-head-office.ts'
import { decodeCbor } from '../../protocol/cbor.ts'
import { DeskDouble, deviceKeys } from './desk-double.ts'
import { requestOf, type Sent } from './http/device-requests.ts'
import { pinsOf } from './pins.ts'
import { startPostgres, type PostgresServer } from './postgres/server.ts'
import { countingRandom } from './random.ts'
import { contractDrafts } from './world.ts'
import { trialPorts } from './trial-ports.ts'

const root = join(import.meta.dirname, '../..')
const random = countingRandom('main')

interface Hub {
  readonly port: number
  readonly operationsPort: number
  readonly child: ChildProcess
  readonly ended: Promise<unknown[]>
  readonly said: () => string
}

let postgres: PostgresServer
let folder: string
const hubs: Hub[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  folder = await mkdtemp(join(tmpdir(), 'fobdesk-hub-'))
  await writeFile(join(folder, 'passphrase'), 'a passphrase for two processes\n')
  const url = await postgres.database()
  hubs.push(await startHub(folder, url, ['--trial']))
  hubs.push(await startHub(folder, url))
}, 120_000)

afterAll(async () => {
  for (const { child, ended } of hubs) {
    child.kill('SIGKILL')
    await ended
  }
  await postgres.dispose()
  await rm(folder, { recursive: true, force: true })
})

const environment = (of: string, url: string): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: url,
  FOBDESK_HUB_FOLDER: of,
  FOBDESK_PASSPHRASE_FILE: join(folder, 'passphrase'),
})

const loggedPorts = /"event":"started".*"port":(\d+),"operationsPort":(\d+)/

/** @param of whose files; its log is what it said, or for trial in `hub.log` there */
async function startHub(of: string, url: string, argv: readonly string[] = []): Promise<Hub> {
  const env = { ...environment(of, url), FOBDESK_HUB_PORT: '0', FOBDESK_OPERATIONS_PORT: '0' }
  const node = join(root, 'node_modules/node/bin/node')
  const child = spawn(node, ['hub/main.ts', ...argv], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let output = ''
  const [port, operationsPort] = await new Promise<readonly [number, number]>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString()
      const ports = argv.includes('--trial') ? trialPorts(output) : loggedPorts.exec(output)?.slice(1)
      if (ports !== undefined) resolve([Number(ports[0]), Number(ports[1])])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`the hub has ended: ${output}`)))
  })
  return { port, operationsPort, child, ended, said: () => output }
}

function lineTo({ port }: Hub, hubSigningKey: Uint8Array | null = null, signer: RequestSigner | null = null) {
  return createHttpHeadOffice({
    address: `https://127.0.0.1:${port}`,
    realm: 'real',
    hubSigningKey,
    signer,
    now: Date.now,
    random,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })
}

/** A desk with the code that `told` has printed, enrolled at `at`. */
async function enrolled(told: Hub, at = told) {
  const identity = await lineTo(at).identify({})
  const keys = deviceKeys()
  const code = /enrolment code (\S+)/.exec(told.said())?.[1] ?? ''
  const enrolling = { code, devicePublicKey: keys.publicKey, deviceName: '窓口1' }
  const answer = await lineTo(at, identity.signing.publicKey).enrol(enrolling)
  if (!answer.ok) throw new Error(answer.code)
  const { realm } = identity
  const enrolment = { realm, device: answer.device, branchNo: '001', hubKeys: pinsOf(identity) }
  const desk = new DeskDouble(enrolment, keys)
  desk.now = Date.now()
  return { desk, enrolling, hubSigningKey: identity.signing.publicKey }
}

const pair = (): readonly [Hub, Hub] => {
  const [first, second] = hubs
  if (first === undefined || second === undefined) throw new Error('two hubs were started')
  return [first, second]
}

describe('two hub processes on one PostgreSQL', () => {
  it('are one head office: the same keys, and a device of the one is known to the other', async () => {
    const [first, second] = pair()
    expect(await lineTo(second).identify({})).toEqual(await lineTo(first).identify({}))
    const { desk, enrolling } = await enrolled(first, second)
    expect(await lineTo(first).enrol(enrolling)).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })
    const sent = requestOf({
      device: desk.device,
      sign: (message) => desk.sign(message),
      method: 'pull',
      input: { device: desk.device, after: 0, limit: 10 },
      time: Date.now(),
    })
    const racing = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => post((nth % 2 === 0 ? first : second).port, sent)),
    )
    expect(racing.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(racing.filter(({ code: refused }) => refused === 'REQUEST_REPLAYED')).toHaveLength(11)
  })

  it('take one first person, say where the passphrase lies and never what it is', async () => {
    const passphrase = (await readFile(join(folder, 'first-passphrase.txt'), 'utf8')).trim()
    for (const { said, operationsPort } of hubs) {
      expect(said()).not.toContain(passphrase)
      const body = JSON.stringify({ person: 'admin', passphrase, act: 'person list', args: {} })
      const headers = { 'content-type': 'application/json' }
      const url = `http://127.0.0.1:${operationsPort}`
      const answer = await fetch(`${url}/hq/v1/act`, { method: 'POST', headers, body })
      expect(await answer.json()).toMatchObject({ rows: [{ person: 'admin' }] })
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('fobdesk_hub_branches 1')
    }
    expect(pair()[0].said()).toContain('PostgreSQL')
  })

  it('end in order at SIGTERM', async () => {
    const [, second] = pair()
    second.child.kill('SIGTERM')
    expect(await second.ended).toEqual([0, null])
    expect(second.said()).toContain('"stopped"')
    await expect(lineTo(second).clock({})).rejects.toThrow('ECONNREFUSED')
    expect((await lineTo(pair()[0]).clock({})).now).toBeGreaterThan(0)
  })
})

describe('a hub process that SIGTERM ends', () => {
  it('leaves a snapshot from which the next one starts with the same state', async () => {
    const own = await mkdtemp(join(folder, 'own-'))
    const url = await postgres.database()
    const before = await startHub(own, url, ['--trial'])
    hubs.push(before)
    const { desk, hubSigningKey } = await enrolled(before)
    const signer = { device: desk.device, sign: (message: Uint8Array) => desk.sign(message) }
    const line = lineTo(before, hubSigningKey, signer)
    // A snapshot is worth it from a thousand events on (`keep-snapshots.ts`).
    for (let n = 0; n < 500; n += 1) desk.record(contractDrafts(`C${n}`, [`user${n}`]))
    for (let through = 250; through <= desk.own.length; through += 250) {
      expect(await line.push(desk.pushInput(through - 250, through))).toEqual({
        ok: true,
        receivedThrough: through,
      })
    }
    line.close()
    before.child.kill('SIGTERM')
    expect(await before.ended).toEqual([0, null])
    const count = Number(
      /"state snapshot taken","count":(\d+)/.exec(await readFile(join(own, 'hub.log'), 'utf8'))?.[1],
    )
    expect(count).toBeGreaterThan(1000)

    const after = await startHub(own, url)
    hubs.push(after)
    expect(after.said()).toMatch(/"state folded","count":0,/)
    expect(after.said()).not.toContain('folding the whole order')
    const late = lineTo(after, hubSigningKey, signer)
    expect(await late.push(desk.pushInput(750))).toEqual({ ok: true, receivedThrough: 1000 })
    late.close()

    // What any process has that starts now, against the whole order.
    const lines: string[] = []
    const log = openHubLog({ write: (text: string) => void lines.push(text) })
    const opened = await openHub({
      settings: readSettings(environment(own, url)),
      log,
      now: Date.now,
      random,
    })
    expect(lines.join('')).toContain('"state folded","count":0,')
    const whole = createHub(opened.hub)
    await freshState(whole)
    expect(whole.state.place).toBe(count)
    expect(await recordsOf(opened.hub)).toEqual(await recordsOf(whole))
    expect(await recordsOf(whole)).toHaveLength(1000)
    await opened.hub.store.close()
  }, 120_000)
})

/** Whatever order they came in. */
async function recordsOf({ state }: { readonly state: HubState }) {
  const records = await state.heldStill(async (held) => [...held])
  return records.toSorted((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1))
}

/** A request as it is, to whoever listens. */
function post(
  port: number,
  { method, url, headers, payload }: Sent,
): Promise<{ status: number; code: string | null }> {
  return new Promise((resolve, reject) => {
    // The certificate is not this test's subject.
    const options = { host: '127.0.0.1', port, path: url, method, headers, rejectUnauthorized: false }
    const asked = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const decoded = decodeCbor(new Uint8Array(Buffer.concat(chunks)))
        const value = decoded.ok ? decoded.value : null
        const code =
          typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : null
        resolve({ status: response.statusCode ?? 0, code })
      })
    })
    asked.on('error', reject)
    asked.end(payload)
  })
}
