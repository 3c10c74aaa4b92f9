import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ToProgrammer } from '../../programmer/messages.ts'
import type { ToTraining } from '../../programmer/training/messages.ts'
import { TRAINING_STORE_NAME } from '../../programmer/training/store.ts'
import { generateHpkeKeyPair, type HpkeKeyPair } from '../../protocol/hpke.ts'
import { openSeed } from '../../protocol/seed-box.ts'
import type { Mailbox } from './bench.ts'
import { FOB, ISSUE, programmerMailbox, trainingMailbox } from './bench.ts'

const file = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

let folder: string
let hub: HpkeKeyPair
let children: ChildProcess[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-processes-'))
  hub = await generateHpkeKeyPair()
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** One of the real entry files in a process of its own. */
function start<Message extends { readonly type: string }>(entry: string, mailbox: Mailbox<Message>) {
  const child = fork(file(entry), {
    serialization: 'advanced',
    execArgv: ['--import', file('parent-port-shim.ts')],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.push(child)
  const written: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk))
  child.on('message', (message) => mailbox.receive(message))
  const exit = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal)
  return { child, mailbox, exit, written: () => Buffer.concat(written) }
}

function startProgrammer() {
  const process = start('../../programmer/main.ts', programmerMailbox())
  return { ...process, send: (message: ToProgrammer) => process.child.send(message) }
}

async function startTraining() {
  const process = start('../../programmer/training/main.ts', trainingMailbox())
  const send = (message: ToTraining) => process.child.send(message)
  await process.mailbox.first('ready')
  send({ type: 'start', socketPath: join(folder, 'reader.sock'), folder, fobs: [FOB] })
  await process.mailbox.first('started')
  return { ...process, send }
}

const startOrder = (): ToProgrammer => ({
  type: 'start',
  realm: 'training',
  device: 'device-1',
  hubKey: { keyId: 'hub-key-1', publicKey: hub.publicKey },
  transports: [{ kind: 'training', path: join(folder, 'reader.sock') }],
})

const seedOf = (): Buffer => {
  const text = readFileSync(join(folder, TRAINING_STORE_NAME), 'utf8')
  return Buffer.from(/"seed": "([0-9a-f]+)"/.exec(text)?.[1] ?? '', 'hex')
}

describe('the real processes', () => {
  it('issue a fob; a killed programmer’s successor issues it anew with another seed', async () => {
    const training = await startTraining()
    const [victim, successor] = [startProgrammer(), startProgrammer()]
    await Promise.all([victim.mailbox.first('ready'), successor.mailbox.first('ready')])
    training.send({ type: 'place', chipSerial: FOB.chipSerial })

    victim.send(startOrder())
    await victim.mailbox.latest('readers', ({ readers }) => Boolean(readers[0]?.fob))
    victim.send(ISSUE)
    await victim.mailbox.first('progress', ({ step }) => step === 'awaitingCode')
    const voidSeed = seedOf()
    expect(voidSeed).toHaveLength(20)
    victim.child.kill('SIGKILL')
    expect(await victim.exit).toBe('SIGKILL')
    expect(victim.mailbox.all('proved')).toEqual([])

    successor.send(startOrder())
    await successor.mailbox.latest('readers', ({ readers }) => Boolean(readers[0]?.fob))
    successor.send({ ...ISSUE, issuanceId: 'issuance-2' })
    await successor.mailbox.first('progress', ({ step }) => step === 'awaitingCode')
    training.send({ type: 'press', chipSerial: FOB.chipSerial })
    const { display } = await training.mailbox.first('display')
    successor.send({ type: 'code', issuanceId: 'issuance-2', code: display.code ?? '', at: Date.now() })
    const proved = await successor.mailbox.first('proved')
    successor.send({ type: 'acknowledge', issuanceId: 'issuance-2' })
    expect(await successor.exit).toBe('SIGKILL')

    const context = {
      serial: FOB.printedSerial,
      issuanceId: 'issuance-2',
      device: 'device-1',
      keyId: 'hub-key-1',
    }
    const opened = await openSeed(hub.privateKey, context, proved.box)
    expect(opened.ok && Buffer.from(opened.value)).toEqual(seedOf())
    expect(seedOf()).not.toEqual(voidSeed)
  })

  it('exits by itself when main does not acknowledge', async () => {
    const programmer = startProgrammer()
    await programmer.mailbox.first('ready')
    programmer.send({ ...startOrder(), transports: [] } as ToProgrammer)
    await programmer.mailbox.first('readers')
    programmer.send(ISSUE)
    expect(await programmer.mailbox.first('failed')).toMatchObject({ code: 'NO_READER' })
    expect(await programmer.exit).toBe('SIGKILL')
  })

  it.each([
    ['a message no main would send', { type: 'issue', issuanceId: 'very-private' }],
    ['an issue before start', { ...ISSUE, issuanceId: 'very-private' }],
    ['a training reader for a real branch', { realm: 'real' }],
    ['a clock put on in a real branch', { realm: 'real', transports: [], nowOffsetMs: 1 }],
    ['a hub key that is none', { hubKey: { keyId: 'very-private', publicKey: new Uint8Array(32) } }],
  ])('dies of %s and prints no contents', async (_, message) => {
    const programmer = startProgrammer()
    await programmer.mailbox.first('ready')
    programmer.child.send('type' in message ? message : { ...startOrder(), ...message })
    expect(await programmer.exit).toBe(70)
    expect(programmer.written().toString()).toMatch(/Error\n +at /)
    expect(programmer.written().toString()).not.toContain('very-private')
  })
})
