import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultPolicy } from '../../domain/policy.ts'
import { createHeadOfficeClient, type HeadOfficeClient } from '../../main/sync/head-office-client.ts'
import {
  trainingHubStarted,
  type SetTrainingClock,
  type StartTrainingHub,
  type TrainingHubStarted,
} from '../../protocol/head-office-messages.ts'
import { DeskDouble, deviceKeys } from './desk-double.ts'
import { BRANCH, contractDrafts } from './world.ts'
import { pinsOf } from './pins.ts'

const ENTRY = fileURLToPath(new URL('./utility-process.ts', import.meta.url))
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'training-hub-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  await rm(folder, { recursive: true })
})

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function start(message: unknown): Promise<{ child: ChildProcess; started: TrainingHubStarted }> {
  const child = fork(ENTRY, { execPath: NODE, serialization: 'advanced', silent: true })
  children.push(child)
  child.send(message as object)
  const [first] = await once(child, 'message')
  return { child, started: trainingHubStarted.parse(first) }
}

const startMessage = (): StartTrainingHub => ({
  type: 'start',
  realm: 'training',
  folder,
  branch: { ...BRANCH, policy: defaultPolicy },
})

function clientOf(child: ChildProcess): HeadOfficeClient {
  return createHeadOfficeClient({
    port: {
      postMessage: (message) => void child.send(message as object),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void child.on('exit', listener),
    },
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })
}

async function enrolled(client: HeadOfficeClient): Promise<DeskDouble> {
  const keys = deviceKeys()
  const code = await client.issueEnrolmentCode()
  const answer = await client.enrol({ code, devicePublicKey: keys.publicKey, deviceName: '窓口1' })
  if (!answer.ok) throw new Error(answer.code)
  const identity = await client.identify({})
  const { device, branchNo } = answer
  const desk = new DeskDouble({ realm: identity.realm, device, branchNo, hubKeys: pinsOf(identity) }, keys)
  desk.now = Date.now()
  return desk
}

it('serves a desk as a process of its own, and after kill -9 goes on where it was', async () => {
  const first = await start(startMessage())
  expect(first.started).toEqual({ type: 'started', tornBytes: 0 })
  const client = clientOf(first.child)
  const desk = await enrolled(client)
  desk.record(contractDrafts('C1', ['ichirodt']))
  expect(await desk.push(client)).toEqual({ ok: true, receivedThrough: 2 })
  await kill(first.child)
  await expect(client.clock({})).rejects.toThrow('the process has ended')

  const second = await start({ ...startMessage(), nowOffsetMs: 3_600_000 })
  const again = clientOf(second.child)
  expect((await desk.pull(again)).map((event) => event.type)).toEqual(['EventsRelayed', 'VerdictGiven'])
  desk.record(contractDrafts('C2', ['hanakodt']))
  expect(await desk.push(again)).toEqual({ ok: true, receivedThrough: 4 })
  const ahead = async (): Promise<number> => (await again.clock({})).now - Date.now()
  expect(Math.abs((await ahead()) - 3_600_000)).toBeLessThan(60_000)
  second.child.send({ type: 'clock', nowOffsetMs: 86_400_000 } satisfies SetTrainingClock)
  expect(Math.abs((await ahead()) - 86_400_000)).toBeLessThan(60_000)
})

it('has a neighbour branch whose customers can be looked up and stopped, and are as new at the next start', async () => {
  const first = await start(startMessage())
  const client = clientOf(first.child)
  const { device } = await enrolled(client)
  const who = { device, staffNo: '2001' }
  const found = await client.lookUpCustomer({ ...who, by: 'kana', text: 'データハル' })
  expect(found).toMatchObject({
    ok: true,
    hits: [
      { name: 'データ春男', branchName: '研修となり店', detail: null },
      { name: 'データ春子', detail: null },
    ],
  })
  const [hit] = found.ok ? found.hits : []
  const lookUp = (from: HeadOfficeClient) =>
    from.lookUpCustomer({ ...who, by: 'contractNo', text: hit?.contractNo ?? '' })
  const one = await lookUp(client)
  const serial = (one.ok && one.hits[0]?.detail?.fobs[0]?.serial) || ''
  const report = { ...who, serial, kind: 'loss', channel: 'phone', reportedBy: '', memo: '' } as const
  expect(await client.reportIncident(report)).toMatchObject({ ok: true, users: [{ name: 'データ春男' }] })
  const stopped = { fobs: [{ incident: { kind: 'loss' } }], users: [{ authStatus: 'stopped' }] }
  expect(await lookUp(client)).toMatchObject({ hits: [{ detail: stopped }] })
  await kill(first.child)
  const again = clientOf((await start(startMessage())).child)
  const asNew = { fobs: [{ serial, incident: null }], users: [{ authStatus: 'available' }] }
  expect(await lookUp(again)).toMatchObject({ hits: [{ detail: asNew }] })
})

it('answers senseless messages with a code and lives on', async () => {
  const { child } = await start(startMessage())
  const answers: unknown[] = []
  child.on('message', (message) => answers.push(message))
  for (const message of ['?', 1, {}, { id: 999, method: 'toString', input: null }])
    child.send(message as object)
  await clientOf(child).clock({})
  expect(answers.slice(0, 4)).toEqual([
    { id: null, error: 'INPUT_MALFORMED' },
    { id: null, error: 'INPUT_MALFORMED' },
    { id: null, error: 'INPUT_MALFORMED' },
    { id: 999, error: 'INPUT_MALFORMED' },
  ])
})

it.each([
  ['another realm', () => ({ ...startMessage(), realm: 'real' })],
  ['a folder that is not there', () => ({ ...startMessage(), folder: join(folder, 'none') })],
])('says that it cannot start: %s', async (_name, message) => {
  expect((await start(message())).started.type).toBe('failed')
})

it('says that it cannot start on a damaged log, and leaves it as it is', async () => {
  await writeFile(join(folder, 'hub-log.TRAINING-ONLY.bin'), 'not a log of this program, but long enough')
  const { started } = await start(startMessage())
  expect(started).toEqual({ type: 'failed', reason: 'HubLogDamaged: no hub log' })
})
