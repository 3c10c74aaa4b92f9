/**
 * `app://desk/…`: the desk's own files, and nothing else of the disk. A scheme of our own instead of
 * `file:` (Electron checklist, item 18), because a file page may read every other file.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { contentSecurityPolicy } from './content-security.ts'

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

/** After `ready`: answers requests for our files out of `folder`. */
export function servePages(folder: string): void {
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url)
    const path = fileFor(folder, decodeURIComponent(pathname))
    const type = path === undefined ? undefined : types[extname(path)]
    if (host !== 'desk' || request.method !== 'GET' || path === undefined || type === undefined) {
      return new Response('not found', { status: 404 })
    }
    const body = await readFile(path).catch(() => undefined)
    if (body === undefined) return new Response('not found', { status: 404 })
    return type.startsWith('text/html') ? page(body.toString('utf8')) : asset(body, type)
  })
}

/** The file inside `folder`, or undefined for a path that would leave it. */
export function fileFor(folder: string, pathname: string): string | undefined {
  const path = normalize(join(folder, pathname === '/' ? 'index.html' : pathname))
  return path.startsWith(normalize(folder) + sep) ? path : undefined
}

function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64')
  return new Response(html.replace('%CSP_NONCE%', nonce), {
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
