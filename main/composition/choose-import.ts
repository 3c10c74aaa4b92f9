/** `import.choose`: dialog, decoding, parsing; then the desk compares. Nothing is imported here. */
import { basename } from 'node:path'
import type { BrowserWindow } from 'electron'
import type { Answer, ChannelInput } from '../../preload/contract/channels.ts'
import type { ImportPreview } from '../../preload/contract/views.ts'
import type { Desk } from '../desk/desk.ts'
import type { Effects } from '../desk/ports.ts'
import { parseLot } from '../files/lot-file.ts'
import { readTextFile } from '../files/read-file.ts'
import { parseRoster } from '../files/roster-file.ts'
import { chooseCsv, choosePskc } from '../window/dialogs.ts'

/** Bad rows listed one by one; the rest is counted. */
const listedErrors = 500

export async function chooseImport(
  { desk, effects, window }: { desk: Desk; effects: Pick<Effects, 'breathe'>; window: BrowserWindow },
  input: ChannelInput<'import.choose'>,
): Promise<Answer<ImportPreview | null>> {
  const { signedIn } = desk.session
  if ('ok' in signedIn) return signedIn
  const { kind } = input
  if (kind === 'pskc') {
    const chosen = await choosePskc(window)
    if (chosen === undefined) return { ok: true, value: null }
    return desk.preparePskc({ path: chosen, fileName: basename(chosen), credential: input.credential })
  }
  const path = await chooseCsv(window, kind === 'roster' ? '名簿CSVを選ぶ' : '納品ロットCSVを選ぶ')
  if (path === undefined) return { ok: true, value: null }
  const read = await readTextFile(path)
  if (!read.ok) return read
  const { text, encoding } = read.file
  const common = { fileName: basename(path), encoding }
  if (kind === 'roster') {
    const parsed = await parseRoster(text, effects.breathe)
    return parsed.ok ? desk.prepareImport({ kind, ...common, ...parsed, ...listed(parsed.errors) }) : parsed
  }
  const parsed = await parseLot(text, effects.breathe)
  return parsed.ok ? desk.prepareImport({ kind, ...common, ...parsed, ...listed(parsed.errors) }) : parsed
}

function listed<E>(errors: readonly E[]): { errors: readonly E[]; moreErrors: number } {
  return { errors: errors.slice(0, listedErrors), moreErrors: Math.max(0, errors.length - listedErrors) }
}
