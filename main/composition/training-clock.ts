/**
 * 研修モード's clock (docs/adr/006): desk, head office and fobs run ahead of the PC together, by an offset that a
 * trainer raises and that is kept in the training folder. A real branch's offset is always nought.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from '../machine/replace-file.ts'

const saved = z.strictObject({ offsetMs: z.int().nonnegative() })

export class TrainingClock {
  readonly #path: string
  readonly #listeners = new Set<(offsetMs: number) => void>()
  #offsetMs = 0
  #running = false

  constructor(path: string) {
    this.#path = path
  }

  /** Milliseconds ahead of the PC; nought until training has begun. */
  get offsetMs(): number {
    return this.#running ? this.#offsetMs : 0
  }

  /** Training begins: from now on the kept offset counts. False: what was kept cannot be read. */
  async begin(): Promise<boolean> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return JSON.stringify({ offsetMs: 0 })
      throw error
    })
    const kept = parse(text)
    if (kept === undefined) return false
    this.#offsetMs = kept.offsetMs
    this.#running = true
    return true
  }

  /** Everybody who follows hears the new offset once it is durable. */
  async advance(minutes: number): Promise<void> {
    const offsetMs = this.#offsetMs + minutes * 60_000
    await replaceFile(this.#path, Buffer.from(JSON.stringify({ offsetMs })))
    this.#offsetMs = offsetMs
    for (const listener of this.#listeners) listener(offsetMs)
  }

  /** Answers a function that stops following. */
  follow(listener: (offsetMs: number) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

function parse(text: string): z.infer<typeof saved> | undefined {
  try {
    return saved.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined
    throw error
  }
}
