/**
 * What is shipped: the asar's content and the fuses, read back from a folder that electron-builder packed. The
 * Electron of this packing is a stand-in of a few bytes with a fuse wire in it, so that no binary is needed; the
 * installers themselves need the network and are made by the release run.
 */
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import electron from 'electron/package.json' with { type: 'json' }

const root = join(import.meta.dirname, '../..')
/** @electron/fuses finds the wire behind this; then come the wire's version and its length. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuses = Object.values(FuseV1Options).filter((value) => typeof value === 'number')

let folder = ''
let packed: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fobdesk-packaging-'))
  run(join(root, 'tools/build.ts'))
  const dist = join(folder, 'electron')
  await mkdir(dist)
  const wire = Buffer.concat([Buffer.from([1, fuses.length]), Buffer.from('0'.repeat(fuses.length))])
  await writeFile(join(dist, 'electron'), Buffer.concat([Buffer.from(sentinel), wire, Buffer.alloc(64)]))
  await writeFile(join(dist, 'version'), electron.version)
  run(
    join(root, 'node_modules/electron-builder/cli.js'),
    '--linux',
    '--dir',
    `-c.electronDist=${dist}`,
    `-c.directories.output=${join(folder, 'packed')}`,
  )
  packed = await filesOfAsar(join(unpacked(), 'resources/app.asar'))
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function unpacked(): string {
  return join(folder, 'packed/linux-unpacked')
}

function run(...command: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command[0] ?? ''} ended with ${status}:\n${stdout}${stderr}`)
}

interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>
}

/** Paths as `/out/main/app.js`. An asar begins with its table: JSON at byte 16, its length in the four before. */
async function filesOfAsar(archive: string): Promise<string[]> {
  const bytes = await readFile(archive)
  const table = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8')) as AsarEntry
  return below(table, '')
}

function below({ files = {} }: AsarEntry, under: string): string[] {
  return Object.entries(files).flatMap(([name, entry]) => [
    `${under}/${name}`,
    ...below(entry, `${under}/${name}`),
  ])
}

test.each([
  '/package.json',
  '/out/main/app.js',
  '/out/main/programmer.js',
  '/out/main/training-fobs.js',
  '/out/main/training-hub.js',
  '/out/preload/bridge.cjs',
  '/out/renderer/index.html',
  '/node_modules/sql.js/dist/sql-wasm.wasm',
  '/node_modules/@fontsource/biz-udgothic/package.json',
  '/node_modules/@fontsource/biz-udgothic/400.css',
  '/node_modules/@fontsource/biz-udgothic/700.css',
])('%s is there', (path) => {
  expect(packed).toContain(path)
})

test('the font’s own files are there', () => {
  expect(packed.filter((path) => /biz-udgothic\/files\/.*-(400|700)-.*\.woff2$/.test(path))).not.toEqual([])
})

test('no source, map, test or document of ours is shipped', () => {
  const own = packed.filter((path) => !path.startsWith('/node_modules'))
  expect(
    own.filter(
      (path) =>
        !/^\/(package\.json|tools(\/verify-audit\.mjs)?|out(\/(main|preload|renderer)(\/.*)?)?)$/.test(path),
    ),
  ).toEqual([])
  expect(packed.filter((path) => /\.(ts|tsx|mts|cts|map)$/.test(path))).toEqual([])
})

test('no key, seed, store, log or certificate is shipped', () => {
  const secret = /(\.(pem|key|p12|pfx|bin|log|anchor|pskc|env)|journal\.lock|profile\.json)$/i
  expect(packed.filter((path) => secret.test(path))).toEqual([])
  expect(packed.filter((path) => /TRAINING-ONLY|stand-in|emulator/i.test(path))).toEqual([])
})

test('no development tool is shipped', () => {
  const tools = ['electron', 'vite', 'vitest', 'typescript', 'playwright', '@playwright', 'react', 'cbor2']
  expect(tools.filter((name) => packed.includes(`/node_modules/${name}`))).toEqual([])
})

test('beside the asar lie the readers’ native modules, which no asar can load, and nothing else', async () => {
  const resources = join(unpacked(), 'resources')
  const files = await readdir(resources, { recursive: true, withFileTypes: true })
  const beside = files
    .filter((entry) => entry.isFile() && entry.parentPath.includes('app.asar.unpacked'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(resources, 'app.asar.unpacked').length + 1))
  expect(beside.filter((path) => !/^node_modules\/(@node-usb\/|usb\/|smartcard\/)/.test(path))).toEqual([])
  expect(beside.some((path) => path.endsWith('.node'))).toBe(true)
})

test('the udev rule for readers comes along, and the deb puts it where udev looks', async () => {
  const rule = await readFile(join(unpacked(), 'resources/60-fobdesk.rules'), 'utf8')
  for (const maker of ['072f', '349e']) {
    expect(rule).toMatch(
      new RegExp(`^SUBSYSTEM=="usb".*ATTR\\{idVendor\\}=="${maker}", TAG\\+="uaccess"$`, 'm'),
    )
  }
  // The deb itself needs the network; what it is told to take is read from the configuration.
  const configuration = await readFile(join(root, 'electron-builder.yml'), 'utf8')
  const [, from = '', to = ''] = /^deb:\n(?:.*\n)*?  fpm:\n    - (\S+)=(\S+)$/m.exec(configuration) ?? []
  expect(to).toBe('/usr/lib/udev/rules.d/60-fobdesk.rules')
  expect(await readFile(join(root, from), 'utf8')).toBe(rule)
})

test('every fuse is set as the Electron checklist says', async () => {
  const on = FuseState.ENABLE
  const off = FuseState.DISABLE
  const { version, ...wire } = await getCurrentFuseWire(join(unpacked(), 'fobdesk'))
  expect(version).toBe(FuseVersion.V1)
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  })
})
