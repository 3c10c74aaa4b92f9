/** The reader's end of the cable: programmer processes connect to it, one after the other. */
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { VirtualReader } from './virtual-reader.ts'
import { encodeFrame, FRAME_KINDS, FrameDecoder, LOST_CODES, PRESENCE_CODES, type Frame } from './wire.ts'

export interface SocketServer {
  /** Tells every connected programmer whether reader and fob are there. */
  announce(): void
  close(): void
}

/**
 * @param path local socket, or on Windows a named pipe (`\\.\pipe\…`)
 * @returns once it listens; rejects with the system's error when it cannot
 */
export function serveReader(path: string, reader: VirtualReader): Promise<SocketServer> {
  const sockets = new Set<Socket>()
  let lastSpeaker: Socket | undefined

  function presence(): Uint8Array {
    const name = !reader.plugged ? 'disconnected' : reader.chip === null ? 'absent' : 'present'
    return encodeFrame({
      kind: FRAME_KINDS.presence,
      exchange: 0,
      payload: Uint8Array.of(PRESENCE_CODES[name]),
    })
  }

  function answer(socket: Socket, { kind, exchange, payload }: Frame): void {
    if (kind !== FRAME_KINDS.command) {
      socket.destroy()
      return
    }
    // Another host takes the reader: the fob is powered anew, as a real reader would.
    if (lastSpeaker !== socket) reader.powerOn()
    lastSpeaker = socket
    const result = reader.transmit(payload)
    if (result.kind === 'silence') return
    socket.write(
      result.kind === 'answer'
        ? encodeFrame({ kind: FRAME_KINDS.answer, exchange, payload: result.bytes })
        : encodeFrame({ kind: FRAME_KINDS.lost, exchange, payload: Uint8Array.of(LOST_CODES[result.code]) }),
    )
  }

  const server = createServer((socket) => {
    const decoder = new FrameDecoder()
    sockets.add(socket)
    socket.on('data', (chunk) => {
      const frames = decoder.push(chunk)
      if (frames === undefined) socket.destroy()
      else for (const frame of frames) answer(socket, frame)
    })
    // A programmer that ended mid-frame is what happens after every issuance; 'close' follows.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.write(presence())
  })

  return new Promise((resolve, reject) => {
    const isPipe = path.startsWith('\\\\')
    // A killed predecessor leaves its socket's name behind.
    if (!isPipe) rmSync(path, { force: true })
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      if (!isPipe) chmodSync(path, 0o600)
      resolve({
        announce() {
          for (const socket of sockets) socket.write(presence())
        },
        close() {
          for (const socket of sockets) socket.destroy()
          server.close()
        },
      })
    })
  })
}
