/** A head-office hub of the test's own: its real process, PGlite, HTTPS on the loopback. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { trialPorts } from '../../hub/trial-ports.ts'

const root = path.join(import.meta.dirname, '../../..')

export interface HubProcess {
  /** As a person types it. */
  readonly address: string
  readonly fingerprint: string
  /** For one PC of branch 001, whose managers are 1001 and 1002. */
  readonly enrolmentCode: string
  /** Runs one act of the hq command line and answers what it prints. */
  hq(...words: readonly string[]): Promise<string>
  stop(): Promise<void>
}

/** Ready when it has printed its enrolment code. @param folder of the hub's own, made if it is not there */
export async function startHub(folder: string): Promise<HubProcess> {
  const env = {
    ...process.env,
    FOBDESK_HUB_FOLDER: folder,
    FOBDESK_HUB_PORT: '0',
    FOBDESK_OPERATIONS_PORT: '0',
    FOBDESK_HQ_PASSPHRASE_FILE: path.join(folder, 'first-passphrase.txt'),
    LANG: 'ja_JP.UTF-8',
  }
  const node = path.join(root, 'node_modules/node/bin/node')
  const child = spawn(node, ['hub/main.ts', '--trial'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let said = ''
  const [port, operationsPort] = await new Promise<readonly [string, string]>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const ports = trialPorts(said)
      if (ports !== undefined) resolve(ports)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`the hub has ended: ${said}`)))
  })
  const found = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? ''
  return {
    address: `127.0.0.1:${port}`,
    fingerprint: found(/fingerprint\s+([\d ]+)/),
    enrolmentCode: found(/enrolment code (\S+)/),
    hq: async (...words) => {
      const hq = spawn(node, ['tools/hq.ts', ...words], {
        cwd: root,
        env: { ...env, FOBDESK_HQ_URL: `http://127.0.0.1:${operationsPort}` },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      hq.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
      const [code] = await once(hq, 'exit')
      if (code !== 0) throw new Error(`hq ${words.join(' ')}: ${output}`)
      return output
    },
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      if (code !== 0) throw new Error(`the hub ended with ${code}: ${said}`)
    },
  }
}
