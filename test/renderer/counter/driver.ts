/** Builds the counter's renderer once, serves it, and opens pages of it in Debian's Chromium. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

export interface Counter {
  /** `hash`: '/application?contractNo=0010002'; `query`: see `page.ts`. */
  readonly open: (hash: string, query?: string) => Promise<Page>
  readonly closePages: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function startCounter(): Promise<Counter> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fobdesk-counter-'))
  await build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), build: { outDir: folder } })
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://counter').pathname
    readFile(path.join(folder, name === '/' ? 'index.html' : path.normalize(name))).then(
      (bytes) => {
        response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'text/html' })
        response.end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the test server has no port')
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  return {
    open: async (hash, query = '') => {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
      const page = await context.newPage()
      page.setDefaultTimeout(8000)
      await page.addInitScript((options) => Object.assign(window, { counterOptions: options }), query)
      await page.goto(`http://127.0.0.1:${address.port}/#${hash}`)
      await page.locator('h1').first().waitFor()
      return page
    },
    closePages: async () => {
      for (const context of browser.contexts()) await context.close()
    },
    close: async () => {
      await browser.close()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
