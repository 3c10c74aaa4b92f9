/** The built renderer over the fake desk, served with the product's own content security policy. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { contentSecurityPolicy } from '../../main/window/content-security.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}
const nonce = 'bm9uY2U='

export interface Served {
  /** `address`: '?phase=locked#/approvals'; see `page.ts`. `broken` collects console errors and exceptions. */
  readonly open: (address: string) => Promise<{ readonly page: Page; readonly broken: readonly string[] }>
  readonly close: () => Promise<void>
}

export async function serveRenderer(): Promise<Served> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fobdesk-renderer-'))
  await build({
    configFile: path.join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder },
  })
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://desk')
    const name = pathname === '/' ? 'index.html' : path.normalize(pathname)
    const type = types[path.extname(name)] ?? 'application/octet-stream'
    readFile(path.join(folder, name)).then(
      (bytes) => {
        response.writeHead(200, {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy(nonce),
        })
        response.end(type.startsWith('text/html') ? bytes.toString().replaceAll('%CSP_NONCE%', nonce) : bytes)
      },
      () => response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('the test server has no port')
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  return {
    open: async (address) => {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
      page.setDefaultTimeout(8000)
      const broken: string[] = []
      page.on('pageerror', (error) => broken.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') broken.push(message.text())
      })
      await page.goto(`http://127.0.0.1:${at.port}/${address}`)
      await page.locator('h1').first().waitFor()
      return { page, broken }
    },
    close: async () => {
      await browser.close()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
