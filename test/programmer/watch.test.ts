import { describe, expect, it } from 'vitest'
import type { ReaderState } from '../../programmer/messages.ts'
import { ReaderError, type Presence, type Reader, type ReaderWatcher } from '../../programmer/reader.ts'
import { watchReaders } from '../../programmer/watch.ts'

const NOW = 1_795_000_000_000
const FIRST = '8659610000001'
const SECOND = '8659610000002'

function infoAnswer(serial: string, clock: number): Uint8Array {
  const answer = Buffer.alloc(12 + serial.length)
  answer.writeUInt8(serial.length, 3)
  answer.write(serial, 4)
  answer.writeUInt32BE(clock, 6 + serial.length)
  answer.writeUInt16BE(0x9000, 10 + serial.length)
  return answer
}

/** A reader whose fob comes and goes, and answers only when the test says so. */
class HeldReader implements Reader {
  readonly name: string
  readonly transport = 'training'
  presence: Presence = 'absent'
  serial = ''
  /** How often it was asked. */
  asked = 0
  readonly #listeners = new Set<(presence: Presence) => void>()
  #answer: ((lost?: ReaderError) => void) | undefined
  held = false

  constructor(name: string) {
    this.name = name
  }

  onChange(listener: (presence: Presence) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  change(presence: Presence, serial = ''): void {
    this.presence = presence
    this.serial = serial
    for (const listener of this.#listeners) listener(presence)
  }

  transmit(): Promise<Uint8Array> {
    this.asked += 1
    const answer = infoAnswer(this.serial, NOW / 1000 + 3)
    return new Promise((resolve, reject) => {
      this.#answer = (lost) => (lost === undefined ? resolve(answer) : reject(lost))
      if (!this.held) resolve(answer)
    })
  }

  release(lost?: ReaderError): void {
    this.#answer?.(lost)
  }

  close(): void {
    this.#listeners.clear()
  }
}

function bench(...readers: HeldReader[]) {
  const listed = { readers: readers as readonly Reader[] }
  let relist: () => void = () => undefined
  const watcher: ReaderWatcher = {
    get readers() {
      return listed.readers
    },
    onChange(listener) {
      relist = listener
      return () => undefined
    },
    close: () => undefined,
  }
  const published: ReaderState[][] = []
  const timers: (() => void)[] = []
  const watch = watchReaders(
    [watcher],
    { now: () => NOW, later: (_ms, callback) => timers.push(callback) },
    (states) => published.push(states),
  )
  return {
    watch,
    /** A while goes by. */
    async pass() {
      for (const timer of timers.splice(0)) timer()
      await settle()
    },
    last: () => published.at(-1),
    list(...now: Reader[]) {
      listed.readers = now
      relist()
    },
  }
}

const settle = () => new Promise(setImmediate)
const identified = (chipSerial: string) => ({
  chipSerial,
  model: 'C301-i',
  clock: NOW / 1000 + 3,
  clockOffsetSeconds: 3,
})

describe('watching readers', () => {
  it('asks a fob once who it is, when it appears', async () => {
    const reader = new HeldReader('one')
    const { last } = bench(reader)
    expect(last()).toEqual([
      { name: 'one', transport: 'training', connected: true, problem: null, fob: null },
    ])
    reader.change('present', FIRST)
    await settle()
    expect(last()?.[0]?.fob).toEqual(identified(FIRST))
    await settle()
    expect(reader.asked).toBe(1)
    reader.change('absent')
    expect(last()?.[0]?.fob).toBeNull()
  })

  it('never reports the fob that was lifted off while it was asked', async () => {
    const reader = new HeldReader('one')
    const { last } = bench(reader)
    reader.held = true
    reader.change('present', FIRST)
    await settle()
    reader.change('absent')
    reader.held = false
    reader.change('present', SECOND)
    reader.release()
    await settle()
    expect(last()?.[0]?.fob).toEqual(identified(SECOND))
    reader.held = true
    reader.change('present', FIRST)
    await settle()
    reader.change('absent')
    reader.release()
    await settle()
    expect(last()?.[0]?.fob).toBeNull()
  })

  it('says why a fob could not be asked', async () => {
    const reader = new HeldReader('one')
    const { last } = bench(reader)
    reader.held = true
    reader.change('present', FIRST)
    await settle()
    reader.release(new ReaderError('READER_TIMEOUT'))
    await settle()
    expect(last()?.[0]?.fob).toEqual({ refused: 'READER_TIMEOUT' })
  })

  it('asks a fob that did not answer again by itself, five times in all', async () => {
    const reader = new HeldReader('one')
    const { last, pass } = bench(reader)
    reader.held = true
    reader.change('present', FIRST)
    for (let asked = 1; asked <= 5; asked += 1) {
      await settle()
      expect(reader.asked).toBe(asked)
      reader.release(new ReaderError('READER_FAULT'))
      await settle()
      expect(last()?.[0]?.fob).toEqual({ refused: 'READER_FAULT' })
      await pass()
    }
    expect(reader.asked).toBe(5)
    reader.held = false
    reader.change('absent')
    reader.change('present', FIRST)
    await settle()
    expect(last()?.[0]?.fob).toEqual(identified(FIRST))
  })

  it('takes the answer of the second question, and asks no more once the fob has gone', async () => {
    const reader = new HeldReader('one')
    const { last, pass } = bench(reader)
    reader.held = true
    reader.change('present', FIRST)
    await settle()
    reader.release(new ReaderError('FOB_REMOVED'))
    await settle()
    reader.held = false
    await pass()
    expect(last()?.[0]?.fob).toEqual(identified(FIRST))
    reader.held = true
    reader.change('present', FIRST)
    await settle()
    reader.release(new ReaderError('READER_TIMEOUT'))
    await settle()
    reader.change('absent')
    await pass()
    expect(reader.asked).toBe(3)
    expect(last()?.[0]?.fob).toBeNull()
  })

  it('does not ask an unknown model again', async () => {
    const reader = new HeldReader('one')
    const { last, pass } = bench(reader)
    reader.change('present', '1234567000001')
    await settle()
    await pass()
    expect(reader.asked).toBe(1)
    expect(last()?.[0]?.fob).toEqual({ refused: 'FOB_UNKNOWN_MODEL' })
  })

  it('follows readers that are plugged in and pulled out', async () => {
    const [one, two] = [new HeldReader('one'), new HeldReader('two')]
    const { last, list } = bench(one)
    two.change('present', SECOND)
    list(one, two)
    await settle()
    expect(last()?.map(({ fob }) => fob)).toEqual([null, identified(SECOND)])
    list(two)
    expect(last()?.map(({ name }) => name)).toEqual(['two'])
    one.change('present', FIRST)
    await settle()
    expect(one.asked).toBe(0)
  })
})

describe('a pause', () => {
  it('lets no identification begin, and resume makes up for it', async () => {
    const reader = new HeldReader('one')
    const { watch, last } = bench(reader)
    await watch.pause()
    reader.change('present', FIRST)
    await settle()
    expect(reader.asked).toBe(0)
    watch.resume()
    await settle()
    expect(last()?.[0]?.fob).toEqual(identified(FIRST))
  })

  it('waits for the identification under way', async () => {
    const reader = new HeldReader('one')
    const { watch } = bench(reader)
    reader.held = true
    reader.change('present', FIRST)
    await settle()
    let paused = false
    const pausing = watch.pause().then(() => {
      paused = true
    })
    await settle()
    expect(paused).toBe(false)
    reader.release()
    await pausing
  })
})

describe('candidates', () => {
  it('are the reader with the chip, then those with a fob, then the empty ones; never a disconnected one', async () => {
    const readers = ['gone', 'empty', 'other', 'right'].map((name) => new HeldReader(name))
    const [gone, , other, right] = readers
    const { watch } = bench(...readers)
    gone?.change('disconnected')
    other?.change('present', FIRST)
    right?.change('present', SECOND)
    await settle()
    expect(watch.candidates(SECOND).map(({ name }) => name)).toEqual(['right', 'other', 'empty'])
  })
})
