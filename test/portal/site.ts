/** The portal on head office's own server, over the double or a real hub, listening on a port of its own. */
import { createServer, type HubServer } from '../../hub/http/server.ts'
import { openHubLog } from '../../hub/log.ts'
import type { PortalBank } from '../../hub/portal/bank.ts'
import { portalRoutes } from '../../hub/portal/plugin.ts'
import type { CustomerLogins } from '../../hub/portal/logins.ts'
import type { Session } from '../../hub/portal/rows.ts'
import type { SessionChange, SessionRows } from '../../hub/portal/session.ts'
import { countingRandom } from '../hub/random.ts'

export const PREFIX = '/portal'
export const PASSWORD = 'himitsu-2026'
export const CONFIRMATION = 'kakunin-2026'

/** One password for everybody; whoever is in no contract does not exist. */
export const samePasswords: CustomerLogins = {
  isPassword: async (_, password) => password === PASSWORD,
  isConfirmation: async (_, password) => password === CONFIRMATION,
}

export class MemorySessions implements SessionRows {
  readonly rows = new Map<string, Session>()

  async read(id: string) {
    return this.rows.get(id)
  }

  async add(id: string, row: Session) {
    this.rows.set(id, row)
  }

  async change<T>(id: string, change: (row: Session) => SessionChange<T>) {
    const before = this.rows.get(id)
    if (before === undefined) return undefined
    const { row, result } = change(before)
    if (row === null) this.rows.delete(id)
    else this.rows.set(id, row)
    return result
  }

  async remove(id: string) {
    this.rows.delete(id)
  }
}

export interface SiteOptions {
  readonly bank: PortalBank
  readonly logins?: CustomerLogins
  readonly sessions?: SessionRows
  readonly tls?: boolean
  readonly onBug?: (error: unknown) => void
}

export async function makeSite(options: SiteOptions): Promise<HubServer> {
  const { bank, logins = samePasswords, sessions = new MemorySessions(), tls = false } = options
  const onBug = (error: unknown): string => {
    if (options.onBug === undefined) console.error(error)
    options.onBug?.(error)
    return 'reference'
  }
  const random = countingRandom('portal')
  const routes = portalRoutes({ bank, logins, sessions, random, tls, onBug })
  return createServer({
    subjects: [{ prefix: PREFIX, routes }],
    log: openHubLog({ write: () => undefined }),
    ready: async () => undefined,
  })
}
