/**
 * Who may call the verification API: programs of the bank, each with an id, a secret and its scopes. The hub
 * keeps only the secret's hash; a plain hash will do, since a secret is 256 random bits and nobody's choice.
 */
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { hex, sha256, utf8 } from '../protocol/bytes.ts'
import type { Hub } from './hub.ts'
import type { HubReader } from './store/hub-store.ts'

/**
 * `verify`: codes of people whom nobody has identified yet; every refusal reads alike. `customer`: on behalf of
 * customers whose password the caller has checked. `staff`: the exact reasons.
 */
export const apiScope = z.enum(['verify', 'customer', 'staff'])
export type ApiScope = z.infer<typeof apiScope>

export interface ApiClient {
  readonly id: string
  readonly name: string
  readonly scopes: readonly ApiScope[]
}

const SECRET_LABEL = utf8('fobdesk/api-client-secret/1\0')
const SECRET_BYTES = 32

/** A new client with its secret, which is shown once and kept nowhere. */
export async function addApiClient(
  hub: Hub,
  name: string,
  scopes: readonly ApiScope[],
): Promise<{ readonly client: ApiClient; readonly secret: string }> {
  const id = `c-${hex(hub.random(8))}`
  const secret = Buffer.from(hub.random(SECRET_BYTES)).toString('base64url')
  const row = { name, scopes: [...scopes], secretHash: hashOf(secret), createdAt: hub.now() }
  await hub.store.transaction((tx) => tx.saveDocument('apiClient', id, row))
  return { client: { id, name, scopes }, secret }
}

/** Its next call is refused. @returns false: there is no such client */
export function removeApiClient(hub: Hub, id: string): Promise<boolean> {
  return hub.store.transaction(async (tx) => {
    if ((await tx.document('apiClient', id)) === undefined) return false
    await tx.removeDocument('apiClient', id)
    return true
  })
}

/** The client, if the secret is its own. An unknown id costs the same comparison. */
export async function authenticateApiClient(
  reader: HubReader,
  id: string,
  secret: string,
): Promise<ApiClient | null> {
  const row = id === '' || id.length > 64 ? undefined : await reader.document('apiClient', id)
  const given = hashOf(secret)
  const right = timingSafeEqual(given, row?.secretHash ?? given)
  return row !== undefined && right ? { id, name: row.name, scopes: row.scopes } : null
}

function hashOf(secret: string): Uint8Array {
  return sha256(SECRET_LABEL, utf8(secret))
}
