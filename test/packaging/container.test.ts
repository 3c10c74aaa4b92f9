/**
 * `Dockerfile` and `compose.yaml` were never run: there is no Docker engine where this is made. What can be said without
 * one is said here: every file that they name is there, nothing that the hub imports is left out, the settings are the
 * program's own, and what is started is what the documentation starts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createServer } from '../../hub/http/server.ts'
import { openHubLog } from '../../hub/log.ts'
import { readSettings } from '../../hub/settings.ts'

const root = join(import.meta.dirname, '../..')
const text = (name: string): string => readFileSync(join(root, name), 'utf8')
const dockerfile = text('Dockerfile').replaceAll(/\\\n\s*/g, ' ')
const compose = text('compose.yaml')
const lines = dockerfile.split('\n')
/** The arguments of each instruction of the second stage. */
const instructions = (name: string): string[] =>
  lines
    .slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
    .filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1))
const copied = instructions('COPY')
  .filter((line) => !line.startsWith('--from'))
  .map((line) => line.split(' '))

/** All files that a program reaches by relative imports. */
function reached(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen
  seen.add(from)
  for (const [, path = ''] of text(from).matchAll(/(?:from|import)\s+'(\.[^']+)'/g)) {
    reached(normalize(join(dirname(from), path)), seen)
  }
  return seen
}

describe('the container of the hub', () => {
  it('is made of files that are there, each under its own name', () => {
    expect(copied.length).toBeGreaterThan(3)
    for (const names of copied) {
      const [target = '', ...sources] = names.toReversed()
      for (const source of sources) {
        expect(existsSync(join(root, source)), source).toBe(true)
        expect(target === './' || target === source, source).toBe(true)
      }
    }
    for (const name of ['package.json', 'package-lock.json']) expect(existsSync(join(root, name))).toBe(true)
    const ignored = text('.dockerignore').split('\n')
    for (const [source = ''] of copied) expect(ignored).not.toContain(source)
  })

  it('has all that the hub and the hq command line import', () => {
    const files = [...reached('hub/main.ts'), ...reached('tools/hq.ts')]
    expect(files.length).toBeGreaterThan(150)
    const inside = (file: string): boolean =>
      copied.some(([source = '']) => file === source || !relative(source, file).startsWith('..'))
    expect(files.filter((file) => !inside(file))).toEqual([])
  })

  it('runs as a user who is not root and owns the folder', () => {
    const user = instructions('USER')
    expect(user).toEqual(['node'])
    const folder = /FOBDESK_HUB_FOLDER=(\S+)/.exec(dockerfile)?.[1] ?? ''
    expect(dockerfile).toContain(`install -d -o node -g node -m 700 ${folder}`)
    expect(instructions('VOLUME')).toEqual([folder])
    expect(compose).toContain(`hub:${folder}`)
    // Nothing is made or changed as root after that.
    const after = lines.slice(lines.indexOf('USER node'))
    expect(after.filter((line) => /^(RUN|COPY|ADD)/.test(line))).toEqual([])
  })

  it('starts what the documentation and the tests start, and gets its signals', () => {
    expect(instructions('CMD')).toEqual(['["node", "hub/main.ts"]'])
    expect(compose).toContain('exec node hub/main.ts')
    expect(text('docs/hub-operation.md')).toContain('node hub/main.ts')
    expect(text('docs/hub-operation.md')).toContain('written and not run')
    // Running requests, 10 s, and a last snapshot, 8 s.
    expect(/stop_grace_period: (\d+)s/.exec(compose)?.[1]).toBe('30')
  })

  it('sets nothing that the program does not read, and asks for its health where that is answered', async () => {
    const known = text('hub/settings.ts')
    const named = [...`${dockerfile}\n${compose}`.matchAll(/\b(FOBDESK_[A-Z_0-9]+|DATABASE_URL)\b/g)]
    for (const [name] of named) expect(known, name).toContain(name)
    const { operations, listen } = readSettings({})
    expect(instructions('EXPOSE')).toEqual([String(listen.port)])
    expect(compose).toContain(`'${listen.port}:${listen.port}'`)
    const [, port, path = ''] = /fetch\('http:\/\/127\.0\.0\.1:(\d+)(\/\w+)'\)/.exec(dockerfile) ?? []
    expect(operations).toEqual({ host: '127.0.0.1', port: Number(port) })
    const log = openHubLog({ write: () => undefined })
    const server = await createServer({ subjects: [], log, ready: async () => undefined })
    expect((await server.app.inject({ url: path })).statusCode).toBe(200)
    await server.stop()
  })

  it('finds its secrets where compose puts them', () => {
    const secrets = [...compose.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, name]) => name)
    for (const name of secrets) expect(compose).toContain(`${name}: { file: ./secrets/${name} }`)
    expect(text('.dockerignore').split('\n')).toContain('secrets')
    expect(text('.gitignore')).toContain('secrets')
  })
})
