import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ToTraining } from '../../../programmer/training/messages.ts'
import { watchTrainingReader } from '../../../programmer/training/socket-reader.ts'
import { TRAINING_STORE_NAME } from '../../../programmer/training/store.ts'
import { runTraining } from '../../../programmer/training/training.ts'
import { FOB, LOCKED_FOB, STRANGE_FOB, trainingMailbox } from '../bench.ts'

let folder: string
let closers: (() => void)[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-training-'))
  closers = []
})
afterEach(() => {
  for (const close of closers) close()
  rmSync(folder, { recursive: true })
})

const SEEDED_FOB = { ...FOB, state: 'seeded' } as const

function process() {
  const mailbox = trainingMailbox()
  const clock = { now: Date.UTC(2026, 10, 22, 9, 30, 12) }
  let tick: (() => void) | undefined
  let tell: (message: ToTraining) => void = () => undefined
  const { close } = runTraining({
    port: {
      postMessage: (message) => mailbox.receive(message),
      on: (_, listener) => {
        tell = (data) => listener({ data })
      },
    },
    now: () => clock.now,
    randomBytes,
    later: (ms, callback) => {
      tick = () => {
        clock.now += ms
        callback()
      }
      return () => {
        tick = undefined
      }
    },
  })
  closers.push(close)
  return { mailbox, clock, close, tell: (message: ToTraining) => tell(message), tick: () => tick?.() }
}

async function started(fobs: Extract<ToTraining, { type: 'start' }>['fobs']) {
  const training = process()
  training.tell({ type: 'start', socketPath: join(folder, 'reader.sock'), folder, fobs })
  await training.mailbox.first('started')
  return training
}

describe('the training process', () => {
  it('lists the fobs it was given', async () => {
    const { tell, mailbox } = await started([SEEDED_FOB, LOCKED_FOB, STRANGE_FOB])
    tell({ type: 'listFobs' })
    expect(mailbox.all('fobs')[0]?.fobs).toEqual([
      { chipSerial: FOB.chipSerial, printedSerial: '12345678', model: 'C301-i', seeded: true, locked: false },
      {
        chipSerial: LOCKED_FOB.chipSerial,
        printedSerial: '12345676',
        model: 'C301-i',
        seeded: false,
        locked: true,
      },
      {
        chipSerial: STRANGE_FOB.chipSerial,
        printedSerial: '12345677',
        model: null,
        seeded: false,
        locked: false,
      },
    ])
  })

  it('takes fobs of a later delivery and keeps those it has', async () => {
    const { tell, mailbox } = await started([SEEDED_FOB])
    tell({ type: 'press', chipSerial: FOB.chipSerial })
    tell({ type: 'addFobs', fobs: [FOB, LOCKED_FOB] })
    tell({ type: 'press', chipSerial: FOB.chipSerial })
    tell({ type: 'press', chipSerial: LOCKED_FOB.chipSerial })
    const [before, after, added] = mailbox.all('display').map(({ display }) => display.code)
    expect(before).toMatch(/^[0-9]{6}$/)
    expect(after).toBe(before)
    expect(added).toBeNull()
  })

  it('remembers seeds and clocks over a restart', async () => {
    const first = await started([SEEDED_FOB])
    first.tell({ type: 'press', chipSerial: FOB.chipSerial })
    first.close()
    const second = await started([FOB])
    second.tell({ type: 'press', chipSerial: FOB.chipSerial })
    expect(second.mailbox.all('display')).toEqual(first.mailbox.all('display'))
  })

  it('says when its memory had to be set aside', async () => {
    writeFileSync(join(folder, TRAINING_STORE_NAME), 'not JSON')
    const { mailbox } = await started([FOB])
    expect(mailbox.all('started')).toEqual([{ type: 'started', storeReset: true }])
  })

  it('shows the placed fob’s code, and the next one when it changes', async () => {
    const { tell, mailbox, clock, tick } = await started([SEEDED_FOB])
    tell({ type: 'place', chipSerial: FOB.chipSerial })
    const shown = mailbox.all('reader').at(-1)
    expect(shown).toMatchObject({ plugged: true, placed: FOB.chipSerial, fault: 'none' })
    const changesAt = shown?.display?.changesAt ?? 0
    expect(changesAt).toBeGreaterThan(clock.now)
    expect(changesAt - clock.now).toBeLessThanOrEqual(60_000)
    tick()
    expect(mailbox.all('reader').at(-1)?.display?.changesAt).toBe(changesAt + 60_000)
    tell({ type: 'remove' })
    expect(mailbox.all('reader').at(-1)).toMatchObject({ placed: null, display: null })
  })

  it('lets the fobs’ clocks go with the training clock', async () => {
    const { tell, mailbox, clock } = await started([SEEDED_FOB])
    tell({ type: 'press', chipSerial: FOB.chipSerial })
    tell({ type: 'clock', nowOffsetMs: 10 * 60_000 })
    tell({ type: 'press', chipSerial: FOB.chipSerial })
    tell({ type: 'clock', nowOffsetMs: 0 })
    clock.now += 10 * 60_000
    tell({ type: 'press', chipSerial: FOB.chipSerial })
    const [before, putOn, waited] = mailbox.all('display').map(({ display }) => display)
    expect(putOn?.changesAt).toBe((before?.changesAt ?? 0) + 10 * 60_000)
    expect(putOn).toEqual(waited)
  })

  it('refuses a fob it does not know', async () => {
    const { tell, mailbox } = await started([FOB])
    tell({ type: 'place', chipSerial: '8659610999999' })
    expect(mailbox.all('refused')).toEqual([{ type: 'refused', code: 'UNKNOWN_FOB' }])
  })

  it('says when its socket is not to be had', async () => {
    const { mailbox, tell } = process()
    tell({ type: 'start', socketPath: join(folder, 'no', 'such', 'folder', 's'), folder, fobs: [] })
    expect(await mailbox.first('refused')).toMatchObject({ code: 'SOCKET_UNAVAILABLE' })
  })
})

