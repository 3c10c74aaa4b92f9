/**
 * Entry of a head-office hub process: `node hub/main.ts`, settings from the environment (`settings.ts`). It serves
 * desks, internet banking and customers at one address, and metrics and the hq command line at another that only
 * this machine reaches. SIGTERM ends it: running requests first, then the database.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pino from 'pino'
import { issueEnrolmentCode } from './enrolment.ts'
import { makeFirstPerson, makeTrialBranch } from './hq/first-start.ts'
import { hqRoutes } from './hq/routes.ts'
import { createMetrics } from './http/metrics.ts'
import { createServer, type HubServer } from './http/server.ts'
import { hubSubjects } from './http/subjects.ts'
import { headOfficeOf } from './head-office.ts'
import type { Hub } from './hub.ts'
import { openHubLog, type HubLog } from './log.ts'
import { openHub } from './open-hub.ts'
import { readSettings, type HubSettings } from './settings.ts'
import { loadTls } from './tls-files.ts'
import { hubFingerprint } from '../protocol/hub-head.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
/** Expired documents (nonces above all) are not seen anyway; this keeps the table small. */
const PURGE_MS = 600_000
/** How often a process looks whether its state wants a snapshot. */
const SNAPSHOT_MS = 60_000
/** For a last snapshot at the end, behind the 10 s of running requests: less than what a container is given. */
const LAST_SNAPSHOT_MS = 8000
const trial = process.argv.includes('--trial')

try {
  await start(readSettings(process.env))
} catch (error) {
  // The sentences of `open-hub.ts` and `settings.ts` name files and settings, never contents.
  process.stderr.write(`[hub] ${error instanceof Error ? error.message : 'unknown error'}\n`)
  process.exit(1)
}

async function start(settings: HubSettings): Promise<void> {
  // For trial the screen is for people.
  const log = openHubLog(
    trial ? pino.destination({ dest: join(settings.folder, 'hub.log'), mkdir: true }) : undefined,
  )
  const { hub, snapshots } = await openHub({ settings, log, now: Date.now, random })
  const { tls, certificate } = await loadTls(settings, Date.now(), random)
  // With the keys: a process that was started without the present master key serves nobody.
  const ready = async (): Promise<void> => {
    await hub.store.read((reader) => hub.keys.at(reader))
  }
  const metrics = createMetrics(hub)
  const main = await createServer({
    subjects: hubSubjects(hub, {
      log,
      certificates: [certificate],
      demoPortal: trial || settings.demoPortal,
      // Elsewhere, if not here: plain HTTP is never what browsers meet.
      tls: true,
    }),
    log,
    ...(tls !== null && { tls }),
    ready,
    trustedProxies: settings.trustedProxies,
    watch: metrics.watch,
    describe: true,
  })
  const operations = await createServer({
    subjects: [
      { prefix: '', routes: metrics.routes },
      { prefix: '/hq/v1', routes: hqRoutes(hub, log) },
    ],
    log,
    ready,
  })
  const purging = setInterval(() => {
    hub.store.purge().catch((error: unknown) => void log.bug('purge failed', error))
  }, PURGE_MS)
  const keeping = setInterval(() => void snapshots.tend(), SNAPSHOT_MS)
  endWell([main, operations], hub, log, async () => {
    clearInterval(purging)
    clearInterval(keeping)
    await snapshots.end(LAST_SNAPSHOT_MS)
  })
  await operations.app.listen(settings.operations)
  await main.app.listen(settings.listen)
  const ports = { port: portOf(main), operationsPort: portOf(operations) }
  log.info({ event: 'started', process: process.pid, ...ports })
  const passphraseFile = join(settings.folder, 'first-passphrase.txt')
  if (await makeFirstPerson(hub, passphraseFile)) log.info({ event: 'first person made' })
  if (trial) await sayTrial(hub, settings, ports, passphraseFile)
}

interface Ports {
  readonly port: number
  readonly operationsPort: number
}

/** The system's choice where the setting is 0. */
function portOf({ app }: HubServer): number {
  const listening = app.addresses().find((address) => typeof address !== 'string')
  if (listening === undefined) throw new Error('the server does not listen')
  return listening.port
}

async function sayTrial(
  hub: Hub,
  settings: HubSettings,
  { port, operationsPort }: Ports,
  passphraseFile: string,
): Promise<void> {
  const { name, operations, databaseUrl, folder } = settings
  const branchNo = await makeTrialBranch(hub)
  const code = await issueEnrolmentCode(hub, branchNo)
  const { realm, signing, sealing } = await headOfficeOf(hub).identify({})
  const fingerprint = hubFingerprint({ realm, signing: signing.publicKey, sealing: sealing.publicKey })
  const database =
    databaseUrl === undefined
      ? `PGlite in ${folder}: FOR TRIAL ONLY, its writes to files are not durable. Set DATABASE_URL for PostgreSQL.`
      : 'PostgreSQL'
  const lines = [
    `address      ${name}:${port}`,
    `fingerprint  ${fingerprint}`,
    `portal       https://${name}:${port}/portal/ (for trial; npm run hq -- demo-login set <loginId>)`,
    `branch       ${branchNo}: enrolment code ${code} (one PC, 72 hours)`,
    `database     ${database}`,
    `run it       npm run hq -- help   (person admin, passphrase in ${passphraseFile})`,
    `metrics      http://${operations.host}:${operationsPort}/metrics`,
  ]
  process.stdout.write(`${lines.map((line) => `[hub] ${line}`).join('\n')}\n`)
}

/** @param last runs when no request runs any more, and before the database is closed */
function endWell(servers: readonly HubServer[], hub: Hub, log: HubLog, last: () => Promise<void>): void {
  let ending: Promise<void> | undefined
  const end = async (): Promise<void> => {
    log.info({ event: 'stopping' })
    await Promise.all(servers.map((server) => server.stop()))
    await last()
    await hub.store.close()
    log.info({ event: 'stopped' })
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      ending ??= end().catch((error: unknown) => {
        log.bug('stop failed', error)
        process.exitCode = 1
      })
    })
  }
}
