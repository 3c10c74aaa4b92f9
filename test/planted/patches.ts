/** Patch files that each break one invariant of the real source, and the tests that must turn red. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

export interface Planted {
  readonly name: string
  readonly path: string
  /** The invariant, in words. */
  readonly breaks: string
  /** Test files of which at least one test must fail. */
  readonly caughtBy: readonly string[]
}

export function plantedPatches(): Planted[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((file) => {
      const path = join(import.meta.dirname, file)
      const head = readFileSync(path, 'utf8')
      const field = (name: string): string => {
        const value = new RegExp(`^${name}: (.+)$`, 'm').exec(head)?.[1]
        if (value === undefined) throw new Error(`${file} does not say what it ${name.toLowerCase()}`)
        return value
      }
      return {
        name: basename(file, '.patch'),
        path,
        breaks: field('Breaks'),
        caughtBy: field('Caught by').split(', '),
      }
    })
}
