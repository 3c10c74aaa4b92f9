/**
 * Head office as it is run: two processes of `hub/main.ts` on one real PostgreSQL, asked over HTTPS by the desk's
 * own transport. They show the same keys, a signed request counts once over both, and SIGTERM ends one in order.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpHeadOffice } from '../../main/sync/http-head-office.ts'
import { decodeCbor } from '../../protocol/cbor.ts'
import { DeskDouble, deviceKeys } from './desk-double.ts'
import { requestOf, type Sent } from './http/device-requests.ts'
import { pinsOf } from './pins.ts'
import { startPostgres, type PostgresServer } from './postgres/server.ts'
import { countingRandom } from './random.ts'
import { freePort } from '../free-port.ts'

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
  hubs.push(await startHub(url, ['--trial']))
  hubs.push(await startHub(url, []))
}, 120_000)

afterAll(async () => {
  for (const { child, ended } of hubs) {
    child.kill('SIGKILL')
    await ended
  }
  await postgres.dispose()
  await rm(folder, { recursive: true, force: true })
})

async function startHub(url: string, argv: readonly string[]): Promise<Hub> {
  const [port, operationsPort] = [await freePort(), await freePort()]
  const env = {
    ...process.env,
    DATABASE_URL: url,
    FOBDESK_HUB_FOLDER: folder,
    FOBDESK_PASSPHRASE_FILE: join(folder, 'passphrase'),
    FOBDESK_HUB_PORT: String(port),
    FOBDESK_OPERATIONS_PORT: String(operationsPort),
  }
  const node = join(root, 'node_modules/node/bin/node')
  const child = spawn(node, ['hub/main.ts', ...argv], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let output = ''
  const ready = argv.includes('--trial') ? 'metrics  ' : '"started"'
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes(ready)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`the hub has ended: ${output}`)))
  })
  return { port, operationsPort, child, ended, said: () => output }
}

function lineTo({ port }: Hub, hubSigningKey: Uint8Array | null = null) {
  return createHttpHeadOffice({
    address: `https://127.0.0.1:${port}`,
    realm: 'real',
    hubSigningKey,
    signer: null,
    now: Date.now,
    random,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })
}

const pair = (): readonly [Hub, Hub] => {
  const [first, second] = hubs
  if (first === undefined || second === undefined) throw new Error('two hubs were started')
  return [first, second]
}

describe('two hub processes on one PostgreSQL', () => {
  it('are one head office: the same keys, and a device of the one is known to the other', async () => {
    const [first, second] = pair()
    const identity = await lineTo(first).identify({})
    expect(await lineTo(second).identify({})).toEqual(identity)
    const { realm, signing } = identity
    const keys = deviceKeys()
    const code = /enrolment code (\S+)/.exec(first.said())?.[1] ?? ''
    const enrolling = { code, devicePublicKey: keys.publicKey, deviceName: '窓口1' }
    const enrolled = await lineTo(second, signing.publicKey).enrol(enrolling)
    if (!enrolled.ok) throw new Error(enrolled.code)
    expect(await lineTo(first).enrol(enrolling)).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })

    const enrolment = { realm, device: enrolled.device, branchNo: '001', hubKeys: pinsOf(identity) }
    const desk = new DeskDouble(enrolment, keys)
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
