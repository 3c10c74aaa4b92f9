/**
 * Debian's pcscd with vsmartcard's virtual reader as a child of the test: on a socket and a TCP port of its
 * own, so that neither the machine's service nor another run is touched. It is handed its listening socket as
 * systemd would (LISTEN_FDS); the client library finds it by PCSCLITE_CSOCK_NAME, which remote-pcsc.ts sets.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Field } from './field.ts'
import { vpcdPort } from './vpcd-port.ts'

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const ATR = Buffer.from('3b80800101', 'hex')

export interface Pcscd {
  readonly socket: string
  readonly port: number
  stop(): Promise<void>
}

export async function startPcscd(): Promise<Pcscd> {
  if (!existsSync(DRIVER)) throw new Error('this test needs: apt-get install pcscd vsmartcard-vpcd')
  const folder = mkdtempSync(join(tmpdir(), 'fobdesk-pcscd-'))
  const socket = join(folder, 'pcscd.comm')
  const port = await vpcdPort()
  mkdirSync(join(folder, 'reader.conf.d'))
  writeFileSync(
    join(folder, 'reader.conf.d', 'vpcd'),
    `FRIENDLYNAME "Fobdesk virtual reader"\nDEVICENAME /dev/null:0x${port.toString(16)}\nLIBPATH ${DRIVER}\nCHANNELID 0x${port.toString(16)}\n`,
  )
  const server = createServer()
  server.listen(join(folder, 'bound'))
  await once(server, 'listening')
  // Closing the server removes the name it was bound to; the socket itself lives on in the child.
  renameSync(join(folder, 'bound'), socket)
  const { fd } = listeningHandle(server)
  const script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec pcscd --foreground --error --config "$0"'
  const child = spawn('/bin/sh', ['-c', script, join(folder, 'reader.conf.d')], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
  })
  server.close()
  return {
    socket,
    port,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill()
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The descriptor to hand on: Node keeps it under a name of its own. */
function listeningHandle(server: Server): { readonly fd: number } {
  const handle: unknown = Reflect.get(server, '_handle')
  if (typeof handle === 'object' && handle !== null && 'fd' in handle && typeof handle.fd === 'number') {
    return { fd: handle.fd }
  }
  throw new Error('this Node shows no descriptor of a listening socket')
}

/** vpcd's protocol: two bytes of length, then one byte of control or an APDU. A fob that is away is a closed line. */
export function bridgeToVpcd(field: Field, port: number): { close(): void } {
  let line: Socket | undefined
  let closed = false
  const sync = (): void => {
    line?.destroy()
    line = undefined
    if (field.fob !== null && !closed) dial()
  }
  const dial = (): void => {
    const current = connect(port, '127.0.0.1')
    line = current
    let pending = Buffer.alloc(0)
    current.on('error', () => {
      if (line === current && !closed) setTimeout(() => line === current && dial(), 100)
    })
    current.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk])
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0)
        const message = pending.subarray(2, end)
        pending = pending.subarray(end)
        const answer = reply(message)
        if (answer === undefined) continue
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        current.write(Buffer.concat([length, answer]))
      }
    })
  }
  const reply = (message: Buffer): Buffer | undefined => {
    if (message.length === 1) {
      if (message[0] === 4) return ATR
      field.fob?.power()
      return undefined
    }
    const answer = field.transmit(message)
    return answer.kind === 'answer' ? answer.bytes : undefined
  }
  field.onChange(sync)
  return {
    close() {
      closed = true
      line?.destroy()
    },
  }
}
