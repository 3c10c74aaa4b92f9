import { readFileSync } from 'node:fs'

/** The credit union's manual, each line once, in its order. */
export function manualLines(): readonly string[] {
  const text = readFileSync(new URL('manual.ja.txt', import.meta.url), 'utf8')
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  return [...new Set(lines.filter((line) => line !== ''))]
}
