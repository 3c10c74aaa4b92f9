import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../protocol/bytes.ts'
import type { Tls } from './http/app.ts'
import { makeSelfSigned } from './http/self-signed.ts'
import type { HubSettings } from './settings.ts'

export interface LoadedTls {
  /** null: TLS ends elsewhere. */
  readonly tls: Tls | null
  /** DER of the certificate that desks meet. */
  readonly certificate: Uint8Array
}

/** The certificate that was given; without one, the hub's own, made at its first start. */
export async function loadTls(
  { tlsFiles, folder, name }: HubSettings,
  now: number,
  random: Random,
): Promise<LoadedTls> {
  if (tlsFiles !== undefined) {
    const cert = await readFile(tlsFiles.cert, 'utf8')
    const key = tlsFiles.key === null ? null : await readFile(tlsFiles.key, 'utf8')
    return { tls: key === null ? null : { cert, key }, certificate: derOf(cert) }
  }
  // Key and certificate in one file: there is never one without the other.
  const path = join(folder, 'tls.pem')
  const there = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  const pem = there ?? (await makeFile(path, makeSelfSigned(name, now, random)))
  return { tls: { cert: pem, key: pem }, certificate: derOf(pem) }
}

async function makeFile(path: string, { key, cert }: Tls): Promise<string> {
  // OpenSSL takes from a PEM file what it looks for.
  const pem = `${cert}${key}`
  await writeFile(path, pem, { mode: 0o600, flush: true, flag: 'wx' })
  return pem
}

/** Of the first certificate in the PEM: the server's own stands before its issuers. */
function derOf(pem: string): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).raw)
}
