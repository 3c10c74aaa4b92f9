/** A crash in native code, in the real process, under main's real host: the desk runs on and issues anew. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChildPort } from '../../main/desk/child-port.ts'
import { ProgrammerHost } from '../../main/desk/programmer-host.ts'
import type { FromProgrammer } from '../../programmer/messages.ts'
import { TRAINING_STORE_NAME } from '../../programmer/training/store.ts'
import { generateHpkeKeyPair } from '../../protocol/hpke.ts'
import { FOB, ISSUE, trainingMailbox } from './bench.ts'

const file = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
let folder: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-native-crash-'))
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

function forked(entry: string, shim: string, env: Record<string, string> = {}): ChildProcess {
  const child = fork(file(entry), {
    serialization: 'advanced',
    execArgv: ['--import', file(shim)],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  children.push(child)
  return child
}

function port(child: ChildProcess): ChildPort {
  return {
    post: (message) => void (child.connected && child.send(message as object)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill('SIGKILL'),
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

const seedInFob = (): string | undefined =>
  /"seed": "([0-9a-f]+)"/.exec(readFileSync(join(folder, TRAINING_STORE_NAME), 'utf8'))?.[1]

it.each(['authenticated', 'configured', 'seeded', 'awaitingCode'])('aborted at %s', async (step) => {
  const socketPath = join(folder, 'reader.sock')
  const mailbox = trainingMailbox()
  const training = forked('../../programmer/training/main.ts', 'parent-port-shim.ts')
  training.on('message', (message) => mailbox.receive(message))
  await mailbox.first('ready')
  training.send({ type: 'start', socketPath, folder, fobs: [FOB] })
  await mailbox.first('started')
  training.send({ type: 'place', chipSerial: FOB.chipSerial })

  const { publicKey } = await generateHpkeKeyPair()
  let forks = 0
  const host = new ProgrammerHost(
    () => port(forked('../../programmer/main.ts', 'abort-shim.ts', { ABORT_AT: forks++ === 0 ? step : '' })),
    () => ({
      type: 'start',
      realm: 'training',
      device: 'device-1',
      hubKey: { keyId: 'hub-key-1', publicKey },
      transports: [{ kind: 'training', path: socketPath }],
    }),
    () => undefined,
    (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  )
  const identified = () => host.readers.some(({ fob }) => fob !== null && 'chipSerial' in fob)
  await until(identified)
  const messages: FromProgrammer[] = []
  let crashed = 0
  const listener = {
    onMessage: (message: FromProgrammer) => messages.push(message),
    onCrash: () => crashed++,
  }
  host.issue(ISSUE, listener)
  await until(() => crashed === 1)
  expect(children[1]?.signalCode).toBe('SIGABRT')
  expect(messages.map(({ type }) => type)).not.toContain('proved')
  const left = seedInFob()

  await until(identified)
  host.issue({ ...ISSUE, issuanceId: 'issuance-2' }, listener)
  await until(() =>
    messages.some((message) => message.type === 'progress' && message.step === 'awaitingCode'),
  )
  expect(crashed).toBe(1)
  expect(seedInFob()).toMatch(/^[0-9a-f]{40}$/)
  expect(seedInFob()).not.toBe(left)
  host.close()
})
