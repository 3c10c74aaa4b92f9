import type { Privileges } from 'electron'
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { noteOnce } from '../log.ts'
import { addAliasedScheme, isAliasedScheme } from './aliases.ts'
import { lifecycle, requireReady } from './lifecycle.ts'

export type ProtocolHandler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, ProtocolHandler>()

/** For the stand-in itself: who answers requests of this scheme. */
export function findProtocolHandler(scheme: string): ProtocolHandler | undefined {
  return handlers.get(scheme)
}

/**
 * Only schemes that are standard and secure can be shown under an https alias; the alias also has a CSP and
 * CORS like any https page, so privileges that would switch those off are refused.
 */
function registerSchemesAsPrivileged(schemes: { scheme: string; privileges?: Privileges }[]): void {
  if (lifecycle.phase !== 'starting') {
    throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
  }
  for (const { scheme, privileges } of schemes) {
    if (!privileges?.standard || !privileges.secure) {
      throw new Error(`The stand-in serves only schemes that are standard and secure, not "${scheme}"`)
    }
    if (privileges.bypassCSP) throw new Error(`The stand-in cannot bypass CSP for "${scheme}"`)
    addAliasedScheme(scheme)
  }
}

export const protocol = refuseUnknown('protocol', {
  registerSchemesAsPrivileged,
  handle(scheme: string, handler: ProtocolHandler): void {
    requireReady('protocol.handle cannot be called')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    if (!isAliasedScheme(scheme)) {
      noteOnce(`protocol.handle("${scheme}"): only privileged schemes are answered`)
    }
    handlers.set(scheme, handler)
  },
  unhandle(scheme: string): void {
    if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  },
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
})
