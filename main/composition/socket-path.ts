import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Where programmer and training process meet: one address per data folder. A Unix socket's path must stay
 * under about 107 bytes, which a deep data folder would not.
 */
export function trainingSocketPath(dataFolder: string): string {
  const name = `fobdesk-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}
