/**
 * The import rules hold, and they can fail: for every rule a bad import is planted in a copy of a tiny tree
 * and must be refused by name.
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile, copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folders = ['domain', 'protocol', 'preload', 'programmer', 'main', 'hub', 'renderer']
const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

async function violations(cwd: string): Promise<readonly string[]> {
  const run = promisify(execFile)(
    process.execPath,
    [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { cwd, maxBuffer: 64 * 1024 * 1024 },
  )
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } }
  return report.summary.violations.map(({ rule }) => rule.name)
}

/** A file and what it wrongly imports → the rule that must refuse it. */
const planted: readonly (readonly [string, string, string])[] = [
  ['domain/planted.ts', '../main/app.ts', 'domain-folders'],
  ['domain/planted.ts', 'csv-parse', 'domain-packages'],
  ['domain/planted.ts', 'node:fs', 'domain-no-node'],
  ['protocol/planted.ts', '../hub/training.ts', 'protocol-folders'],
  ['preload/planted.ts', '../main/app.ts', 'preload-folders'],
  ['programmer/planted.ts', '../main/app.ts', 'programmer-folders'],
  ['hub/planted.ts', '../main/app.ts', 'hub-folders'],
  ['hub/planted.ts', 'electron', 'hub-packages'],
  ['main/desk/planted.ts', '../../programmer/main.ts', 'main-folders'],
  ['main/desk/planted.ts', '../../renderer/main.tsx', 'main-folders'],
  ['main/desk/planted.ts', '../journal/types.ts', 'main-parts'],
  ['main/desk/planted.ts', 'electron', 'only-ipc-touches-ipcMain'],
  ['renderer/planted.ts', '../main/app.ts', 'renderer-folders'],
  ['renderer/planted.ts', 'sql.js', 'renderer-packages'],
  ['renderer/planted.ts', 'node:crypto', 'renderer-no-node'],
  ['renderer/planted.ts', '../preload/contract/channels.ts', 'renderer-preload-types-only'],
]
/** What the planted imports point at. */
const targets = [
  'main/app.ts',
  'main/journal/types.ts',
  'hub/training.ts',
  'programmer/main.ts',
  'renderer/main.tsx',
  'preload/contract/channels.ts',
]

let tree = ''
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'fobdesk-boundaries-'))
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    await copyFile(join(root, file), join(tree, file))
  }
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const folder of folders) await mkdir(join(tree, folder), { recursive: true })
  for (const target of targets) await write(target, 'export const target = 1\n')
})
afterAll(() => rm(tree, { recursive: true }))

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, file)), { recursive: true })
  await writeFile(join(tree, file), text)
}

test('the repository keeps every rule', async () => {
  expect(await violations(root)).toEqual([])
}, 60_000)

test('a tree without a bad import is clean', async () => {
  expect(await violations(tree)).toEqual([])
}, 60_000)

test.each(planted)(
  '%s may not import %s',
  async (file, target, rule) => {
    await write(file, `import * as planted from '${target}'\nexport const used = planted\n`)
    const found = await violations(tree)
    await rm(join(tree, file))
    expect(found).toContain(rule)
  },
  60_000,
)

test('every folder of the product has a rule of its own', async () => {
  const there = (await readdir(root, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  for (const folder of folders) expect(there).toContain(folder)
})
