/** This process's own memory, as a debugger would see it. Linux only: the system gives it as a file. */
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'

const CHUNK = 1 << 20

/** Writes every writable page in use to a file. @returns bytes written; null where the system has no such file */
export function dumpOwnMemory(path: string): number | null {
  if (process.platform !== 'linux') return null
  const areas = readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .map((line) => /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line))
  const memory = openSync('/proc/self/mem', 'r')
  const out = openSync(path, 'w', 0o600)
  const pages = openSync('/proc/self/pagemap', 'r')
  const chunk = Buffer.alloc(CHUNK)
  const entry = Buffer.alloc((CHUNK / 4096) * 8)
  let written = 0
  try {
    for (const area of areas) {
      const [, from, to] = area ?? []
      if (from === undefined || to === undefined) continue
      const end = Number.parseInt(to, 16)
      for (let at = Number.parseInt(from, 16); at < end; at += CHUNK) {
        const length = Math.min(CHUNK, end - at)
        const size = (length / 4096) * 8
        if (readSync(pages, entry, 0, size, (at / 4096) * 8) !== size) continue
        // Address space that was never touched reads as zeros without end: bit 63 present, bit 62 swapped.
        if (!entry.subarray(0, size).some((byte, index) => index % 8 === 7 && (byte & 0xc0) !== 0)) continue
        try {
          readSync(memory, chunk, 0, length, at)
        } catch {
          continue // An area that was given back since the list was read.
        }
        written += writeSync(out, chunk, 0, length)
      }
    }
  } finally {
    closeSync(memory)
    closeSync(out)
    closeSync(pages)
  }
  return written
}
