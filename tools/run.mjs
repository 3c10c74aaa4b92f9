/**
 * The door of every README command. Plain JavaScript, because a bare clone has only the system's Node and
 * npm: installs what is missing or out of date, then hands over to the project's own Node 24 and TypeScript.
 *
 *   node tools/run.mjs <start|test|bench|screens|build> [arguments]
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const windows = process.platform === 'win32'
const [task = 'start', ...rest] = process.argv.slice(2)

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.fobdesk-installed')
// A linked node_modules belongs to another checkout: `npm ci` would empty it there.
const linked = lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
if (task === 'test' && !linked) ensureReaderHeaders()
if (!linked && (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock)) {
  console.log('[fobdesk] installing the packages of package-lock.json …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: windows })
  writeFileSync(stamp, lock)
}

const node = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node')
if (!existsSync(node)) {
  // npm may have been told to skip install scripts; this is the one that the project needs.
  console.log('[fobdesk] fetching Node 24 through npm …')
  run('npm', ['rebuild', 'node', '--loglevel=error'], { shell: windows })
}
run(node, [join(root, 'tools', `${task}.ts`), ...rest], {
  env: {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${windows ? ';' : ':'}${process.env.PATH ?? ''}`,
  },
})

/**
 * `smartcard` is built by npm and left out where it cannot be: the desk runs without it, the tests of real readers do
 * not. So its headers come before the packages, where this may install them.
 */
function ensureReaderHeaders() {
  if (!existsSync('/etc/debian_version') || existsSync('/usr/include/PCSC/winscard.h')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  if (process.getuid() !== 0) {
    console.log('[fobdesk] for the tests of real readers: sudo apt-get install --yes libpcsclite-dev; npm ci')
    return
  }
  console.log('[fobdesk] installing the Debian package libpcsclite-dev …')
  run('apt-get', ['update', '-qq'], { env })
  run('apt-get', ['install', '-qq', '--yes', '--no-install-recommends', 'libpcsclite-dev'], { env })
  // Packages installed before without it have left it out.
  rmSync(stamp, { force: true })
}

function run(command, args, options) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) process.exit(signal ? 1 : status)
}
