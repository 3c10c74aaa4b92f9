/** A copy of the working tree in which the source is broken on purpose; the tree itself is never touched. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Planted } from './patches.ts'

const root = join(import.meta.dirname, '..', '..')
/** What the tests of the store need. */
const FOLDERS = ['domain', 'protocol', 'main', 'hub', 'programmer', 'preload', 'renderer', 'test', 'tools']
const FILES = ['package.json', 'tsconfig.base.json', 'tsconfig.json', 'vitest.config.ts']

const result = z.object({ numPassedTests: z.int(), numFailedTests: z.int() })

export type Verdict = 'caught' | 'NOT CAUGHT' | 'DOES NOT APPLY'

export class BrokenCopy {
  readonly #dir = mkdtempSync(join(tmpdir(), 'fobdesk-planted-'))

  constructor() {
    for (const name of [...FOLDERS, ...FILES]) {
      cpSync(join(root, name), join(this.#dir, name), {
        recursive: true,
        filter: (path) => !path.endsWith('.tsbuildinfo'),
      })
    }
    // A junction needs no privilege on Windows.
    symlinkSync(join(root, 'node_modules'), join(this.#dir, 'node_modules'), 'junction')
  }

  /** One line of context is enough, so that patches survive what moves around them. */
  #git(patch: Planted, ...options: readonly string[]): boolean {
    const { status } = spawnSync('git', ['apply', '-C1', ...options, patch.path], {
      cwd: this.#dir,
      // The copy is no repository, whatever lies above it.
      env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(this.#dir) },
    })
    return status === 0
  }

  applies(patch: Planted): boolean {
    return this.#git(patch, '--check')
  }

  /** Whether the patch's tests turn red. The copy is whole again afterwards. */
  try(patch: Planted): Verdict {
    if (!this.#git(patch)) return 'DOES NOT APPLY'
    const { failed } = this.run(patch.caughtBy)
    if (!this.#git(patch, '-R')) throw new Error(`${patch.name} cannot be taken back`)
    return failed === 0 ? 'NOT CAUGHT' : 'caught'
  }

  /** Runs test files in the copy as it is. A run that comes to no result throws: nothing would be shown by it. */
  run(tests: readonly string[]): { readonly passed: number; readonly failed: number } {
    const vitest = join('node_modules', 'vitest', 'vitest.mjs')
    const report = join(this.#dir, 'report.json')
    rmSync(report, { force: true })
    // The first failure shows the bug.
    const options = ['run', '--bail=1', '--reporter=json', `--outputFile.json=${report}`]
    const { stderr } = spawnSync(process.execPath, [vitest, ...options, ...tests], {
      cwd: this.#dir,
      encoding: 'utf8',
      // Of a run inside a run: the outer one's worker must not be taken for its own.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'))),
    })
    if (!existsSync(report)) throw new Error(`no test ran: ${stderr.slice(0, 500)}`)
    const { numPassedTests: passed, numFailedTests: failed } = result.parse(
      JSON.parse(readFileSync(report, 'utf8')),
    )
    if (passed + failed === 0) throw new Error(`no test ran: ${stderr.slice(0, 500)}`)
    return { passed, failed }
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
