import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { replaceFile } from '../../../main/machine/replace-file.ts'

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-replace-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

it('writes one path in the order of the calls, however many are made at once, and leaves nothing beside', async () => {
  const folder = await aFolder()
  const path = join(folder, 'profile.json')
  const texts = Array.from({ length: 30 }, (_, n) => `${n}`.padEnd((30 - n) * 4096))
  await Promise.all(texts.map((text) => replaceFile(path, Buffer.from(text))))
  expect(await readFile(path, 'utf8')).toBe(texts.at(-1))
  expect(await readdir(folder)).toEqual(['profile.json'])
})

it('writes the next one after a write that failed', async () => {
  const folder = join(await aFolder(), 'later')
  const path = join(folder, 'profile.json')
  await expect(replaceFile(path, Buffer.from('too early'))).rejects.toMatchObject({ code: 'ENOENT' })
  await mkdir(folder)
  await replaceFile(path, Buffer.from('in time'))
  expect(await readFile(path, 'utf8')).toBe('in time')
})
