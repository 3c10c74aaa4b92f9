/** What belongs to this PC and is no secret and no record: the language of the screens, the label printer. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from './replace-file.ts'

const preferencesSchema = z.object({
  language: z.enum(['ja', 'en']),
  /** As the system names it; null: none was chosen. */
  labelPrinter: z.string().min(1).max(200).nullable().default(null),
})
export type Preferences = z.infer<typeof preferencesSchema>

const defaults: Preferences = { language: 'ja', labelPrinter: null }

/** Missing or unreadable preferences are the defaults: nothing depends on them. */
export async function readPreferences(path: string): Promise<Preferences> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  try {
    return preferencesSchema.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return defaults
    throw error
  }
}

export async function writePreferences(path: string, preferences: Preferences): Promise<void> {
  await replaceFile(path, Buffer.from(JSON.stringify(preferences)))
}
