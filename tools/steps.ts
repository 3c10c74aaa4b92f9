/** Runs the named steps one after another; stops at the first that fails. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

export interface Step {
  readonly name: string
  /** Arguments for the project's own Node: a tool's entry and what it takes. */
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A tool of node_modules as a command for `Step`. */
export function tool(entry: string, ...args: string[]): string[] {
  return [join(root, 'node_modules', entry), ...args]
}

/** Answers the steps' success. */
export function runSteps(steps: readonly Step[]): boolean {
  return steps.every(({ name, command, env }) => {
    const begun = Date.now()
    console.log(`[fobdesk] ${name} …`)
    const { status } = spawnSync(process.execPath, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    const seconds = ((Date.now() - begun) / 1000).toFixed(0)
    console.log(`[fobdesk] ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
    return status === 0
  })
}
