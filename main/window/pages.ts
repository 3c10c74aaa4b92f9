/**
 * `app://desk/…`: the desk's own files, and nothing else of the disk. A scheme of our own instead of
 * `file:` (Electron checklist, item 18), because a file page may read every other file.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol } from 'electron'
import { contentSecurityPolicy } from './content-security.ts'
import { fileFor } from './file-for.ts'

export const ownOrigin = 'app://desk'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Before `ready`: makes `app:` a secure, standard origin. */
export function declarePages(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export interface PageSources {
  /** The built renderer. */
  readonly renderer: string
  /** The bundled font's folder, served under `/fonts/` for the papers. */
  readonly fonts: string
  /** Papers waiting to be printed. */
  readonly document: (path: string) => string | undefined
}

/** After `ready`: answers requests for our own pages. */
export function servePages(sources: PageSources): void {
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url)
    if (host !== 'desk' || request.method !== 'GET') return notFound()
    const path = decoded(pathname)
    if (path === undefined) return notFound()
    const document = sources.document(path)
    if (document !== undefined) return page(document)
    const file = path.startsWith('/fonts/')
      ? fileFor(sources.fonts, path.slice('/fonts'.length))
      : fileFor(sources.renderer, path)
    const type = file === undefined ? undefined : types[extname(file)]
    if (file === undefined || type === undefined) return notFound()
    const body = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EISDIR') return undefined
      throw error
    })
    if (body === undefined) return notFound()
    return type.startsWith('text/html') ? page(body.toString('utf8')) : asset(body, type)
  })
}

/** undefined: no path of a file, by a broken escape or a NUL. */
function decoded(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname)
    return path.includes('\0') ? undefined : path
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

function notFound(): Response {
  return new Response('not found', { status: 404 })
}

function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64')
  return new Response(html.replaceAll('%CSP_NONCE%', nonce), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  })
}

function asset(body: Buffer, type: string): Response {
  return new Response(new Uint8Array(body), {
    headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
  })
}
