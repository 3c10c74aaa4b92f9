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
  close(): Promise<void>
}

/** @param far `host:port` of the hub */
export async function openLine(far: string): Promise<Line> {
  const [host, port] = far.split(':')
  const ends = new Set<Socket>()
  let state: 'whole' | 'held' | 'cut' = 'whole'
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy()
      return
    }
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
  const cut = (): void => {
    state = 'cut'
    for (const end of ends) end.destroy()
  }
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    holdUp() {
      state = 'held'
      for (const end of ends) end.pause()
    },
    mend() {
      state = 'whole'
      for (const end of ends) end.resume()
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
