/** What a hub process is told by its environment (`docs/hub-operation.md`). */
import { join } from 'node:path'
import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)))

const environment = z.object({
  /** PostgreSQL. Absent: PGlite in the folder, for trial. */
  DATABASE_URL: z.string().min(1).optional(),
  /** Folder of this hub's own files. */
  FOBDESK_HUB_FOLDER: z.string().min(1).default('hub-data'),
  FOBDESK_HUB_HOST: z.string().min(1).default('127.0.0.1'),
  FOBDESK_HUB_PORT: port.default(8443),
  /** The name or IPv4 address by which desks reach it. */
  FOBDESK_HUB_NAME: z.string().min(1).default('127.0.0.1'),
  /** PEM files. Absent: a certificate of the hub's own making. */
  FOBDESK_TLS_CERT: z.string().min(1).optional(),
  FOBDESK_TLS_KEY: z.string().min(1).optional(),
  /** A load balancer on this machine ends TLS, with `FOBDESK_TLS_CERT`; the hub itself speaks plain HTTP. */
  FOBDESK_TLS_ELSEWHERE: z.stringbool().default(false),
  FOBDESK_TRUSTED_PROXIES: list.default([]),
  /** The customers' portal with logins of our own, for trial. */
  FOBDESK_DEMO_PORTAL: z.stringbool().default(false),
  /** Metrics and the hq command line; keep it on an address that only this machine reaches. */
  FOBDESK_OPERATIONS_HOST: z.string().min(1).default('127.0.0.1'),
  FOBDESK_OPERATIONS_PORT: port.default(9464),
  /** File with the passphrase of the master keys. */
  FOBDESK_PASSPHRASE_FILE: z.string().min(1).optional(),
  /** The master keys on an HSM instead: its PKCS#11 library, the token's label, the file with the user's PIN. */
  FOBDESK_PKCS11_LIBRARY: z.string().min(1).optional(),
  FOBDESK_PKCS11_TOKEN: z.string().min(1).optional(),
  FOBDESK_PKCS11_PIN_FILE: z.string().min(1).optional(),
})

export interface HubSettings {
  readonly databaseUrl: string | undefined
  readonly folder: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly operations: { readonly host: string; readonly port: number }
  readonly name: string
  readonly demoPortal: boolean
  readonly tlsFiles: { readonly cert: string; readonly key: string | null } | undefined
  readonly trustedProxies: readonly string[]
  readonly passphraseFile: string | undefined
  /** Absent: the passphrase file. */
  readonly token: { readonly library: string; readonly label: string; readonly pinFile: string } | undefined
  readonly pgliteFolder: string
  readonly masterKeyFile: string
}

/** @throws Error that names the setting which cannot be read */
export function readSettings(env: NodeJS.ProcessEnv): HubSettings {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.'))
    throw new Error(`these settings cannot be read: ${names.join(', ')}`)
  }
  const { data } = parsed
  const folder = data.FOBDESK_HUB_FOLDER
  return {
    databaseUrl: data.DATABASE_URL,
    folder,
    listen: { host: data.FOBDESK_HUB_HOST, port: data.FOBDESK_HUB_PORT },
    operations: { host: data.FOBDESK_OPERATIONS_HOST, port: data.FOBDESK_OPERATIONS_PORT },
    name: data.FOBDESK_HUB_NAME,
    demoPortal: data.FOBDESK_DEMO_PORTAL,
    tlsFiles: tlsFilesOf(data),
    trustedProxies: data.FOBDESK_TRUSTED_PROXIES,
    passphraseFile: data.FOBDESK_PASSPHRASE_FILE,
    token: tokenOf(data),
    pgliteFolder: join(folder, 'pglite'),
    masterKeyFile: join(folder, 'master-keys.bin'),
  }
}

function tlsFilesOf(data: z.output<typeof environment>): HubSettings['tlsFiles'] {
  const { FOBDESK_TLS_CERT: cert, FOBDESK_TLS_KEY: key, FOBDESK_TLS_ELSEWHERE: elsewhere } = data
  if (cert !== undefined && elsewhere) return { cert, key: null }
  if (cert !== undefined && key !== undefined) return { cert, key }
  if (cert === undefined && key === undefined && !elsewhere) return undefined
  throw new Error('FOBDESK_TLS_CERT goes with FOBDESK_TLS_KEY, or with FOBDESK_TLS_ELSEWHERE=true')
}

function tokenOf(data: z.output<typeof environment>): HubSettings['token'] {
  const library = data.FOBDESK_PKCS11_LIBRARY
  const [label, pinFile] = [data.FOBDESK_PKCS11_TOKEN, data.FOBDESK_PKCS11_PIN_FILE]
  if (library === undefined) return undefined
  if (label !== undefined && pinFile !== undefined) return { library, label, pinFile }
  throw new Error('FOBDESK_PKCS11_LIBRARY goes with FOBDESK_PKCS11_TOKEN and FOBDESK_PKCS11_PIN_FILE')
}