describe('the socket', () => {
  const path = () => join(folder, 'reader.sock')

  it('is for this account only', async () => {
    await started([FOB])
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('replaces one that a killed process left behind', async () => {
    const dead = createServer()
    dead.listen(path())
    await once(dead, 'listening')
    await started([FOB])
    dead.close()
  })

  it.each(['ffffff', '0002 09 01', '0002 02 01'])('drops a caller that sends %s and stays', async (hex) => {
    await started([FOB])
    const caller = connect(path())
    caller.write(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
    caller.resume()
    await once(caller, 'close')
    const watcher = watchTrainingReader(path())
    closers.push(() => watcher.close())
    await new Promise<void>((resolve) => watcher.readers[0]?.onChange(() => resolve()))
    expect(watcher.readers[0]?.presence).toBe('absent')
  })

  it('ends a session when another host speaks', async () => {
    const { tell } = await started([FOB])
    tell({ type: 'place', chipSerial: FOB.chipSerial })
    const [first, second] = await Promise.all([reader(), reader()])
    const challenge = Buffer.from('804b08000100', 'hex')
    const answer = Buffer.concat([Buffer.from('80ce000010', 'hex'), Buffer.alloc(16)])
    await first.transmit(challenge)
    expect(Buffer.from(await first.transmit(answer)).toString('hex')).toBe('6300')
    await first.transmit(challenge)
    await second.transmit(Buffer.from('80410000020211', 'hex'))
    expect(Buffer.from(await first.transmit(answer)).toString('hex')).toBe('6985')
  })

  async function reader() {
    const watcher = watchTrainingReader(path())
    closers.push(() => watcher.close())
    const [only] = watcher.readers
    if (only === undefined) throw new Error('the training transport has one reader')
    await new Promise<void>((resolve) => only.onChange(() => resolve()))
    return only
  }
})

describe('a reader whose training process is gone', () => {
  it('is disconnected, loses the exchange, and comes back', async () => {
    const path = join(folder, 'reader.sock')
    const { tell, close } = await started([FOB])
    tell({ type: 'place', chipSerial: FOB.chipSerial })
    tell({ type: 'fault', kind: 'silent' })
    const watcher = watchTrainingReader(path)
    closers.push(() => watcher.close())
    const [reader] = watcher.readers
    const next = () => new Promise<string>((resolve) => reader?.onChange(resolve))
    expect(await next()).toBe('present')
    const lost = reader?.transmit(new Uint8Array(4))
    const gone = next()
    close()
    await expect(lost).rejects.toMatchObject({ code: 'NO_READER' })
    expect(await gone).toBe('disconnected')
    await expect(reader?.transmit(new Uint8Array(4))).rejects.toMatchObject({ code: 'NO_READER' })
    const back = next()
    await started([FOB])
    expect(await back).toBe('absent')
    await expect(reader?.transmit(new Uint8Array(4))).rejects.toMatchObject({ code: 'FOB_REMOVED' })
  })
})
