/**
 * A PostgreSQL server of the tests' own: initialised in a temporary folder, reached through a socket in it,
 * durable as in production (fsync on), and removed afterwards. PostgreSQL refuses to run as root, so root runs
 * it as the user `postgres` of Debian's package.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const VERSIONS = '/usr/lib/postgresql'

export interface PostgresServer {
  /** Folder of `psql`, `pgbench` and the rest. */
  readonly binaries: string
  /** Of the socket. */
  readonly folder: string
  /** Makes a database of its own; its URL. */
  database(): Promise<string>
  /** kill -9 of the postmaster and every backend, as when the machine's memory runs out. */
  kill(): Promise<void>
  /** Starts again over the same files; resolves when it answers. */
  start(): Promise<void>
  /** Stops it and removes everything. */
  dispose(): Promise<void>
}

export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const binaries = await newestBinaries()
  const who = await owner()
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-pg-'))
  const data = join(folder, 'data')
  if (who !== null) await chown(folder, who.uid, who.gid)
  await chmod(folder, 0o755)
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-instructions', '--no-sync'],
    { ...who, cwd: folder },
  )
  const url = (database: string): string =>
    `postgres://hub@localhost/${database}?host=${encodeURIComponent(folder)}`
  let server: ChildProcess | undefined
  let databases = 0

  async function start(): Promise<void> {
    const options = [
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
      'recovery_init_sync_method=syncfs',
      ...settings,
    ]
    const args = ['-D', data, ...options.flatMap((option) => ['-c', option])]
    server = spawn(join(binaries, 'postgres'), args, { ...who, cwd: folder, stdio: 'ignore' })
    for (;;) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`)
      const client = new pg.Client({ connectionString: url('postgres') })
      client.on('error', () => undefined)
      try {
        await client.connect()
        await client.end()
        return
      } catch {
        await sleep(20)
      }
    }
  }

  async function end(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    if (server?.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    // Stopped first: it must start no further backend while its backends are killed.
    if (signal === 'SIGKILL') server.kill('SIGSTOP')
    const backends = signal === 'SIGKILL' ? await children(server.pid) : []
    for (const pid of backends) killIfThere(pid)
    server.kill(signal)
    await ended
    // A backend that still lives holds the shared memory, and the next server would refuse to start.
    while (backends.some((pid) => existsSync(`/proc/${pid}`))) await sleep(10)
  }

  await start()
  return {
    binaries,
    folder,
    async database() {
      const name = `hub_${++databases}`
      await onServer(url('postgres'), `create database ${name}`)
      return url(name)
    },
    kill: () => end('SIGKILL'),
    start,
    async dispose() {
      // At once, without the checkpoint that its next start would be glad of.
      await end('SIGQUIT')
      await rm(folder, { recursive: true })
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function newestBinaries(): Promise<string> {
  const versions = await readdir(VERSIONS)
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0]
  if (newest === undefined) throw new Error('the Debian package postgresql is not installed')
  return join(VERSIONS, newest, 'bin')
}

/** Whom PostgreSQL runs as; null: as ourselves. */
async function owner(): Promise<{ readonly uid: number; readonly gid: number } | null> {
  if (process.getuid?.() !== 0) return null
  const users = await readFile('/etc/passwd', 'utf8')
  const line = users.split('\n').find((user) => user.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error('there is no user postgres')
  return { uid: Number(uid), gid: Number(gid) }
}

async function children(pid: number | undefined): Promise<readonly number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return list.split(' ').filter(Boolean).map(Number)
}

/** One that has just ended by itself is as good. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
