import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openLog } from '../../../main/machine/log.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'fobdesk-log-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

test('a bug’s message, which may hold data, is not written; its reference is answered', async () => {
  const logs = join(await folder(), 'logs')
  const reference = openLog(logs).bug('handler', new Error('顧客 東京 太郎 12345678'), 'customers.get')
  await vi.waitFor(async () => {
    const text = await readFile(join(logs, 'fobdesk.log'), 'utf8')
    expect(text).toContain(reference)
    expect(text).toContain('customers.get')
    expect(text).not.toContain('12345678')
    expect(text).not.toContain('太郎')
  })
})

test('a log that cannot be written does not end the desk', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => said.mockRestore())
  const inTheWay = join(await folder(), 'logs')
  await writeFile(inTheWay, 'a file where the folder should be')
  openLog(inTheWay).warn({ event: 'page refused', code: 'navigation' })
  await vi.waitFor(() => expect(said).toHaveBeenCalledWith(expect.stringContaining('cannot be written')))
})
