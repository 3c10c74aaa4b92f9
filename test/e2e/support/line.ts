/** The line between a desk and its head office, for a test to cut, to hold up and to mend. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Line {
  /** As a person types it: the near end. */
  readonly address: string
  /** Every connection ends, and none comes about. */
  cut(): void
  /** Connections stand and carry nothing: what is under way stays so. */
  holdUp(): void
  mend(): void
  /** Whoever connects from now on gets to another far end: an inspecting device, a wrong address. */
  leadTo(far: string): void
  close(): Promise<void>
}

/** @param far `host:port` of the hub */
export async function openLine(far: string): Promise<Line> {
  let end = far
  const ends = new Set<Socket>()
  let state: 'whole' | 'held' | 'cut' = 'whole'
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy()
      return
    }
    const [host, port] = end.split(':')
    const onward = connect(Number(port), host)
    for (const [from, to] of [
      [near, onward],
      [onward, near],
    ] as const) {
      ends.add(from)
      // A cut line has errors on both sides; they are what the desk under test is to cope with.
      from.on('error', () => to.destroy())
      from.on('close', () => {
        ends.delete(from)
        to.destroy()
      })
      from.pipe(to)
      if (state === 'held') from.pause()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = (): void => {
    for (const socket of ends) socket.destroy()
  }
  const cut = (): void => {
    state = 'cut'
    drop()
  }
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    holdUp() {
      state = 'held'
      for (const socket of ends) socket.pause()
    },
    mend() {
      state = 'whole'
      for (const socket of ends) socket.resume()
    },
    leadTo(another) {
      end = another
      drop()
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
