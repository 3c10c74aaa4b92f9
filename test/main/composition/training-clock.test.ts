import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { TrainingClock } from '../../../main/composition/training-clock.ts'

async function clockFile(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'fobdesk-clock-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return join(made, 'clock.json')
}

test('counts only once training has begun, and from where it stood', async () => {
  const path = await clockFile()
  const clock = new TrainingClock(path)
  expect(await clock.begin()).toBe(true)
  await clock.advance(30)
  const again = new TrainingClock(path)
  expect(again.offsetMs).toBe(0)
  expect(await again.begin()).toBe(true)
  expect(again.offsetMs).toBe(1_800_000)
})

test.each(['', '{', '{"offsetMs":-1}', '{"offsetMs":"1"}'])(
  'a damaged file (%s) does not begin',
  async (text) => {
    const path = await clockFile()
    await writeFile(path, text)
    const clock = new TrainingClock(path)
    expect(await clock.begin()).toBe(false)
    expect(clock.offsetMs).toBe(0)
  },
)
