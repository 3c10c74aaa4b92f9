/**
 * A PSKC file (RFC 6030) as fobs with their seeds. Runs in the programmer process only, and the seeds leave
 * this folder only to be sealed and wiped. Nothing a row says is believed before its MAC has been checked.
 */
import { asSeed, SEED_BYTES, type Seed } from '../../domain/otp.ts'
import { wipe } from '../../protocol/bytes.ts'
import { refuseFile, shown, type FileRefusal } from './codes.ts'
import { readContainer, type Container } from './container.ts'
import { encryptionKey, type Credential } from './encryption-key.ts'
import { fobRow, type FobRow, type PskcRowError } from './row.ts'
import { openKeys, openSecret, type Keys, type Secret } from './secrets.ts'
import { splitPackages } from './split.ts'
import { child, readXml } from './xml.ts'

export interface PskcFob extends FobRow {
  readonly seed: Seed
}

export interface PskcFile {
  readonly ok: true
  /** The container's own identifier, '' without one. */
  readonly containerId: string
  /** Key packages in the file, the wrong ones too. */
  readonly packages: number
  /** The caller wipes every seed. */
  readonly fobs: readonly PskcFob[]
  /** By row. */
  readonly errors: readonly PskcRowError[]
}

/** Reads a whole file. The teller's credential is tried once; a wrong one is one refusal, not one a row. */
export function readPskc(bytes: Uint8Array, credential: Credential): PskcFile | FileRefusal {
  const xml = readXml(bytes)
  if (!xml.ok) return xml
  const pieces = splitPackages(xml.text)
  if (!pieces.ok) return pieces
  const read = readContainer(pieces)
  if (!read.ok) return read
  const { container } = read
  const content = encryptionKey(container.protection, credential)
  if (!content.ok) return content
  const opened = openKeys(container, content.key)
  if (!opened.ok) {
    wipe(content.key)
    return opened
  }
  const { keys } = opened
  try {
    const secrets = openSecrets(container, keys)
    return 'ok' in secrets ? secrets : fobsOf(container, secrets)
  } finally {
    wipe(keys.content, keys.mac)
  }
}

/** In the order of the packages. All wiped when the file is refused. */
function openSecrets(container: Container, keys: Keys): readonly Secret[] | FileRefusal {
  const secrets: Secret[] = []
  for (const keyPackage of container.packages) {
    const opened = openSecret(container, keys, child(keyPackage(), 'Key'))
    if (!opened.ok) {
      for (const secret of secrets) if (secret.kind === 'opened') wipe(secret.bytes)
      return opened
    }
    secrets.push(opened.secret)
  }
  const unproven = secrets.some(({ kind }) => kind === 'unproven')
  const proven = secrets.some(({ kind }) => kind === 'opened')
  return unproven && !proven ? refuseFile('PSKC_KEY_WRONG') : secrets
}

function fobsOf(container: Container, secrets: readonly Secret[]): PskcFile {
  const fobs: PskcFob[] = []
  const errors: PskcRowError[] = []
  const rows = new Map<string, number>()
  container.packages.forEach((keyPackage, index) => {
    const row = index + 1
    const fob = fobRow(keyPackage(), row, errors)
    const serial = fob?.serial ?? ''
    const secret = secrets[index] ?? { kind: 'none' }
    const before = errors.length
    if (secret.kind !== 'opened') {
      const code = secret.kind === 'none' ? 'ROW_REQUIRED' : 'PSKC_ROW_DAMAGED'
      errors.push({ row, serial, column: 'Secret', code, detail: { column: 'Secret' } })
      return
    }
    if (!lengths.includes(secret.bytes.length)) {
      const detail = { bytes: secret.bytes.length }
      errors.push({ row, serial, column: 'Secret', code: 'PSKC_ROW_LENGTH', detail })
    }
    const earlier = rows.get(serial)
    if (fob !== undefined && earlier !== undefined) {
      const detail = { column: 'SerialNo', value: serial, line: earlier }
      errors.push({ row, serial, column: 'SerialNo', code: 'ROW_DUPLICATE', detail })
    }
    if (fob === undefined || errors.length > before) return wipe(secret.bytes)
    rows.set(serial, row)
    fobs.push({ ...fob, seed: asSeed(secret.bytes) })
  })
  return { ok: true, containerId: shown(container.id), packages: container.packages.length, fobs, errors }
}

/** The lengths that a sealed box may hold (protocol/seed-box.ts). */
const lengths: readonly number[] = Object.values(SEED_BYTES)
