import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReaderWatcher } from '../../../programmer/reader.ts'
import { watchTrainingReader } from '../../../programmer/training/socket-reader.ts'
import {
  encodeFrame,
  FRAME_KINDS,
  FrameDecoder,
  PRESENCE_CODES,
  type Frame,
} from '../../../programmer/training/wire.ts'
import { unhex } from '../scripted-reader.ts'

let folder: string
let server: Server
let watcher: ReaderWatcher
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-socket-'))
})
afterEach(() => {
  watcher.close()
  server.close()
  rmSync(folder, { recursive: true })
})

/** A peer that has a fob, and does with each command what the test says. */
async function peer(onCommand: (socket: Socket, frame: Frame) => void) {
  const path = join(folder, 'reader.sock')
  server = createServer((socket) => {
    const decoder = new FrameDecoder()
    socket.on('data', (chunk) => decoder.push(chunk)?.forEach((frame) => onCommand(socket, frame)))
    const payload = Uint8Array.of(PRESENCE_CODES.present)
    socket.write(encodeFrame({ kind: FRAME_KINDS.presence, exchange: 0, payload }))
  })
  server.listen(path)
  await once(server, 'listening')
  watcher = watchTrainingReader(path, 50)
  const [reader] = watcher.readers
  if (reader === undefined) throw new Error('the training transport has one reader')
  await new Promise<void>((resolve) => reader.onChange(() => resolve()))
  return reader
}

const answer = (exchange: number, payload: Uint8Array) =>
  encodeFrame({ kind: FRAME_KINDS.answer, exchange, payload })

describe('the socket reader', () => {
  it('never takes a late answer for the next command’s', async () => {
    const commands: Frame[] = []
    const reader = await peer((socket, frame) => {
      commands.push(frame)
      const [first] = commands
      if (commands.length < 2 || first === undefined) return
      socket.write(answer(first.exchange, unhex('aaaa9000')))
      socket.write(answer(frame.exchange, unhex('bbbb9000')))
    })
    await expect(reader.transmit(unhex('01'))).rejects.toMatchObject({ code: 'READER_TIMEOUT' })
    expect(await reader.transmit(unhex('02'))).toEqual(unhex('bbbb9000'))
  })

  it('leaves a peer that does not speak its language', async () => {
    const reader = await peer((socket) => socket.write(unhex('0002 7f 00')))
    await expect(reader.transmit(unhex('01'))).rejects.toMatchObject({ code: 'NO_READER' })
    expect(reader.presence).toBe('disconnected')
  })

  it('does one exchange at a time', async () => {
    const reader = await peer(() => undefined)
    const first = reader.transmit(unhex('01'))
    expect(() => reader.transmit(unhex('02'))).toThrow('one exchange at a time')
    await expect(first).rejects.toMatchObject({ code: 'READER_TIMEOUT' })
  })
})
